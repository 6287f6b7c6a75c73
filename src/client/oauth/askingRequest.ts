import type { Endpoints } from '../../core/endpoints';
import { parseUrl } from '../../core/issuer';
import type { Profile } from '../../core/profile';
import { createAuthorizationRequest, type AuthorizationRequest } from './authorization';
import type { Fetch } from './tokenRequest';

/** How long the question whether a pool honours `prompt` may take, in milliseconds. */
const longestQuestion = 2_000;

/**
 * Makes the address of a sign-in that asks who signs in, also in a browser that has a session. Managed login and other OpenID
 * providers do so with `prompt=login`. The classic hosted UI ignores `prompt`, so there the browser goes over the logout endpoint,
 * which takes over the parameters. AWS does not document whether it takes over the PKCE challenge. Without the challenge, the pool
 * refuses the code.
 * Source: AWS, "The redirect and authorization endpoint" and "The managed login logout endpoint".
 */
export async function createAskingRequest(
  profile: Profile,
  endpoints: Endpoints,
  redirectUri: string,
  fetch: Fetch,
): Promise<AuthorizationRequest> {
  const { authorization, logout } = endpoints;
  if (await honoursPrompt(profile, authorization, redirectUri, fetch)) {
    return createAuthorizationRequest({ ...profile, prompt: 'login' }, authorization, redirectUri);
  }
  return createAuthorizationRequest({ ...profile, prompt: undefined }, logout, redirectUri);
}

/**
 * Whether a pool does what `prompt` says: asked with `prompt=none` and without a session, it returns to the callback URL at once with
 * login_required. Source: OpenID Connect Core section 3.1.2.1.
 * @returns false also when the pool does not answer
 */
async function honoursPrompt(
  profile: Profile,
  endpoint: string,
  redirectUri: string,
  fetch: Fetch,
): Promise<boolean> {
  const { url } = await createAuthorizationRequest({ ...profile, prompt: 'none' }, endpoint, redirectUri);
  try {
    const signal = AbortSignal.timeout(longestQuestion);
    const { headers } = await fetch(url, { redirect: 'manual', signal });
    const target = parseUrl(headers.get('location') ?? '');
    return target?.searchParams.get('error') === 'login_required';
  } catch {
    return false;
  }
}
