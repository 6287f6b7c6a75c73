import { acceptedIssuers, isCognitoIssuer } from '../core/issuer';
import { claimsWithClient, loadBalancerKey } from '../core/loadBalancer';
import { clientOf, textClaim } from '../core/jwt';
import { profileIssuer } from '../core/profile';
import type { ProfileEntry } from '../core/profileLayers';
import type { SessionStore } from '../sessions/store';
import type { FoundToken } from './model/anyToken';

/** The pool that a token names. */
export interface TokenOrigin {
  /** Every issuer that is right for the pool; empty when no profile has it. */
  readonly issuers: readonly string[];
  /** The token's app client, when a profile has it. */
  readonly clientId: string | undefined;
  /** The issuer whose keys can verify the token, or a load balancer’s key; undefined when no keys may be read. */
  readonly keysOf: string | undefined;
  /** The keys may be read without a question, because a profile in the user's settings names the pool. */
  readonly trusted: boolean;
}

/**
 * Finds out where a token comes from. Only the keys of Amazon Cognito and of pools in profiles are read, because a token
 * can name any address as its issuer.
 */
export async function originOf(
  { header, claims: read = {} }: FoundToken,
  entries: readonly ProfileEntry[],
  store: Pick<SessionStore, 'find'>,
): Promise<TokenOrigin> {
  const balancerKey = loadBalancerKey(header);
  const claims = claimsWithClient(header, read);
  const named = textClaim(claims, 'iss');
  if (named === undefined) return { issuers: [], clientId: undefined, keysOf: undefined, trusted: false };
  const accepted = acceptedIssuers(named);
  const issuers = await Promise.all(
    entries.map(
      async ({ profile }) =>
        profileIssuer(profile) ?? (await store.find(profile).catch(() => undefined))?.issuer,
    ),
  );
  const matching = entries.filter(
    (_, index) => issuers[index] !== undefined && accepted.includes(issuers[index]),
  );
  const known = matching.length > 0;
  const cognito = isCognitoIssuer(named);
  const client = clientOf(claims);
  return {
    issuers: known ? accepted : [],
    clientId: matching.find(({ profile }) => profile.clientId === client)?.profile.clientId,
    // The first one is the original form of the issuer.
    keysOf: balancerKey ?? (cognito || known ? accepted[0] : undefined),
    trusted:
      balancerKey === undefined && known && (cognito || matching.some(({ source }) => source === 'user')),
  };
}
