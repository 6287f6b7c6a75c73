import {
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
} from 'oauth4webapi';
import type { Profile } from '../../core/profile';

/** The address that starts a sign-in, and its secrets. */
export interface AuthorizationRequest {
  readonly url: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/**
 * Makes the address that the browser opens. State, nonce and verifier are 256 random bits each in base64url. Cognito encodes
 * `state` twice for a user who is already signed in, so it must not contain characters that need encoding.
 * @param endpoint the authorization endpoint
 * Source: RFC 6749 section 4.1.1, RFC 7636 section 4, RFC 9470 section 4; AWS, "The redirect and authorization endpoint".
 */
export async function createAuthorizationRequest(
  profile: Profile,
  endpoint: string,
  redirectUri: string,
): Promise<AuthorizationRequest> {
  const state = generateRandomState();
  const nonce = generateRandomNonce();
  const codeVerifier = generateRandomCodeVerifier();
  const url = new URL(endpoint);
  const parameters: Readonly<Record<string, string | undefined>> = {
    response_type: 'code',
    client_id: profile.clientId,
    redirect_uri: redirectUri,
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    // Without this parameter, Cognito grants every scope that the app client allows.
    scope: joined(profile.scopes),
    identity_provider: profile.identityProvider,
    login_hint: profile.loginHint,
    prompt: profile.prompt,
    lang: profile.lang,
    resource: profile.resource,
    acr_values: joined(profile.acrValues),
    max_age: profile.maxAge?.toString(),
  };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return { url: url.href, state, nonce, codeVerifier };
}

/** A list with spaces between its items; undefined when it is empty. */
function joined(items: readonly string[] = []): string | undefined {
  return items.length === 0 ? undefined : items.join(' ');
}
