import type { TokenOrigin } from './model/tokenOrigin';
import { acceptedIssuers, isCognitoIssuer, originalForm } from '../core/issuer';
import { textClaim } from '../core/jwt';
import type { Claims } from '../core/jwt';
import { profileIssuer } from '../core/profile';
import type { ProfileEntry } from '../core/profileLayers';
import type { SessionStore } from '../sessions/store';

/** The pool that a token names, as far as the profiles know it. */
export interface Origin extends TokenOrigin {
  /** The issuer whose keys may be read; undefined when there is none. */
  readonly keysOf: string | undefined;
  /** The keys may be asked for without a word: a profile of the user's names the pool. */
  readonly known: boolean;
}

/**
 * Finds the pool that has issued a token. Only the keys of Amazon Cognito and of the pools in profiles may be read, because a
 * token can name any address as its issuer.
 */
export async function originOf(
  claims: Claims | undefined,
  entries: readonly ProfileEntry[],
  store: Pick<SessionStore, 'find'>,
): Promise<Origin> {
  const named = textClaim(claims ?? {}, 'iss');
  if (claims === undefined || named === undefined) return unknownOrigin;
  const issuers = await Promise.all(
    entries.map(
      async ({ profile }) =>
        profileIssuer(profile) ?? (await store.find(profile).catch(() => undefined))?.issuer,
    ),
  );
  const matching = entries.flatMap((entry, index) => {
    const issuer = issuers[index];
    return issuer !== undefined && acceptedIssuers(issuer).includes(named) ? [{ ...entry, issuer }] : [];
  });
  const cognito = isCognitoIssuer(named);
  const [first] = matching;
  const client = textClaim(claims, 'client_id') ?? textClaim(claims, 'aud');
  return {
    issuers: first === undefined ? [] : acceptedIssuers(first.issuer),
    clientId: matching.find(({ profile }) => profile.clientId === client)?.profile.clientId,
    keysOf: cognito ? originalForm(named) : first?.issuer,
    known: first !== undefined && (cognito || matching.some(({ source }) => source === 'user')),
  };
}

const unknownOrigin: Origin = { issuers: [], clientId: undefined, keysOf: undefined, known: false };
