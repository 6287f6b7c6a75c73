import {
  checkClaims,
  notChecked,
  type CheckResult,
  type ClaimContext,
} from '../client/verification/claimChecks';
import { acceptedIssuers, isCognitoIssuer, originalForm } from '../core/issuer';
import { textClaim, type Claims } from '../core/jwt';
import { profileIssuer } from '../core/profile';
import type { ProfileEntry } from '../core/profileLayers';
import type { SessionStore } from '../sessions/store';
import type { FoundToken } from './model/anyToken';
import { slotOf } from './model/tokenSet';

/** The pool that a token names. */
export interface TokenOrigin {
  /** Every issuer that is right for the pool; empty when no profile has it. */
  readonly issuers: readonly string[];
  /** The token's app client, when a profile has it. */
  readonly clientId: string | undefined;
  /** The issuer whose keys can verify the token; undefined when its keys must not be read. */
  readonly keysOf: string | undefined;
  /** The keys may be read without a question, because a profile in the user's settings names the pool. */
  readonly trusted: boolean;
}

const unknownOrigin: TokenOrigin = { issuers: [], clientId: undefined, keysOf: undefined, trusted: false };

/**
 * Finds out where a token comes from. Only the keys of Amazon Cognito and of pools in profiles are read, because a token
 * can name any address as its issuer.
 * @param claims undefined for an encrypted token
 */
export async function originOf(
  claims: Claims | undefined,
  entries: readonly ProfileEntry[],
  store: Pick<SessionStore, 'find'>,
): Promise<TokenOrigin> {
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
    trusted: first !== undefined && (cognito || matching.some(({ source }) => source === 'user')),
  };
}

/**
 * What a token's claims are checked against.
 * @param accessToken the access token that came with an ID token
 * @param now milliseconds since 1970
 */
export function contextOf(
  { kind }: FoundToken,
  { issuers, clientId }: TokenOrigin,
  accessToken: string | undefined,
  now: number,
): ClaimContext {
  return { kind: slotOf(kind), issuers, clientId, accessToken, now };
}

/**
 * Checks a token without its issuer's keys.
 * @param reason why the signature is not checked
 * @returns nothing for an encrypted token
 */
export async function checkOffline(
  { claims }: FoundToken,
  context: ClaimContext,
  reason: string,
): Promise<readonly CheckResult[]> {
  if (claims === undefined) return [];
  return [notChecked('signature', reason), ...(await checkClaims(claims, context))];
}
