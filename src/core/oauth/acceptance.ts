import { jwksUri } from './discovery';
import type { Endpoints } from '../endpoints';
import { CognitoError } from '../errors';
import type { ErrorDetail } from '../errors';
import { decodeJwt, textClaim, timeClaim } from '../jwt';
import type { Session } from '../session/session';
import type { TokenSet } from './tokenRequest';
import type { CheckResult } from '../token/claimChecks';

/**
 * A profile with only a domain learns its pool from the tokens, whose signature is then checked with that pool's keys.
 * @throws CognitoError token_unsound when they do not name one
 */
export function learnIssuer(
  endpoints: Endpoints,
  tokens: TokenSet,
): Endpoints & { issuer: string; jwks: string } {
  const issuer = endpoints.issuer ?? tokens.issuer;
  if (issuer === undefined) throw unsound(endpoints.token, { check: 'issuer', reason: 'no_id_token' });
  return { ...endpoints, issuer, jwks: endpoints.jwks ?? jwksUri(issuer) };
}

/**
 * A token is stored only when no check failed and its signature really was checked.
 * @param endpoint the token endpoint, to be named
 * @throws CognitoError token_unsound
 */
export function assertSound(checks: readonly CheckResult[], endpoint: string): void {
  const fault = checks.find(
    (check) => check.status === 'failed' || (check.id === 'signature' && check.status === 'not_checked'),
  );
  if (fault) throw unsound(endpoint, { check: fault.id, reason: fault.reason });
}

/** When the access token in a token endpoint's answer was issued, in seconds since 1970 by the pool's clock. */
export async function issuedAt(response: Response): Promise<number | undefined> {
  const answer: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  const token =
    typeof answer === 'object' && answer !== null && 'access_token' in answer
      ? answer.access_token
      : undefined;
  return typeof token === 'string' ? timeClaim(decodeJwt(token)?.claims ?? {}, 'iat') : undefined;
}

/** New tokens of a session belong to its user. @throws CognitoError token_unsound */
export function assertSameUser(session: Session, tokens: TokenSet): void {
  const before = decodeJwt(session.idToken ?? session.accessToken)?.claims ?? {};
  const after =
    decodeJwt((session.idToken === undefined ? undefined : tokens.idToken) ?? tokens.accessToken)?.claims ??
    {};
  if (textClaim(before, 'sub') !== textClaim(after, 'sub')) {
    throw unsound(session.endpoints.token, { check: 'subject' });
  }
}

/**
 * The tokens as a session keeps them.
 * @param now seconds since 1970, by this computer's clock
 * @param clockSkew how far the pool's clock is ahead of it, in seconds
 */
export function stored(
  tokens: TokenSet,
  now: number,
  clockSkew: number,
): Pick<Session, 'accessToken' | 'receivedAt' | 'expiresAt' | 'clockSkew'> &
  Partial<Pick<Session, 'idToken' | 'refreshToken'>> {
  const expiry = timeClaim(decodeJwt(tokens.accessToken)?.claims ?? {}, 'exp');
  return {
    accessToken: tokens.accessToken,
    receivedAt: now,
    expiresAt: expiry ?? now + clockSkew + (tokens.expiresIn ?? 0),
    clockSkew,
    ...(tokens.idToken === undefined ? {} : { idToken: tokens.idToken }),
    ...(tokens.refreshToken === undefined ? {} : { refreshToken: tokens.refreshToken }),
  };
}

function unsound(endpoint: string, detail: ErrorDetail): CognitoError {
  return new CognitoError('token_unsound', { host: new URL(endpoint).host, ...detail });
}
