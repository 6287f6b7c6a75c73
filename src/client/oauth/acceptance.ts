import { defined } from '../../core/members';
import { jwksUri } from './discovery';
import type { Endpoints } from '../../core/endpoints';
import { CognitoError, type ErrorDetail } from '../../core/errors';
import { acceptedIssuers } from '../../core/issuer';
import { decodeJwt, textClaim, timeClaim } from '../../core/jwt';
import type { Session } from '../../core/session';
import type { TokenSet } from './tokenRequest';
import { verifyToken, type PoolKeys } from '../verification/verifyToken';

/**
 * A profile with only a domain learns its pool from the tokens, whose signature is then checked with that pool's keys.
 * @throws CognitoError token_unsound when they do not name one
 */
export function withIssuerFrom(
  endpoints: Endpoints,
  tokens: TokenSet,
): Endpoints & { issuer: string; jwks: string } {
  const issuer = endpoints.issuer ?? tokens.issuer;
  if (issuer === undefined) throw unsound(endpoints.token, { check: 'issuer', reason: 'no_id_token' });
  return { ...endpoints, issuer, jwks: endpoints.jwks ?? jwksUri(issuer) };
}

/** What the tokens of an answer are checked against. */
export interface AcceptanceContext {
  readonly clientId: string;
  readonly resource?: string;
  /** That of the sign-in; a refreshed ID token has none. */
  readonly nonce?: string;
  /** The token endpoint, to be named. */
  readonly endpoint: string;
  readonly keys: PoolKeys;
  /** Seconds since 1970, by the pool's clock. */
  readonly now: number;
  /** How far that clock is ahead of this computer's, in seconds. */
  readonly clockSkew: number;
}

/**
 * Checks an answer's tokens. They are accepted only when no check failed and their signatures really were checked.
 * @throws CognitoError token_unsound
 */
export async function acceptTokens(tokens: TokenSet, context: AcceptanceContext): Promise<Session['checks']> {
  const { accessToken, idToken, issuer } = tokens;
  const { nonce, resource, endpoint, ...given } = context;
  const shared = { ...given, issuers: issuer === undefined ? [] : acceptedIssuers(issuer) };
  const [id, access] = await Promise.all([
    idToken === undefined
      ? []
      : verifyToken(idToken, {
          ...shared,
          kind: 'id',
          accessToken,
          ...defined({ nonce }),
        }),
    verifyToken(accessToken, {
      ...shared,
      kind: 'access',
      ...defined({ resource }),
    }),
  ]);
  const fault = [...id, ...access].find(
    (check) => check.status === 'failed' || (check.id === 'signature' && check.status === 'unknown'),
  );
  if (fault) throw unsound(endpoint, { check: fault.id, reason: fault.reason });
  return { id: [...id], access: [...access] };
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
export function toSessionTokens(
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
    ...defined({ idToken: tokens.idToken, refreshToken: tokens.refreshToken }),
  };
}

function unsound(endpoint: string, detail: ErrorDetail): CognitoError {
  return new CognitoError('token_unsound', { host: new URL(endpoint).host, ...detail });
}
