import { defined } from '../core/members';
import type { Endpoints } from '../core/endpoints';
import { CognitoError, type ErrorDetail } from '../core/errors';
import { assertExpected, type SignInExpectation } from '../core/expectation';
import { acceptedIssuers } from '../core/issuer';
import { claimsOf, timeClaim } from '../core/jwt';
import type { PoolClocks } from '../core/serverTime';
import { newSession, subjectOf, type Session } from '../core/session';
import { requestClientToken } from './awsApi/clientToken';
import { hasClientTokens } from './awsApi/userPoolApi';
import { confirmDomain, jwksUri } from './oauth/discovery';
import type { Fetch, TokenContext, TokenSet } from './oauth/tokenRequest';
import { requestClientCredentials } from './oauth/tokens';
import { askUserInfo } from './oauth/userInfo';
import type { KeyCache } from './verification/keys';
import { verifyToken } from './verification/verifyToken';

/** The part of a pending sign-in that the token request needs. */
export interface SentRequest {
  readonly clientId: string;
  readonly endpoints: Endpoints;
  readonly redirectUri: string;
  readonly resource?: string;
  readonly acrValues?: string[];
  readonly maxAge?: number;
  /** The account and scopes that the caller needs. */
  readonly expectation?: SignInExpectation | undefined;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** The tokens of an answer as a session stores them. */
type SessionTokens = Pick<
  Session,
  'accessToken' | 'idToken' | 'refreshToken' | 'receivedAt' | 'expiresAt' | 'clockSkew'
>;
/** The part of a machine client's session that each answer renews. */
type MachineTokens = SessionTokens & Pick<Session, 'issuer' | 'endpoints' | 'checks'>;

/** Makes sessions of the tokens that a pool returns. Tokens that a check refuses become no session. */
export interface VerifiedSessions {
  /** Verifies the tokens of a sign-in and calls USERINFO. @throws CognitoError as `CognitoClient.redeem` */
  ofSignIn: (tokens: TokenSet, request: SentRequest, context: TokenContext) => Promise<Session>;
  /** Requests the tokens of a machine client, and verifies them. @throws CognitoError client_secret_missing, token_unsound, … */
  machineTokens: (context: TokenContext, scopes: readonly string[] | undefined) => Promise<MachineTokens>;
  /** Verifies the tokens of a refresh, which must be of the same user. @throws CognitoError token_unsound */
  renewed: (session: Session, tokens: TokenSet) => Promise<Session>;
}

export function createVerifiedSessions({
  fetch,
  keys,
  clocks,
  now,
}: {
  readonly fetch: Fetch;
  readonly keys: KeyCache;
  readonly clocks: PoolClocks;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}): VerifiedSessions {
  const sessionTokens = (tokens: TokenSet, { token }: Endpoints): SessionTokens => {
    const { accessToken, idToken, refreshToken, expiresIn = 0 } = tokens;
    const receivedAt = now();
    const clockSkew = clocks.skew(new URL(token).host);
    const expiresAt = timeClaim(claimsOf(accessToken), 'exp') ?? receivedAt + clockSkew + expiresIn;
    return { accessToken, receivedAt, expiresAt, clockSkew, ...defined({ idToken, refreshToken }) };
  };

  /**
   * Checks the tokens of an answer. Accepts them only when no check failed and each signature was verified.
   * @throws CognitoError token_unsound
   */
  const verified = async (
    { accessToken, idToken }: TokenSet,
    request: { readonly clientId: string; readonly resource?: string | undefined; readonly nonce?: string },
    { issuer, token, jwks }: { readonly issuer: string; readonly token: string; readonly jwks: string },
  ): Promise<Session['checks']> => {
    const { host } = new URL(token);
    const { clientId, resource, nonce } = request;
    const shared = {
      clientId,
      issuers: acceptedIssuers(issuer),
      keys: await keys.for(jwks, [accessToken, idToken]),
      now: clocks.now(host),
      clockSkew: clocks.skew(host),
    };
    const [id, access] = await Promise.all([
      idToken === undefined ? [] : verifyToken(idToken, { ...shared, kind: 'id', accessToken, nonce }),
      verifyToken(accessToken, { ...shared, kind: 'access', resource }),
    ]);
    const failure = [...id, ...access].find(
      (check) => check.status === 'failed' || (check.id === 'signature' && check.status === 'unknown'),
    );
    if (failure) throw unsound(token, { check: failure.id, reason: failure.reason });
    return { id: [...id], access: [...access] };
  };

  /** A pool that a domain-only profile learned from its tokens must name that domain. @throws CognitoError domain_foreign */
  const confirmLearnedIssuer = async (
    before: Endpoints,
    learned: Endpoints & { readonly issuer: string },
  ): Promise<void> => {
    if (before.issuer === undefined) await confirmDomain(learned, learned.issuer, fetch);
  };

  return {
    machineTokens: async (context, scopes) => {
      const request = hasClientTokens(context.endpoints) ? requestClientToken : requestClientCredentials;
      const tokens = await request(context, scopes);
      const endpoints = withIssuerFrom(context.endpoints, tokens);
      const [checks] = await Promise.all([
        verified(tokens, context, endpoints),
        confirmLearnedIssuer(context.endpoints, endpoints),
      ]);
      return { issuer: endpoints.issuer, endpoints, ...sessionTokens(tokens, endpoints), checks };
    },

    ofSignIn: async (tokens, request, context) => {
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
        ...defined({ resource: request.resource, acrValues: request.acrValues, maxAge: request.maxAge }),
        ...sessionTokens(tokens, endpoints),
        checks,
        userInfo,
      });
      assertExpected(session, request.expectation ?? {});
      return session;
    },

    renewed: async (session, tokens) => {
      const { issuer } = session;
      const { token, jwks = jwksUri(issuer) } = session.endpoints;
      const checks = await verified(tokens, session, { issuer, token, jwks });
      const idToken = session.idToken === undefined ? undefined : tokens.idToken;
      if (subjectOf(session) !== subjectOf({ idToken, accessToken: tokens.accessToken })) {
        throw unsound(token, { check: 'subject' });
      }
      // Without rotation, the answer has no refresh token and the old one stays valid. An old ID token is dropped.
      return { ...session, idToken: tokens.idToken, ...sessionTokens(tokens, session.endpoints), checks };
    },
  };
}

/**
 * Adds the issuer that the tokens name to the endpoints of a profile with only a domain. The tokens are then verified with
 * the keys of that issuer.
 * @throws CognitoError token_unsound when the tokens name no issuer
 */
function withIssuerFrom(
  endpoints: Endpoints,
  tokens: TokenSet,
): Endpoints & { issuer: string; jwks: string } {
  const issuer = endpoints.issuer ?? tokens.issuer;
  if (issuer === undefined) throw unsound(endpoints.token, { check: 'issuer', reason: 'no_id_token' });
  return { ...endpoints, issuer, jwks: endpoints.jwks ?? jwksUri(issuer) };
}

function unsound(endpoint: string, detail: ErrorDetail): CognitoError {
  return new CognitoError('token_unsound', { host: new URL(endpoint).host, ...detail });
}
