import { defined } from '../core/members';
import { acceptTokens, assertSameUser, issuedAt, withIssuerFrom, toSessionTokens } from './oauth/acceptance';
import { createAuthorizationRequest, type AuthorizationRequest } from './oauth/authorization';
import { createPoolClocks, type PoolClocks } from '../core/serverTime';
import { createClientAuthentication } from './oauth/clientAuthentication';
import { requestClientCredentials } from './oauth/clientCredentials';
import type { FindSecret } from '../core/clientSecret';
import { confirmDomain, jwksUri } from './oauth/discovery';
import type { Endpoints } from '../core/endpoints';
import { CognitoError } from '../core/errors';
import { tryAuthorize } from './appClientCheck/tryAuthorize';
import type { ApproveCheck, AppClientCheck } from './appClientCheck/checks';
import { runAppClientCheck } from './appClientCheck/run';
import type { CheckResult, ClaimContext } from './verification/claimChecks';
import { createKeyCache } from './verification/keys';
import type { Profile } from '../core/profile';
import { assertExpected } from '../core/expectation';
import { newSession, type Session, type UserInfo } from '../core/session';
import { exchangeCode, refresh, revoke } from './oauth/tokens';
import type { Fetch, TokenContext, TokenSet } from './oauth/tokenRequest';
import { askUserInfo, subjectOf } from './oauth/userInfo';
import { verifyToken } from './verification/verifyToken';
import type { SentRequest } from './sentRequest';
import { createTransport, type TransportOptions } from './transport';

/** Everything this extension says to a user pool. A bundle of its own, loaded with undici on first use. */
export interface CognitoClient {
  /** @throws CognitoError as `discover` */
  discover: (profile: Profile) => Promise<Endpoints>;
  /** Makes the sign-in address, and reads the pool's keys meanwhile. */
  authorize: (profile: Profile, endpoints: Endpoints, redirectUri: string) => Promise<AuthorizationRequest>;
  /**
   * Asks the pool whether it would refuse this sign-in. An inconclusive answer passes.
   * @throws CognitoError redirect_mismatch, client_unknown, client_unusable, scope_not_allowed, …: a definite fault
   */
  checkSignIn: (profile: Profile, endpoints: Endpoints, redirectUri: string) => Promise<void>;
  /**
   * Looks for everything that would keep a sign-in from working. A failed check is no error.
   * @param signal ends it: nothing more is asked for
   * @throws CognitoError sign_in_cancelled when `approve` does, or at the signal
   */
  checkAppClient: (
    profile: Profile,
    redirectUri: string,
    approve: ApproveCheck,
    signal?: AbortSignal,
  ) => Promise<readonly AppClientCheck[]>;
  /**
   * Exchanges the code of a callback for a verified session. A session that does not match the expectation is revoked.
   * @throws CognitoError token_refused, token_unsound, account_differs, scopes_differ, …
   */
  redeem: (request: SentRequest, callback: URLSearchParams) => Promise<Session>;
  /** A verified session of a machine client, without a browser. @throws CognitoError client_secret_missing, and as redeem */
  obtain: (profile: Profile, endpoints: Endpoints) => Promise<Session>;
  /**
   * Trades a session's refresh token for a newer session, verified; a machine client's token is fetched anew.
   * @param keep stores the session with a rotated refresh token before anything else can fail: the old one is dead
   * @throws CognitoError as redeem
   */
  refresh: (session: Session, keep: (session: Session) => Promise<void>) => Promise<Session>;
  /** Revokes a session's refresh token at the pool. @throws CognitoError */
  revoke: (session: Session) => Promise<void>;
  /** Asks USERINFO about a session's user; a failure is an answer too. */
  userInfo: (session: Session) => Promise<UserInfo>;
  /** Checks a token of any origin with the keys of its issuer; nothing else is asked for, and nothing is sent. */
  inspect: (token: string, issuer: string, context: ClaimContext) => Promise<readonly CheckResult[]>;
  close: () => Promise<void>;
}

export interface ClientOptions extends TransportOptions {
  /** Left out, every app client is a public one. */
  readonly clientSecret?: FindSecret;
  /** Left out, no other knows what this client hears of the pools' clocks. */
  readonly clocks?: PoolClocks;
}

/** @param now milliseconds since 1970 */
export function createCognitoClient(options: ClientOptions, now: () => number = Date.now): CognitoClient {
  const { fetch: send, close } = createTransport(options);
  const clocks = options.clocks ?? createPoolClocks({ now });
  const fetch: Fetch = async (url, init) => {
    const response = await send(url, init);
    // Of another method's answer a cache may have kept the date.
    if (init.method === 'POST' && response.status === 200) {
      clocks.heard(new URL(url).host, response.headers.get('date'), await issuedAt(response));
    }
    return response;
  };
  const keys = createKeyCache(fetch, now);
  const clients = createClientAuthentication(fetch, options.clientSecret, clocks.now);
  const kept = (tokens: TokenSet, { token }: Endpoints): ReturnType<typeof toSessionTokens> =>
    toSessionTokens(tokens, Math.floor(now() / 1000), clocks.skew(new URL(token).host));

  const verified = async (
    tokens: TokenSet,
    request: { readonly clientId: string; readonly resource?: string; readonly nonce?: string },
    { token, jwks }: { readonly token: string; readonly jwks: string },
  ): Promise<Session['checks']> => {
    const { host } = new URL(token);
    const { clientId, resource, nonce } = request;
    return acceptTokens(tokens, {
      clientId,
      ...defined({ resource, nonce }),
      endpoint: token,
      keys: await keys.for(jwks, [tokens.accessToken, tokens.idToken]),
      now: Math.floor(clocks.now(host)),
      clockSkew: clocks.skew(host),
    });
  };

  /** A pool that a domain-only profile learned from its tokens must name that domain. @throws CognitoError domain_foreign */
  const confirmLearnedIssuer = async (
    before: Endpoints,
    learned: Endpoints & { readonly issuer: string },
  ): Promise<void> => {
    if (before.issuer === undefined) await confirmDomain(learned, learned.issuer, fetch);
  };

  /** Requests the tokens of a machine client, and verifies them. */
  const machineTokens = async (
    context: TokenContext,
    scopes: readonly string[] | undefined,
  ): Promise<
    Pick<Session, 'issuer' | 'endpoints' | 'accessToken' | 'receivedAt' | 'expiresAt' | 'checks'>
  > => {
    const { clientId, clientSecret } = context;
    if (clientSecret === undefined) throw new CognitoError('client_secret_missing');
    const tokens = await requestClientCredentials({ ...context, clientSecret }, scopes);
    const endpoints = withIssuerFrom(context.endpoints, tokens);
    const [checks] = await Promise.all([
      verified(tokens, { clientId }, endpoints),
      confirmLearnedIssuer(context.endpoints, endpoints),
    ]);
    return { issuer: endpoints.issuer, endpoints, ...kept(tokens, endpoints), checks };
  };

  /** Verifies the tokens of a sign-in and asks USERINFO. @throws CognitoError why they are not accepted */
  const acceptSignIn = async (
    tokens: TokenSet,
    request: SentRequest,
    context: TokenContext,
  ): Promise<Session> => {
    const endpoints = withIssuerFrom(request.endpoints, tokens);
    const confirmed = confirmLearnedIssuer(request.endpoints, endpoints);
    // An invalid token is reported before any other failure.
    confirmed.catch(() => undefined);
    const [checks, userInfo] = await Promise.all([
      verified(tokens, request, endpoints),
      // USERINFO needs the scope openid, and that scope brings an ID token.
      askUserInfo(
        { ...context, endpoints },
        tokens.accessToken,
        tokens.idToken === undefined ? undefined : subjectOf(tokens),
        clocks.now(new URL(endpoints.token).host),
      ),
    ]);
    await confirmed;
    const session = newSession({
      issuer: endpoints.issuer,
      clientId: request.clientId,
      endpoints,
      ...defined({ resource: request.resource }),
      ...kept(tokens, endpoints),
      checks,
      userInfo,
    });
    assertExpected(session, request.asked ?? {});
    return session;
  };

  return {
    close,
    discover: clients.discover,
    authorize: (profile, endpoints, redirectUri) => {
      if (endpoints.jwks !== undefined) void keys.for(endpoints.jwks, []);
      return createAuthorizationRequest(profile, endpoints.authorization, redirectUri);
    },
    checkSignIn: async (profile, endpoints, redirectUri) => {
      const verdict = await tryAuthorize(profile, endpoints.authorization, redirectUri, fetch);
      if (verdict.kind === 'refused') throw verdict.error;
    },
    checkAppClient: (profile, redirectUri, approve, signal) =>
      runAppClientCheck(profile, {
        fetch,
        now,
        redirectUri,
        approve,
        authenticate: clients.authenticateForProfile,
        ...defined({ signal }),
      }),
    redeem: async (request, callback) => {
      if (request.endpoints.jwks !== undefined) void keys.for(request.endpoints.jwks, []);
      const context = await clients.authenticateForProfile(request);
      const tokens = await exchangeCode(context, callback, request);
      try {
        return await acceptSignIn(tokens, request, context);
      } catch (error) {
        // No session holds this refresh token, so no later sign-out could revoke it.
        if (tokens.refreshToken !== undefined) {
          await revoke(context, tokens.refreshToken).catch(() => undefined);
        }
        throw error;
      }
    },
    obtain: async ({ clientId, scopes }, endpoints) => {
      if (endpoints.jwks !== undefined) void keys.for(endpoints.jwks, []);
      return newSession({
        grant: 'client_credentials',
        clientId,
        ...defined({ scopes }),
        ...(await machineTokens(await clients.authenticateForProfile({ endpoints, clientId }), scopes)),
        userInfo: { state: 'not_asked' },
      });
    },
    refresh: async (session, keep) => {
      if (session.grant === 'client_credentials') {
        return {
          ...session,
          ...(await machineTokens(await clients.authenticateForSession(session), session.scopes)),
        };
      }
      if (session.refreshToken === undefined) {
        throw new CognitoError('session_ended', { reason: 'no_refresh_token' });
      }
      const tokens = await refresh(await clients.authenticateForSession(session), session.refreshToken);
      if (tokens.refreshToken !== undefined) await keep({ ...session, refreshToken: tokens.refreshToken });
      const { token, jwks = jwksUri(session.issuer) } = session.endpoints;
      const checks = await verified(tokens, session, { token, jwks });
      assertSameUser(session, tokens);
      // Without rotation the answer has no refresh token, and the old one stays good. An old ID token does not.
      return { ...session, idToken: tokens.idToken, ...kept(tokens, session.endpoints), checks };
    },
    revoke: async (session) => {
      if (session.refreshToken === undefined) return;
      await revoke(await clients.authenticateForSession(session), session.refreshToken);
    },
    userInfo: async (session) =>
      askUserInfo(
        await clients.authenticateForSession(session),
        session.accessToken,
        subjectOf(session),
        clocks.now(new URL(session.endpoints.token).host, session.clockSkew),
      ),
    inspect: async (token, issuer, context) =>
      verifyToken(token, { ...context, keys: await keys.for(jwksUri(issuer), [token]) }),
  };
}
