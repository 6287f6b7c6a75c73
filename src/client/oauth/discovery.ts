import * as l10n from '@vscode/l10n';
import { prefixDomain } from '../../core/cognitoHosts';
import type { Endpoints } from '../../core/endpoints';
import { CognitoError, isCognitoError } from '../../core/errors';
import { acceptedIssuers, isCognitoIssuer, isLoopback, withoutSlash } from '../../core/issuer';
import { domainOrigin, isMachine, profileIssuer, secureUrl, type Profile } from '../../core/profile';
import { userPoolApi } from '../awsApi/userPoolApi';
import { retryAfter } from './refusals';
import type { Fetch } from './tokenRequest';

/**
 * Finds the endpoints of a profile: in the discovery document of its issuer, or, for a profile with a prefix domain, at the
 * paths that AWS documents, without a request. A machine client of a pool without a domain gets its tokens from the user pools API.
 * @throws CognitoError discovery_failed, discovery_invalid, pool_not_found, pool_without_domain, network, timeout
 * Source: AWS, "User pool endpoints and managed login reference".
 */
export async function discover(profile: Profile, fetch: Fetch): Promise<Endpoints> {
  const issuer = profileIssuer(profile);
  const origin = domainOrigin(profile);
  if (issuer !== undefined) {
    if (origin !== undefined && isCognitoDomain(origin)) {
      return { ...documentedPaths(origin), issuer, jwks: jwksUri(issuer) };
    }
    const endpoints = await discoverIssuer(issuer, fetch).catch((error: unknown) => {
      const needsNoDomain = isMachine(profile) && origin === undefined;
      if (needsNoDomain && isCognitoError(error, 'pool_without_domain')) return withoutDomain(issuer);
      throw error;
    });
    if (origin !== undefined) assertSameOrigin(endpoints, origin);
    return endpoints;
  }
  if (origin !== undefined) return documentedPaths(origin);
  throw new CognitoError('profile_invalid', { field: 'userPoolId', reason: l10n.t('is missing') });
}

/**
 * Asserts that the issuer names a custom domain. A profile with only a domain learns its issuer from the tokens that the
 * domain returns, and any server can relay the answers of another pool.
 * @throws CognitoError domain_foreign, and as `discover`
 */
export async function confirmDomain(endpoints: Endpoints, issuer: string, fetch: Fetch): Promise<void> {
  const { origin } = new URL(endpoints.authorization);
  if (isCognitoDomain(origin) || origin === new URL(issuer).origin) return;
  await confirmEndpoints(endpoints, issuer, fetch);
}

/**
 * Asserts that the issuer names these endpoints, before a client secret is sent there.
 * @throws CognitoError domain_foreign, and as `discover`
 */
export async function confirmEndpoints(endpoints: Endpoints, issuer: string, fetch: Fetch): Promise<void> {
  const { origin } = new URL(endpoints.token);
  assertSameOrigin(await discoverIssuer(issuer, fetch), origin);
}

/** Whether an origin is a prefix domain. Amazon Cognito serves it for one pool, and its tokens name that pool. */
export function isCognitoDomain(origin: string): boolean {
  const { protocol, host } = new URL(origin);
  return protocol === 'https:' && prefixDomain(host) !== undefined;
}

function assertSameOrigin(endpoints: Endpoints, origin: string): void {
  const expected = new URL(endpoints.authorization).origin;
  if (expected === origin) return;
  throw new CognitoError('domain_foreign', { host: new URL(origin).host, expected: new URL(expected).host });
}

/** The key set of an issuer. Source: AWS, "Verifying JSON web tokens". */
export function jwksUri(issuer: string): string {
  return `${withoutSlash(issuer)}/.well-known/jwks.json`;
}

/** Whether an issuer ends in a pool id, as those of Cognito and its emulators do. */
function namesPool(issuer: string): boolean {
  return /\/[\w-]+_[0-9a-zA-Z]+$/.test(issuer);
}

/** The address of an issuer's key set: the documented one of Cognito, or the one that another server's discovery document names. */
export async function findKeySet(issuer: string, fetch: Fetch): Promise<string> {
  const found = namesPool(issuer) ? undefined : await discoverIssuer(issuer, fetch).catch(() => undefined);
  return found?.jwks ?? jwksUri(issuer);
}

function documentedPaths(origin: string): Omit<Endpoints, 'issuer' | 'jwks'> {
  return {
    authorization: `${origin}/oauth2/authorize`,
    token: `${origin}/oauth2/token`,
    userInfo: `${origin}/oauth2/userInfo`,
    revocation: `${origin}/oauth2/revoke`,
    logout: `${origin}/logout`,
  };
}

/**
 * The endpoints of a machine client in a pool without a domain. Only `token` is used. The others are those in the discovery document of
 * such a pool.
 */
function withoutDomain(issuer: string): Endpoints {
  return {
    issuer,
    authorization: `${issuer}/authorize`,
    token: userPoolApi(issuer),
    userInfo: `${issuer}/userInfo`,
    revocation: `${issuer}/revoke`,
    logout: `${issuer}/logout`,
    jwks: jwksUri(issuer),
  };
}

async function requestDiscovery(issuer: string, fetch: Fetch): Promise<Record<string, unknown>> {
  const host = new URL(issuer).host;
  const response = await fetch(`${withoutSlash(issuer)}/.well-known/openid-configuration`, {
    redirect: 'manual',
  });
  const html = response.headers.get('content-type')?.includes('html') ?? false;
  // A failing proxy or server may send a page too, which says nothing about the address.
  if (html && response.status < 429) {
    throw new CognitoError('discovery_invalid', { host, issuer, status: response.status, reason: 'html' });
  }
  if (response.status === 400 || response.status === 404) {
    throw new CognitoError('pool_not_found', { host, issuer, status: response.status });
  }
  if (response.status !== 200) {
    const { status } = response;
    throw new CognitoError('discovery_failed', { host, issuer, status, ...retryAfter(response) });
  }
  const document: unknown = await response.json().catch(() => undefined);
  if (typeof document !== 'object' || document === null) {
    throw new CognitoError('discovery_invalid', { host, issuer, reason: 'not_json' });
  }
  return document as Record<string, unknown>;
}

/** Reads the endpoints in the discovery document of an issuer. @throws CognitoError as `discover` */
export async function discoverIssuer(issuer: string, fetch: Fetch): Promise<Endpoints> {
  return (await readDiscovery(issuer, fetch)).endpoints;
}

/** A discovery document, and the endpoints in it that may be used. */
export interface Discovery {
  readonly endpoints: Endpoints;
  readonly document: Readonly<Record<string, unknown>>;
}

/** Reads the discovery document of an issuer. @throws CognitoError as `discover` */
export async function readDiscovery(issuer: string, fetch: Fetch): Promise<Discovery> {
  const document = await requestDiscovery(issuer, fetch);
  const { host, hostname } = new URL(issuer);
  const claimed = document.issuer;
  if (typeof claimed !== 'string' || !acceptedIssuers(issuer).includes(claimed)) {
    const found = typeof claimed === 'string' ? claimed.slice(0, 200) : l10n.t('none');
    throw new CognitoError('discovery_invalid', { host, issuer, reason: 'other_issuer', found });
  }
  const read = (field: string, fallback?: string): string => {
    const value = document[field] ?? fallback;
    const url = typeof value === 'string' ? secureUrl(value) : undefined;
    // Only a pool on loopback may send tokens over plain http.
    if (typeof value === 'string' && url && (url.protocol === 'https:' || isLoopback(hostname))) return value;
    throw new CognitoError('discovery_invalid', { host, issuer, reason: 'endpoint', field });
  };
  const authorization = read('authorization_endpoint');
  // Another server may have its sign-in page at this address.
  if ((namesPool(issuer) && authorization === `${issuer}/authorize`) || isCognitoIssuerHost(authorization)) {
    throw new CognitoError('pool_without_domain', { issuer });
  }
  const { origin } = new URL(authorization);
  const paths = documentedPaths(origin);
  // The code of the sign-in page that people see goes to that page's host, never to another one in the same document.
  const beside = (field: string, fallback?: string): string => {
    const value = read(field, fallback);
    if (new URL(value).origin === origin) return value;
    throw new CognitoError('discovery_invalid', { host, issuer, reason: 'other_host', field });
  };
  const jwks = read('jwks_uri');
  if (!acceptedIssuers(issuer).some((accepted) => new URL(accepted).origin === new URL(jwks).origin)) {
    throw new CognitoError('discovery_invalid', { host, issuer, reason: 'other_host', field: 'jwks_uri' });
  }
  const endpoints = {
    issuer,
    authorization,
    token: beside('token_endpoint'),
    userInfo: beside('userinfo_endpoint'),
    // Older documents leave these two out.
    revocation: beside('revocation_endpoint', paths.revocation),
    logout: beside('end_session_endpoint', paths.logout),
    jwks,
  };
  return { endpoints, document };
}

/** A pool without a domain advertises endpoints on the issuer's host that lead nowhere. */
function isCognitoIssuerHost(endpoint: string): boolean {
  const url = new URL(endpoint);
  return isCognitoIssuer(`${url.origin}/${url.pathname.split('/')[1] ?? ''}`);
}
