import { createAuthorizationRequest } from '../oauth/authorization';
import { CognitoError, isCognitoError, quoted } from '../../core/errors';
import { parseUrl } from '../../core/issuer';
import type { Profile } from '../../core/profile';
import type { Fetch } from '../oauth/tokenRequest';
import { isPoolRedirect } from './poolRedirect';

/** What the authorization endpoint would do with a sign-in. */
export type AuthorizeVerdict =
  /** It goes on: to its own sign-in page, or to the identity provider behind it. */
  | { readonly kind: 'accepted'; readonly location: string }
  | { readonly kind: 'refused'; readonly fault: CognitoError }
  | { readonly kind: 'unknown'; readonly error: CognitoError };

/**
 * Asks for a sign-in as a browser would, without following the redirect: where it leads names the fault. The request has
 * a state, a nonce and a challenge of its own, so nothing of the real sign-in is used up. What would only matter to a
 * user is left out: with `prompt=none` Cognito would answer that there is no session.
 * Source: AWS, "Authorize endpoint"; errors go to the callback URL only when it and the client id are right.
 */
export async function probeAuthorize(
  profile: Profile,
  endpoint: string,
  redirectUri: string,
  fetch: Fetch,
): Promise<AuthorizeVerdict> {
  const asked = { ...profile, prompt: undefined, loginHint: undefined, lang: undefined };
  const { url, state } = await createAuthorizationRequest(asked, endpoint, redirectUri);
  try {
    return await judge(await fetch(url, { redirect: 'manual' }), { profile, endpoint, redirectUri, state });
  } catch (error) {
    if (!isCognitoError(error)) throw error;
    return { kind: 'unknown', error };
  }
}

interface Sent {
  readonly profile: Profile;
  readonly endpoint: string;
  readonly redirectUri: string;
  readonly state: string;
}

/** Only what a user pool is known to answer tells anything: any server can redirect. */
async function judge(response: Response, sent: Sent): Promise<AuthorizeVerdict> {
  const { host, origin } = new URL(sent.endpoint);
  const location = response.headers.get('location') ?? '';
  const target = URL.canParse(location, sent.endpoint) ? new URL(location, sent.endpoint) : undefined;
  const { status } = response;
  const unexpected = (to?: string): AuthorizeVerdict => ({
    kind: 'unknown',
    error: new CognitoError('response_unexpected', { host, status, reason: 'page', to }),
  });
  if (status < 300 || status > 399 || location === '' || target === undefined) return unexpected();
  const elsewhere = unexpected(quoted(target.host + target.pathname));
  if (target.origin === origin && target.pathname === '/error') {
    return errorPage(target, host, sent) ?? elsewhere;
  }
  const error = target.searchParams.get('error');
  if (error === null || !isCallback(target, sent.redirectUri)) {
    const asked = { clientId: sent.profile.clientId, state: sent.state, origin };
    return (await isPoolRedirect(target, response, asked))
      ? { kind: 'accepted', location: target.href }
      : elsewhere;
  }
  const description = target.searchParams.get('error_description') ?? undefined;
  return { kind: 'refused', fault: refusedAtCallback(quoted(error), description, host, sent) };
}

/**
 * The pool's own error page: the callback URL or the client is at fault. The older hosted UI does not say which.
 * @returns undefined for an error page that is none of a pool's
 */
function errorPage(page: URL, host: string, { profile, redirectUri }: Sent): AuthorizeVerdict | undefined {
  const { clientId, identityProvider } = profile;
  const named = page.searchParams.get('client_id');
  if (named !== null && named !== clientId) return undefined;
  const unusable = refused('client_unusable', { host, clientId, identityProvider });
  switch (page.searchParams.get('error')) {
    case 'redirect_mismatch':
      return refused('redirect_mismatch', { host, clientId, redirectUri });
    case 'invalid_request':
      return named === null ? refused('client_unknown', { host, clientId }) : unusable;
    case null:
      return page.href.endsWith('/error#') ? unusable : undefined;
    default:
      return undefined;
  }
}

function refusedAtCallback(
  error: string,
  description: string | undefined,
  host: string,
  sent: Sent,
): CognitoError {
  const { clientId, scopes } = sent.profile;
  const said = description === undefined ? undefined : quoted(description);
  if (error === 'invalid_scope' || said?.includes('invalid_scope')) {
    return new CognitoError('scope_not_allowed', { host, clientId, asked: scopes?.join(' ') });
  }
  if (error === 'unauthorized_client' || error === 'unsupported_response_type') {
    return new CognitoError('code_grant_off', { host, clientId, error });
  }
  return new CognitoError('authorization_refused', { host, clientId, error, description: said });
}

function refused(
  code: 'redirect_mismatch' | 'client_unknown' | 'client_unusable',
  detail: CognitoError['detail'],
): AuthorizeVerdict {
  return { kind: 'refused', fault: new CognitoError(code, detail) };
}

/** Whether an address is the callback URL with more in its query. */
function isCallback(target: URL, redirectUri: string): boolean {
  const callback = parseUrl(redirectUri);
  return (
    callback !== undefined &&
    target.protocol === callback.protocol &&
    target.host === callback.host &&
    target.pathname === callback.pathname
  );
}
