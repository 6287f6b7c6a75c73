import { defined, member } from '../../core/members';
import { jwksUri } from './discovery';
import type { Endpoints } from '../../core/endpoints';
import { CognitoError, type ErrorDetail } from '../../core/errors';
import { acceptedIssuers } from '../../core/issuer';
import { decodeJwt, timeClaim } from '../../core/jwt';
import { subjectOf, type Session } from '../../core/session';
import { peekJson, type TokenSet } from './tokenRequest';
import { verifyToken, type PoolKeys } from '../verification/verifyToken';

/**
 * Adds the issuer that the tokens name to the endpoints of a profile with only a domain. The tokens are then verified with
 * the keys of that issuer.
 * @throws CognitoError token_unsound when the tokens name no issuer
 */
export function withIssuerFrom(
  endpoints: Endpoints,
  tokens: TokenSet,
): Endpoints & { issuer: string; jwks: string } {
  const issuer = endpoints.issuer ?? tokens.issuer;
  if (issuer === undefined) throw unsound(endpoints.token, { check: 'issuer', reason: 'no_id_token' });
  return { ...endpoints, issuer, jwks: endpoints.jwks ?? jwksUri(issuer) };
}

/** The values that the tokens of an answer must match. */
export interface AcceptanceContext {
  readonly clientId: string;
  readonly resource?: string;
  /** The nonce of the sign-in. A refreshed ID token has none. */
  readonly nonce?: string;
  /** The token endpoint, for error messages. */
  readonly endpoint: string;
  readonly keys: PoolKeys;
  /** Milliseconds since 1970, by the pool's clock. */
  readonly now: number;
  /** How far that clock is ahead of this computer's, in milliseconds. */
  readonly clockSkew: number;
}

/**
 * Checks the tokens of an answer. Accepts them only when no check failed and each signature was verified.
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
  const failure = [...id, ...access].find(
    (check) => check.status === 'failed' || (check.id === 'signature' && check.status === 'unknown'),
  );
  if (failure) throw unsound(endpoint, { check: failure.id, reason: failure.reason });
  return { id: [...id], access: [...access] };
}

/** When the access token in a token endpoint's answer was issued, in milliseconds since 1970 by the pool's clock. */
export async function issuedAt(response: Response): Promise<number | undefined> {
  const token = member(await peekJson(response), 'access_token');
  return typeof token === 'string' ? timeClaim(decodeJwt(token)?.claims ?? {}, 'iat') : undefined;
}

/** Asserts that refreshed tokens belong to the user of the session. @throws CognitoError token_unsound */
export function assertSameUser(session: Session, tokens: TokenSet): void {
  const idToken = session.idToken === undefined ? undefined : tokens.idToken;
  if (subjectOf(session) !== subjectOf({ idToken, accessToken: tokens.accessToken })) {
    throw unsound(session.endpoints.token, { check: 'subject' });
  }
}

/**
 * The tokens of an answer as a session stores them.
 * @param now milliseconds since 1970, by this computer's clock
 * @param clockSkew how far the pool's clock is ahead of it, in milliseconds
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
