import * as l10n from '@vscode/l10n';
import { jwksUri, readDiscovery, type Discovery } from '../oauth/discovery';
import { registrationEndpoint } from '../oauth/registration';
import type { Endpoints } from '../../core/endpoints';
import { CognitoError } from '../../core/errors';
import { member } from '../../core/members';
import { domainOrigin, profileIssuer, type Profile } from '../../core/profile';
import type { Fetch } from '../oauth/tokenRequest';
import {
  failed,
  isOutage,
  isUnreachable,
  note,
  outcome,
  passed,
  unknown,
  type AppClientCheck,
  type Outcome,
} from './checks';

/** The issuer of the pool and its discovery document. Undefined for a profile with only a domain. */
export type Pool = (Outcome<Discovery> & { readonly issuer: string }) | undefined;

/** Reads the discovery document of the pool. */
export async function findPool(profile: Profile, fetch: Fetch): Promise<Pool> {
  const issuer = profileIssuer(profile);
  return issuer === undefined ? undefined : { issuer, ...(await outcome(readDiscovery(issuer, fetch))) };
}

const onlyDomain = l10n.t('The profile names only a domain. Its pool is known after the first sign-in.');

/** Whether the issuer answers, and whether it describes the pool. */
export function issuerChecks(pool: Pool): readonly AppClientCheck[] {
  if (pool === undefined) return [unknown('issuer', onlyDomain), unknown('pool', onlyDomain)];
  const { issuer, error } = pool;
  const { host } = new URL(issuer);
  if (error && isUnreachable(error)) {
    return [
      failed('issuer', l10n.t`${host} did not answer.`, error),
      unknown('pool', l10n.t('The issuer did not answer.')),
    ];
  }
  const answered = passed('issuer', l10n.t`${host} answered.`);
  if (error === undefined || error.code === 'pool_without_domain') {
    return [answered, passed('pool', l10n.t`The discovery document names ${issuer}.`)];
  }
  const seen =
    error.detail.status === undefined
      ? l10n.t`${host} answered.`
      : l10n.t`${host} answered with status ${error.detail.status}.`;
  return [answered, isOutage(error) ? unknown('pool', seen, error) : failed('pool', seen, error)];
}

/** Whether the pool has a domain, and whether the profile names it. */
export function domainCheck(profile: Profile, pool: Pool, endpoints: Outcome<Endpoints>): AppClientCheck {
  if (pool === undefined) return unknown('domain', onlyDomain);
  if (pool.error?.code === 'pool_without_domain') {
    const seen = l10n.t('The discovery document names no domain.');
    return endpoints.value === undefined
      ? failed('domain', seen, pool.error)
      : note(
          'domain',
          l10n.t`${seen} This machine client gets its tokens without one, but programs that use a token endpoint need it.`,
        );
  }
  if (endpoints.error?.code === 'domain_foreign') {
    const seen = l10n.t`The domain of the pool is ${String(endpoints.error.detail.expected)}.`;
    return failed('domain', seen, endpoints.error);
  }
  if (pool.error) return unknown('domain', l10n.t('The discovery document of the pool could not be read.'));
  const { host, origin } = new URL(pool.value.endpoints.authorization);
  const inProfile = domainOrigin(profile);
  if (inProfile === undefined || inProfile === origin) {
    return passed('domain', l10n.t`The domain of the pool is ${host}.`);
  }
  return unknown(
    'domain',
    l10n.t`The pool names ${host}, and the profile names ${new URL(inProfile).host}. A pool can have both, because it can have a prefix domain and a custom domain.`,
  );
}

/**
 * Whether apps can register themselves. Nothing is registered, and no other request tells whether the pool asks for an access token.
 * No check when the discovery document is not known.
 * @param withToken whether the pool asked for one when this editor registered itself; undefined when it never did
 * Source: AWS, "Dynamic client registration".
 */
export function registrationChecks(pool: Pool, withToken: boolean | undefined): readonly AppClientCheck[] {
  if (pool?.value === undefined) return [];
  const { endpoint, otherHost } = registrationEndpoint(pool.value);
  if (otherHost !== undefined) {
    const seen = l10n.t`The discovery document names a registration endpoint at ${otherHost}, where the pool’s tokens do not come from. This editor does not use it.`;
    return [note('registration', seen)];
  }
  if (endpoint === undefined) return [note('registration', l10n.t('Off: apps cannot register themselves.'))];
  return [
    note(
      'registration',
      withToken === undefined
        ? l10n.t(
            'On: apps can register themselves. Could not tell whether they need an access token, because only a registration shows it.',
          )
        : withToken
          ? l10n.t('Authenticated: the pool asked for an access token when this editor registered itself.')
          : l10n.t('Open: the pool asked for no access token when this editor registered itself.'),
    ),
  ];
}

/** Whether the pool has keys to verify tokens with. Source: AWS, "Verifying JSON web tokens". */
export async function keysCheck(pool: Pool, fetch: Fetch): Promise<AppClientCheck> {
  if (pool === undefined) return unknown('keys', onlyDomain);
  if (pool.error && pool.error.code !== 'pool_without_domain') {
    return unknown('keys', l10n.t('The pool was not found.'));
  }
  const uri = pool.value?.endpoints.jwks ?? jwksUri(pool.issuer);
  const { host } = new URL(uri);
  const { value: response, error } = await outcome(fetch(uri, {}));
  if (error) return unknown('keys', l10n.t`${host} did not answer.`, error);
  const { status } = response;
  const set: unknown = status === 200 ? await response.json().catch(() => undefined) : undefined;
  const keys = member(set, 'keys');
  const usable = Array.isArray(keys) ? keys.filter(isSigningKey).length : 0;
  if (usable > 0) {
    return passed(
      'keys',
      usable === 1 ? l10n.t`${host} has one RS256 key.` : l10n.t`${host} has ${usable} RS256 keys.`,
    );
  }
  const unusable = new CognitoError('keys_unusable', { host, status });
  const seen = l10n.t`${host} answered with status ${status}.`;
  return isOutage(unusable) ? unknown('keys', seen, unusable) : failed('keys', seen, unusable);
}

function isSigningKey(key: unknown): boolean {
  return typeof member(key, 'kid') === 'string' && member(key, 'kty') === 'RSA';
}
