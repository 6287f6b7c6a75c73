import { defined } from '../core/members';
import { createAskingRequest } from './oauth/askingRequest';
import { createClientRegistration, type ClientRegistration } from './oauth/registration';
import { createAuthorizationRequest, type AuthorizationRequest } from './oauth/authorization';
import { createPoolClocks, type PoolClocks } from '../core/serverTime';
import { isOwnCallbackUrl, callbackUrls, type CallbackSource } from './oauth/callbackUrls';
import { createClientAuthentication } from './oauth/clientAuthentication';
import type { FindSecret } from '../core/clientSecret';
import { findKeySet } from './oauth/discovery';
import type { Endpoints } from '../core/endpoints';
import { CognitoError } from '../core/errors';
import { chooseCallbackUrl } from './appClientCheck/tryAuthorize';
import type { AppClientCheck, AppClientCheckContext } from './appClientCheck/checks';
import { runAppClientCheck } from './appClientCheck/run';
import type { CheckedMcpServer, McpServerCheck, McpServerCheckContext } from './mcpServerCheck/checks';
import { runMcpServerCheck } from './mcpServerCheck/run';
import { decodeJwt } from '../core/jwt';
import { claimsWithClient, loadBalancerKey } from '../core/loadBalancer';
import { checkClaims, type CheckResult, type ClaimContext } from './verification/claimChecks';
import {
  requestAwsCredentials,
  type AwsCredentials,
  type IdentityPoolRequest,
} from './identityPool/awsCredentials';
import { createKeyCache } from './verification/keys';
import { listUserSessions, revokeUserSession, type UserSession } from './userSessions/userSessions';
import { isMachine, type Profile } from '../core/profile';
import { newSession, subjectOf, type Session, type UserInfo } from '../core/session';
import { exchangeCode, refresh, revoke } from './oauth/tokens';
import { issuedAt, type Fetch } from './oauth/tokenRequest';
import { askUserInfo } from './oauth/userInfo';
import { checkLoadBalancerSignature } from './verification/loadBalancer';
import { verifyToken } from './verification/verifyToken';
import { createTransport, type TransportOptions, type Upstream } from './transport';
import { createVerifiedSessions, type SentRequest } from './verifiedSessions';

/** Sends every request to a user pool. It is in its own bundle with undici, which is loaded on first use. */
export interface CognitoClient {
  /** @throws CognitoError as `discover` */
  discover: (profile: Profile) => Promise<Endpoints>;
  /**
   * The callback URL that the app client of a profile should allow.
   * @throws CognitoError profile_invalid, and as `discover`
   */
  callbackUrl: (profile: Profile, source: CallbackSource) => Promise<string>;
  /**
   * Makes the address that starts a sign-in, and begins to read the pool's keys.
   * @param asksUser whether the page asks who signs in, also in a browser that has a session
   */
  authorize: (
    profile: Profile,
    endpoints: Endpoints,
    redirectUri: string,
    asksUser?: boolean,
  ) => Promise<AuthorizationRequest>;
  /**
   * Chooses the callback URL of a sign-in, and asks the pool whether it would refuse the sign-in. An answer that is inconclusive
   * or takes longer than two seconds is no refusal.
   * @throws CognitoError profile_invalid when the profile may not use its `redirectUri`
   */
  checkSignIn: (profile: Profile, endpoints: Endpoints, source: CallbackSource) => Promise<SignInCheck>;
  /**
   * Checks everything that a sign-in needs. A failed check is a result, not an error.
   * @param context `signal` ends the checks; no further request is sent
   * @throws CognitoError sign_in_cancelled when the user does not approve, or at the signal
   */
  checkAppClient: (
    profile: Profile,
    context: Omit<AppClientCheckContext, 'fetch' | 'now' | 'authenticate'>,
  ) => Promise<readonly AppClientCheck[]>;
  /**
   * Checks an MCP server that takes tokens of a profile, its app client, and what other MCP clients need. A failed check is a result,
   * not an error.
   * @throws CognitoError sign_in_cancelled when the user does not approve, or at the signal
   */
  checkMcpServer: (
    server: CheckedMcpServer,
    context: Omit<McpServerCheckContext, 'fetch' | 'now' | 'discover'>,
  ) => Promise<readonly McpServerCheck[]>;
  /**
   * Exchanges the code of a callback for a verified session. A session that does not match the expectation is revoked.
   * @throws CognitoError token_refused, token_unsound, account_differs, scopes_differ, …
   */
  redeem: (request: SentRequest, callback: URLSearchParams) => Promise<Session>;
  /** Requests a verified session for a machine client. @throws CognitoError client_secret_missing, and as redeem */
  obtain: (profile: Profile, endpoints: Endpoints) => Promise<Session>;
  /**
   * Exchanges the refresh token of a session for a newer, verified session. A machine client requests a new token.
   * @param keep stores the session with a rotated refresh token before any other step can fail, because the pool no longer
   * accepts the old one
   * @throws CognitoError as redeem
   */
  refresh: (session: Session, keep: (session: Session) => Promise<void>) => Promise<Session>;
  /** Revokes a session's refresh token at the pool. @throws CognitoError */
  revoke: (session: Session) => Promise<void>;
  /** Calls USERINFO for a session. A failure is returned, not thrown. */
  userInfo: (session: Session) => Promise<UserInfo>;
  /** Registers this editor as an app client. */
  readonly registration: ClientRegistration;
  /** Where the user of a session is signed in. @throws CognitoError as listUserSessions */
  userSessions: (session: Session) => Promise<readonly UserSession[]>;
  /** Ends another session of the user of a session. @throws CognitoError as revokeUserSession */
  revokeUserSession: (session: Session, id: string, linked: boolean) => Promise<void>;
  /** AWS credentials of the user of a session. @throws CognitoError as requestAwsCredentials */
  awsCredentials: (session: Session, pool: IdentityPoolRequest) => Promise<AwsCredentials>;
  /** Checks a token of any origin. Reads only the keys of its signer, and sends the token nowhere. */
  inspect: (token: string, issuer: string, context: ClaimContext) => Promise<readonly CheckResult[]>;
  /** Passes requests on to a host with the editor's proxy and certificates, and their answers as they arrive. @throws CognitoError network */
  upstream: (url: URL) => Upstream;
  close: () => Promise<void>;
}

/** The callback URL of a sign-in, and why the pool would refuse the sign-in. */
export interface SignInCheck {
  readonly redirectUri: string;
  /** Whether only sign-ins at this sign-in host use this callback URL. */
  readonly ownCallbackUrl: boolean;
  /** redirect_mismatch, client_unknown, client_unusable, scope_not_allowed, …; undefined when it would not. Never rejects. */
  readonly refusal: Promise<CognitoError | undefined>;
}

/** How long the browser waits for the check of a sign-in, in milliseconds. */
const longestCheck = 2_000;

export interface ClientOptions extends TransportOptions {
  /** Looks up client secrets. Without it, every app client is a public client. */
  readonly clientSecret?: FindSecret;
  /** Shared with the parts that judge the age of tokens. */
  readonly clocks?: PoolClocks;
}

/** @param now milliseconds since 1970 */
export function createCognitoClient(options: ClientOptions, now: () => number = Date.now): CognitoClient {
  const { fetch: send, dispatcher: upstream, close } = createTransport(options);
  const clocks = options.clocks ?? createPoolClocks({ now });
  const fetch: Fetch = async (url, init) => {
    const response = await send(url, init);
    // No cache keeps the answer to a POST request, so its date is the server's time.
    if (init.method === 'POST' && response.status === 200) {
      clocks.record(new URL(url).host, response.headers, await issuedAt(response));
    }
    return response;
  };
  const keys = createKeyCache(fetch, now);
  const startReadingKeys = ({ jwks }: Endpoints): void => {
    if (jwks !== undefined) void keys.for(jwks, []);
  };
  const clients = createClientAuthentication(fetch, options.clientSecret, clocks.now);
  const sessions = createVerifiedSessions({ fetch, keys, clocks, now });

  return {
    upstream,
    close,
    discover: clients.discover,
    callbackUrl: async (profile, source) =>
      (await callbackUrls(profile, await clients.discover(profile), source))[0],
    authorize: (profile, endpoints, redirectUri, asksUser = false) => {
      startReadingKeys(endpoints);
      return asksUser
        ? createAskingRequest(profile, endpoints, redirectUri, fetch)
        : createAuthorizationRequest(profile, endpoints.authorization, redirectUri);
    },
    checkSignIn: async (profile, endpoints, source) => {
      const signal = AbortSignal.timeout(longestCheck);
      const { redirectUri, verdict } = await chooseCallbackUrl(profile, endpoints, source, (url, init) =>
        fetch(url, { ...init, signal }),
      );
      const refusal = verdict.then(
        (answer) => (answer.kind === 'refused' ? answer.error : undefined),
        () => undefined,
      );
      return { redirectUri, ownCallbackUrl: await isOwnCallbackUrl(redirectUri, endpoints), refusal };
    },
    checkAppClient: (profile, context) =>
      runAppClientCheck(profile, {
        ...context,
        fetch,
        now,
        authenticate: clients.authenticateForProfile,
      }),
    // The time of an MCP server is not that of a user pool, so `send` is used, which does not record it.
    checkMcpServer: (server, context) =>
      runMcpServerCheck(server, { ...context, fetch: send, now, discover: clients.discover }),
    redeem: async (request, callback) => {
      startReadingKeys(request.endpoints);
      const context = await clients.authenticateForProfile(request);
      return exchangeCode(context, callback, request, (tokens) =>
        sessions.ofSignIn(tokens, request, context),
      );
    },
    obtain: async ({ clientId, scopes }, endpoints) => {
      startReadingKeys(endpoints);
      return newSession({
        grant: 'client_credentials',
        clientId,
        ...defined({ scopes }),
        ...(await sessions.machineTokens(
          await clients.authenticateForProfile({ endpoints, clientId }),
          scopes,
        )),
        userInfo: { state: 'not_asked' },
      });
    },
    refresh: async (session, keep) => {
      if (isMachine(session)) {
        return {
          ...session,
          ...(await sessions.machineTokens(await clients.authenticateForSession(session), session.scopes)),
        };
      }
      if (session.refreshToken === undefined) {
        throw new CognitoError('session_ended', { reason: 'no_refresh_token' });
      }
      const tokens = await refresh(await clients.authenticateForSession(session), session.refreshToken);
      if (tokens.refreshToken !== undefined) await keep({ ...session, refreshToken: tokens.refreshToken });
      return sessions.renewed(session, tokens);
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
    registration: createClientRegistration(fetch),
    userSessions: (session) => listUserSessions(session, fetch),
    revokeUserSession: (session, id, linked) => revokeUserSession(session, id, linked, fetch),
    awsCredentials: (session, pool) => requestAwsCredentials(session, pool, fetch),
    inspect: async (token, issuer, context) => {
      const { header = {}, claims = {} } = decodeJwt(token) ?? {};
      const balancerKey = loadBalancerKey(header);
      if (balancerKey === undefined) {
        const uri = await findKeySet(issuer, fetch);
        return verifyToken(token, { ...context, keys: await keys.for(uri, [token]) });
      }
      return [
        await checkLoadBalancerSignature(token, balancerKey, fetch),
        ...(await checkClaims(claimsWithClient(header, claims), context)),
      ];
    },
  };
}
