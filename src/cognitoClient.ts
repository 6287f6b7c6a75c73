import { createAuthorizationRequest } from './core/authorization';
import type { AuthorizationRequest } from './core/authorization';
import { confirmDomain, discover, jwksUri } from './core/discovery';
import type { Endpoints } from './core/endpoints';
import { CognitoError, isCognitoError } from './core/errors';
import type { ErrorDetail } from './core/errors';
import { acceptedIssuers } from './core/issuer';
import { createKeyCache } from './core/keys';
import { decodeJwt, textClaim, timeClaim } from './core/jwt';
import type { Profile } from './core/profile';
import { newSession } from './core/session';
import type { Session, UserInfo } from './core/session';
import { exchangeCode, fetchUserInfo, refresh, revoke } from './core/tokens';
import type { TokenContext, TokenSet } from './core/tokens';
import { verifyToken } from './core/verification';
import type { CheckResult } from './core/verification';
import { createTransport } from './transport';
import type { TransportOptions } from './transport';

/** What a sign-in has to remember until its callback arrives. */
export interface SentRequest {
  readonly clientId: string;
  readonly endpoints: Endpoints;
  readonly redirectUri: string;
  readonly resource?: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Everything this extension says to a user pool. A bundle of its own, loaded with undici on first use. */
export interface CognitoClient {
  /** @throws CognitoError as `discover` */
  discover: (profile: Profile) => Promise<Endpoints>;
  /** Makes the sign-in address, and reads the pool's keys meanwhile. */
  authorize: (profile: Profile, endpoints: Endpoints, redirectUri: string) => Promise<AuthorizationRequest>;
  /** Trades a callback for a verified session. @throws CognitoError token_refused, token_unsound, … */
  redeem: (request: SentRequest, callback: URLSearchParams) => Promise<Session>;
  /**
   * Trades a session's refresh token for a newer session, verified.
   * @param keep stores the session with a rotated refresh token before anything else can fail: the old one is dead
   * @throws CognitoError as redeem
   */
  refresh: (session: Session, keep: (session: Session) => Promise<void>) => Promise<Session>;
  /** Revokes a session's refresh token at the pool. @throws CognitoError */
  revoke: (session: Session) => Promise<void>;
  close: () => Promise<void>;
}

/** @param now milliseconds since 1970 */
export function createCognitoClient(options: TransportOptions, now: () => number = Date.now): CognitoClient {
  const { fetch, close } = createTransport(options);
  const keys = createKeyCache(fetch, now);
  const seconds = (): number => Math.floor(now() / 1000);

  const verified = async (
    tokens: TokenSet,
    request: { readonly clientId: string; readonly resource?: string; readonly nonce?: string },
    { token, jwks }: { readonly token: string; readonly jwks: string },
  ): Promise<Session['checks']> => {
    const issuer = tokens.issuer;
    const shared = {
      clientId: request.clientId,
      issuers: issuer === undefined ? [] : acceptedIssuers(issuer),
      keys: await keys.for(jwks, [tokens.accessToken, tokens.idToken]),
      now: seconds(),
    };
    const [id, access] = await Promise.all([
      tokens.idToken === undefined
        ? []
        : verifyToken(tokens.idToken, {
            ...shared,
            kind: 'id',
            accessToken: tokens.accessToken,
            ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
          }),
      verifyToken(tokens.accessToken, {
        ...shared,
        kind: 'access',
        ...(request.resource === undefined ? {} : { resource: request.resource }),
      }),
    ]);
    assertSound([...id, ...access], token);
    return { id: [...id], access: [...access] };
  };

  return {
    close,
    discover: (profile) => discover(profile, fetch),
    authorize: (profile, endpoints, redirectUri) => {
      if (endpoints.jwks !== undefined) void keys.for(endpoints.jwks, []);
      return createAuthorizationRequest(profile, endpoints.authorization, redirectUri);
    },
    redeem: async (request, callback) => {
      const context: TokenContext = { endpoints: request.endpoints, clientId: request.clientId, fetch };
      if (request.endpoints.jwks !== undefined) void keys.for(request.endpoints.jwks, []);
      const tokens = await exchangeCode(context, callback, request);
      const endpoints = learnIssuer(request.endpoints, tokens);
      const confirmed =
        request.endpoints.issuer === undefined
          ? confirmDomain(endpoints, endpoints.issuer, fetch)
          : Promise.resolve();
      // Whatever else fails, an unsound token is what to say first.
      confirmed.catch(() => undefined);
      const [checks, userInfo] = await Promise.all([
        verified(tokens, request, endpoints),
        askUserInfo({ ...context, endpoints }, tokens),
      ]);
      await confirmed;
      return newSession({
        issuer: endpoints.issuer,
        clientId: request.clientId,
        endpoints,
        ...(request.resource === undefined ? {} : { resource: request.resource }),
        ...stored(tokens, seconds()),
        checks,
        userInfo,
      });
    },
    refresh: async (session, keep) => {
      if (session.refreshToken === undefined) {
        throw new CognitoError('session_ended', { reason: 'no_refresh_token' });
      }
      const context: TokenContext = { endpoints: session.endpoints, clientId: session.clientId, fetch };
      const tokens = await refresh(context, session.refreshToken);
      if (tokens.refreshToken !== undefined) await keep({ ...session, refreshToken: tokens.refreshToken });
      const { token, jwks = jwksUri(session.issuer) } = session.endpoints;
      const checks = await verified(tokens, session, { token, jwks });
      assertSameUser(session, tokens);
      // Without rotation the answer has no refresh token: the old one stays good.
      return { ...session, ...stored(tokens, seconds()), checks };
    },
    revoke: async (session) => {
      if (session.refreshToken === undefined) return;
      await revoke({ endpoints: session.endpoints, clientId: session.clientId, fetch }, session.refreshToken);
    },
  };
}

/** A profile with only a domain learns its pool from the ID token, whose signature is then checked with that pool's keys. */
function learnIssuer(endpoints: Endpoints, tokens: TokenSet): Endpoints & { issuer: string; jwks: string } {
  const issuer = endpoints.issuer ?? tokens.issuer;
  if (issuer === undefined) throw unsound(endpoints.token, { check: 'issuer', reason: 'no_id_token' });
  return { ...endpoints, issuer, jwks: endpoints.jwks ?? jwksUri(issuer) };
}

/** A token is stored only when no check failed and its signature really was checked. */
function assertSound(checks: readonly CheckResult[], endpoint: string): void {
  const fault = checks.find(
    (check) => check.status === 'failed' || (check.id === 'signature' && check.status === 'not_checked'),
  );
  if (fault) throw unsound(endpoint, { check: fault.id, reason: fault.reason });
}

function unsound(endpoint: string, detail: ErrorDetail): CognitoError {
  return new CognitoError('token_unsound', { host: new URL(endpoint).host, ...detail });
}

function assertSameUser(session: Session, tokens: TokenSet): void {
  const before = decodeJwt(session.idToken ?? session.accessToken)?.claims ?? {};
  const after =
    decodeJwt((session.idToken === undefined ? undefined : tokens.idToken) ?? tokens.accessToken)?.claims ??
    {};
  if (textClaim(before, 'sub') !== textClaim(after, 'sub')) {
    throw unsound(session.endpoints.token, { check: 'subject' });
  }
}

/** USERINFO answers only to a token with `openid`; its failure is shown and never costs the session. */
async function askUserInfo(context: TokenContext, tokens: TokenSet): Promise<UserInfo> {
  const subject = textClaim(decodeJwt(tokens.idToken ?? '')?.claims ?? {}, 'sub');
  if (subject === undefined) return { state: 'not_asked' };
  try {
    return { state: 'answered', claims: await fetchUserInfo(context, tokens.accessToken, subject) };
  } catch (error) {
    if (!isCognitoError(error)) throw error;
    return { state: 'failed', code: error.code, detail: error.detail };
  }
}

function stored(
  tokens: TokenSet,
  now: number,
): Pick<Session, 'accessToken' | 'receivedAt' | 'expiresAt'> &
  Partial<Pick<Session, 'idToken' | 'refreshToken'>> {
  const expiry = timeClaim(decodeJwt(tokens.accessToken)?.claims ?? {}, 'exp');
  return {
    accessToken: tokens.accessToken,
    receivedAt: now,
    expiresAt: expiry ?? now + (tokens.expiresIn ?? 0),
    ...(tokens.idToken === undefined ? {} : { idToken: tokens.idToken }),
    ...(tokens.refreshToken === undefined ? {} : { refreshToken: tokens.refreshToken }),
  };
}
