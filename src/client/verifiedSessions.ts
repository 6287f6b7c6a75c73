import { defined } from '../core/members';
import type { Endpoints } from '../core/endpoints';
import { CognitoError } from '../core/errors';
import { assertExpected } from '../core/expectation';
import type { PoolClocks } from '../core/serverTime';
import { newSession, subjectOf, type Session } from '../core/session';
import { acceptTokens, assertSameUser, toSessionTokens, withIssuerFrom } from './oauth/acceptance';
import { requestClientCredentials } from './oauth/clientCredentials';
import { confirmDomain, jwksUri } from './oauth/discovery';
import type { Fetch, TokenContext, TokenSet } from './oauth/tokenRequest';
import { askUserInfo } from './oauth/userInfo';
import type { SentRequest } from './sentRequest';
import type { KeyCache } from './verification/keys';

/** The part of a session that each answer with tokens renews. */
type RenewedTokens = Pick<
  Session,
  'issuer' | 'endpoints' | 'accessToken' | 'receivedAt' | 'expiresAt' | 'checks'
>;

/** Makes sessions of the tokens that a pool returns. Tokens that a check refuses become no session. */
export interface VerifiedSessions {
  /** Verifies the tokens of a sign-in and calls USERINFO. @throws CognitoError as `CognitoClient.redeem` */
  ofSignIn: (tokens: TokenSet, request: SentRequest, context: TokenContext) => Promise<Session>;
  /** Requests the tokens of a machine client, and verifies them. @throws CognitoError client_secret_missing, token_unsound, … */
  machineTokens: (context: TokenContext, scopes: readonly string[] | undefined) => Promise<RenewedTokens>;
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
  const sessionTokens = (tokens: TokenSet, { token }: Endpoints): ReturnType<typeof toSessionTokens> =>
    toSessionTokens(tokens, now(), clocks.skew(new URL(token).host));

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
      now: clocks.now(host),
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

  return {
    machineTokens: async (context, scopes) => {
      const { clientId, clientSecret } = context;
      if (clientSecret === undefined) throw new CognitoError('client_secret_missing');
      const tokens = await requestClientCredentials({ ...context, clientSecret }, scopes);
      const endpoints = withIssuerFrom(context.endpoints, tokens);
      const [checks] = await Promise.all([
        verified(tokens, { clientId }, endpoints),
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
        ...defined({ resource: request.resource }),
        ...sessionTokens(tokens, endpoints),
        checks,
        userInfo,
      });
      assertExpected(session, request.asked ?? {});
      return session;
    },

    renewed: async (session, tokens) => {
      const { token, jwks = jwksUri(session.issuer) } = session.endpoints;
      const checks = await verified(tokens, session, { token, jwks });
      assertSameUser(session, tokens);
      // Without rotation, the answer has no refresh token and the old one stays valid. An old ID token is dropped.
      return { ...session, idToken: tokens.idToken, ...sessionTokens(tokens, session.endpoints), checks };
    },
  };
}
