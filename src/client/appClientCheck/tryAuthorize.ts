import { createAuthorizationRequest } from '../oauth/authorization';
import type { Endpoints } from '../../core/endpoints';
import { CognitoError, quoted } from '../../core/errors';
import { parseUrl } from '../../core/issuer';
import type { Profile } from '../../core/profile';
import { callbackUrls, type CallbackSource } from '../oauth/callbackUrls';
import type { Fetch } from '../oauth/tokenRequest';
import { outcome } from './checks';

/** What the authorization endpoint does with a sign-in. */
export type AuthorizeVerdict =
  /** It redirects to its sign-in page, or to the identity provider behind it. */
  | { readonly kind: 'accepted'; readonly location: string; readonly error?: undefined }
  | { readonly kind: 'refused'; readonly error: CognitoError }
  | { readonly kind: 'unknown'; readonly error: CognitoError };

/**
 * Sends an authorization request as a browser does, and judges it by the address of the redirect, which is not followed.
 * The request has its own state, nonce and challenge, which no sign-in uses. It leaves out `prompt`, `login_hint` and `lang`:
 * with `prompt=none`, Cognito would answer that no user is signed in.
 * Source: AWS, "Authorize endpoint". Errors go to the callback URL only when the client id and the callback URL are right.
 */
export async function tryAuthorize(
  profile: Profile,
  endpoint: string,
  redirectUri: string,
  fetch: Fetch,
): Promise<AuthorizeVerdict> {
  const tried = { ...profile, prompt: undefined, loginHint: undefined, lang: undefined };
  const { url, state } = await createAuthorizationRequest(tried, endpoint, redirectUri);
  const { value: response, error } = await outcome(fetch(url, { redirect: 'manual' }));
  return error ? { kind: 'unknown', error } : judge(response, { profile, endpoint, redirectUri, state });
}

interface Sent {
  readonly profile: Profile;
  readonly endpoint: string;
  readonly redirectUri: string;
  readonly state: string;
}

/** An Application Load Balancer that signs users in sets this cookie, and has the path `/oauth2/idpresponse` too. */
const loadBalancerCookie = /\bAWSALBAuthNonce=/;

/** Only redirects of a user pool count, because any other server can redirect too. */
function judge(response: Response, sent: Sent): AuthorizeVerdict {
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
  if (error !== null && isCallback(target, sent.redirectUri)) {
    const description = target.searchParams.get('error_description') ?? undefined;
    return { kind: 'refused', error: refusedAtCallback(quoted(error), description, host, sent) };
  }
  return isPoolRedirect(target, origin, response, sent)
    ? { kind: 'accepted', location: target.href }
    : elsewhere;
}

/**
 * Whether a user pool redirects this way: to its own sign-in page for this app client, or to an identity provider that sends
 * its answer to the pool. A SAML gateway in front of another server looks the same as a pool with a SAML provider.
 * Source: AWS, "Authorize endpoint", "The IdP SAML assertion endpoint", "OIDC IdP responses", "Authenticate users using an
 * Application Load Balancer".
 */
function isPoolRedirect(
  target: URL,
  origin: string,
  { headers }: Response,
  { profile: { clientId }, state }: Sent,
): boolean {
  const query = target.searchParams;
  if (target.origin === origin) return target.pathname === '/login' && query.get('client_id') === clientId;
  // A pool sends neither to an identity provider: another server has passed the request on.
  if (target.href.includes(state) || query.get('client_id') === clientId) return false;
  if (loadBalancerCookie.test(headers.get('set-cookie') ?? '')) return false;
  return query.get('redirect_uri') === `${origin}/oauth2/idpresponse` || query.has('SAMLRequest');
}

/**
 * The pool's error page: the callback URL or the app client is wrong. The older hosted UI does not say which.
 * @returns undefined for an error page that does not belong to a pool
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
  const message = description === undefined ? undefined : quoted(description);
  if (error === 'invalid_scope' || message?.includes('invalid_scope')) {
    return new CognitoError('scope_not_allowed', { host, clientId, requested: scopes?.join(' ') });
  }
  if (error === 'unauthorized_client' || error === 'unsupported_response_type') {
    return new CognitoError('code_grant_off', { host, clientId, error });
  }
  return new CognitoError('authorization_refused', { host, clientId, error, description: message });
}

function refused(
  code: 'redirect_mismatch' | 'client_unknown' | 'client_unusable',
  detail: CognitoError['detail'],
): AuthorizeVerdict {
  return { kind: 'refused', error: new CognitoError(code, detail) };
}

/** Whether an address is the callback URL with a longer query. */
function isCallback(target: URL, redirectUri: string): boolean {
  const callback = parseUrl(redirectUri);
  return (
    callback !== undefined &&
    target.protocol === callback.protocol &&
    target.host === callback.host &&
    target.pathname === callback.pathname
  );
}

/** The callback URL of a sign-in, and what the pool says to a sign-in with it. */
export interface CallbackChoice {
  readonly redirectUri: string;
  readonly verdict: Promise<AuthorizeVerdict>;
}

/**
 * Chooses between the callback URLs of a profile by asking the pool which one the app client allows. When it allows none, the
 * choice is the preferred one, so that this one is recommended. After an inconclusive answer it is the editor's URL, which app
 * clients had before sign-in hosts got their own.
 * @throws CognitoError profile_invalid as `callbackUrls`
 */
export async function chooseCallbackUrl(
  profile: Profile,
  endpoints: Endpoints,
  source: CallbackSource,
  fetch: Fetch,
): Promise<CallbackChoice> {
  const [preferred, other] = await callbackUrls(profile, endpoints, source);
  const ask = (redirectUri: string): CallbackChoice => ({
    redirectUri,
    verdict: tryAuthorize(profile, endpoints.authorization, redirectUri, fetch),
  });
  const first = ask(preferred);
  if (other === undefined) return first;
  const verdict = await first.verdict;
  if (verdict.kind === 'unknown') return preferred === source.editorUrl ? first : ask(other);
  if (!isMismatch(verdict)) return first;
  const second = ask(other);
  return isMismatch(await second.verdict) ? first : second;
}

function isMismatch(verdict: AuthorizeVerdict): boolean {
  return verdict.error?.code === 'redirect_mismatch';
}
