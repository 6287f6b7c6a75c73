import { discover, discoverIssuer, jwksUri } from '../oauth/discovery';
import type { Endpoints } from '../../core/endpoints';
import { CognitoError, isCognitoError } from '../../core/errors';
import { domainOrigin, profileIssuer } from '../../core/profile';
import type { Profile } from '../../core/profile';
import type { Fetch } from '../oauth/tokenRequest';
import { failed, isOutage, passed, unknown } from './checks';
import type { AppClientCheck } from './checks';

/** What came of looking something up. */
export type Outcome<T> =
  | { readonly value: T; readonly error?: undefined }
  | { readonly value?: undefined; readonly error: CognitoError };

export async function outcome<T>(work: Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await work };
  } catch (error) {
    if (!isCognitoError(error)) throw error;
    return { error };
  }
}

/** What is known of the pool itself. Undefined for a profile with only a domain: its pool is known after a sign-in. */
export type PoolOutcome = Outcome<Endpoints> | undefined;

export function lookUp(
  profile: Profile,
  fetch: Fetch,
): { readonly pool: Promise<PoolOutcome>; readonly endpoints: Promise<Outcome<Endpoints>> } {
  const issuer = profileIssuer(profile);
  return {
    pool: issuer === undefined ? Promise.resolve(undefined) : outcome(discoverIssuer(issuer, fetch)),
    endpoints: outcome(discover(profile, fetch)),
  };
}

const onlyDomain = 'The profile names only a domain; its pool is known after the first sign-in.';

/** Name resolution and TLS of the issuer, and what it says of the pool. */
export function issuerChecks(profile: Profile, pool: PoolOutcome): readonly AppClientCheck[] {
  const issuer = profileIssuer(profile);
  if (issuer === undefined || pool === undefined) {
    return [unknown('issuer', onlyDomain), unknown('pool', onlyDomain)];
  }
  const { host } = new URL(issuer);
  const { error } = pool;
  if (error?.code === 'network' || error?.code === 'timeout') {
    return [
      failed('issuer', `${host} did not answer.`, error),
      unknown('pool', 'The issuer did not answer.'),
    ];
  }
  const answered = passed('issuer', `${host} answered.`);
  if (error === undefined || error.code === 'pool_without_domain') {
    return [answered, passed('pool', `Its discovery document names ${issuer}.`)];
  }
  const said =
    error.detail.status === undefined
      ? `${host} answered.`
      : `${host} answered with status ${error.detail.status}.`;
  return [answered, isOutage(error) ? unknown('pool', said, error) : failed('pool', said, error)];
}

/** Whether the pool has a domain, and whether it is the profile's. */
export function domainCheck(
  profile: Profile,
  pool: PoolOutcome,
  endpoints: Outcome<Endpoints>,
): AppClientCheck {
  const own = domainOrigin(profile);
  if (pool?.error?.code === 'pool_without_domain') {
    return failed('domain', 'The discovery document names no domain.', pool.error);
  }
  if (endpoints.error?.code === 'domain_foreign') {
    return failed(
      'domain',
      `The pool names ${endpoints.error.detail.expected ?? 'another one'}.`,
      endpoints.error,
    );
  }
  if (pool?.value === undefined) {
    return unknown('domain', own === undefined ? 'The pool could not be asked.' : onlyDomain);
  }
  const named = new URL(pool.value.authorization).origin;
  const { host } = new URL(named);
  if (own === undefined || own === named) return passed('domain', `The pool names ${host}.`);
  // A pool can have a prefix domain and a custom one, and names one of them.
  return unknown('domain', `The pool names ${host}, the profile ${new URL(own).host}. Both can be its own.`);
}

/** The key set that tokens are checked with. Source: AWS, "Verifying JSON web tokens". */
export async function keysCheck(profile: Profile, pool: PoolOutcome, fetch: Fetch): Promise<AppClientCheck> {
  const issuer = profileIssuer(profile);
  if (issuer === undefined || pool === undefined) return unknown('keys', onlyDomain);
  const found = pool.value !== undefined || pool.error.code === 'pool_without_domain';
  if (!found) return unknown('keys', 'The pool was not found.');
  const uri = pool.value?.jwks ?? jwksUri(issuer);
  const { host } = new URL(uri);
  const { value: response, error } = await outcome(fetch(uri, {}));
  if (error) return unknown('keys', `${host} did not answer.`, error);
  const { status } = response;
  const set: unknown = status === 200 ? await response.json().catch(() => undefined) : undefined;
  const keys: unknown = typeof set === 'object' && set !== null && 'keys' in set ? set.keys : undefined;
  const sound = Array.isArray(keys) ? keys.filter(isSigningKey).length : 0;
  if (sound > 0) {
    return passed('keys', `${sound === 1 ? 'One RS256 key' : `${sound} RS256 keys`} at ${host}.`);
  }
  const fault = new CognitoError('keys_unusable', { host, status });
  const said = `${host} answered with status ${status}.`;
  return isOutage(fault) ? unknown('keys', said, fault) : failed('keys', said, fault);
}

function isSigningKey(key: unknown): boolean {
  const { kid, kty } = (key ?? {}) as { readonly kid?: unknown; readonly kty?: unknown };
  return typeof kid === 'string' && kty === 'RSA';
}
