import { checkClaims, notChecked } from '../../client/verification/claimChecks';
import type { CheckResult, ClaimContext } from '../../client/verification/claimChecks';
import { readToken } from './anyToken';

/** What is known of the pool that a token names. */
export interface TokenOrigin {
  /** Every issuer that is right for the pool; none when no profile has it. */
  readonly issuers: readonly string[];
  /** The token's own app client, when a profile has it. */
  readonly clientId: string | undefined;
  /** The access token that came with an ID token. */
  readonly accessToken?: string;
}

/** How to check a token of any origin. @param now seconds since 1970 */
export function originContext(token: string, origin: TokenOrigin, now: number): ClaimContext {
  const kind = readToken(token)?.kind;
  return { ...origin, kind: kind === 'id' || kind === 'access' ? kind : 'other', now };
}

/**
 * What can be said of a token without asking anybody.
 * @param why the signature is not checked
 * @returns nothing for an encrypted token
 */
export async function checkOffline(
  token: string,
  origin: TokenOrigin,
  now: number,
  why: string,
): Promise<readonly CheckResult[]> {
  const claims = readToken(token)?.claims;
  if (claims === undefined) return [];
  return [notChecked('signature', why), ...(await checkClaims(claims, originContext(token, origin, now)))];
}
