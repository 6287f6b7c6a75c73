import { defined } from '../../core/members';
import {
  allowInsecureRequests,
  ClientSecretBasic,
  clockSkew as clockSkewOption,
  clockTolerance as clockToleranceOption,
  customFetch,
  None,
  processGenericTokenEndpointResponse,
  type AuthorizationServer,
  type Client,
  type ClientAuth,
} from 'oauth4webapi';
import type { Endpoints } from '../../core/endpoints';
import { CognitoError, isCognitoError } from '../../core/errors';
import { acceptedIssuers, isCognitoIssuer, isLoopback, parseUrl } from '../../core/issuer';
import { decodeJwt, textClaim } from '../../core/jwt';
import { clockTolerance } from '../verification/claimChecks';
import { refusal } from './refusals';

/** Sends a request. It is injected, so that this code knows nothing of proxies and limits. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What one token answer held. Cognito leaves out the ID token without `openid`, and the refresh token on refresh. */
export interface TokenSet {
  readonly accessToken: string;
  readonly idToken?: string;
  readonly refreshToken?: string;
  /** The issuer to check the tokens against: the profile's, or, for a profile with only a domain, the ID token's. */
  readonly issuer: string | undefined;
  /** Seconds. */
  readonly expiresIn?: number;
}

/** The app client that asks, where it asks, and through what. */
export interface TokenContext {
  readonly endpoints: Endpoints;
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly fetch: Fetch;
  /** The time at the token endpoint once it has answered, in seconds since 1970; left out, this computer's. */
  readonly now?: () => number;
}

type Options = { [customFetch]: typeof fetch; [allowInsecureRequests]: boolean };

/** What the OAuth library needs of an app client: `authentication` is the one place where a secret becomes a header. */
export function oauth(context: TokenContext): {
  server: AuthorizationServer;
  client: Client;
  authentication: ClientAuth;
  options: Options;
} {
  const { endpoints, clientId, clientSecret } = context;
  return {
    server: {
      issuer: endpoints.issuer ?? new URL(endpoints.authorization).origin,
      token_endpoint: endpoints.token,
      userinfo_endpoint: endpoints.userInfo,
      revocation_endpoint: endpoints.revocation,
    },
    client: { client_id: clientId, [clockToleranceOption]: clockTolerance },
    authentication: clientSecret === undefined ? None() : ClientSecretBasic(clientSecret),
    options: {
      [customFetch]: (url, init) =>
        context.fetch(url instanceof Request ? url.url : url.toString(), init ?? {}),
      [allowInsecureRequests]: isLoopback(new URL(endpoints.token).hostname),
    },
  };
}

/** Asks the token endpoint. @throws CognitoError token_refused, token_unsound, response_unexpected, network, timeout */
export async function ask(
  context: TokenContext,
  send: (
    server: AuthorizationServer,
    client: Client,
    auth: ClientAuth,
    options: Options,
  ) => Promise<Response>,
): Promise<TokenSet> {
  const { server, client, authentication, options } = oauth(context);
  return withCognitoErrors(context.endpoints.token, context, async () => {
    const response = await send(server, client, authentication, options);
    const issuer = await answeredIssuer(response, context.endpoints);
    const checked = issuer === undefined ? server : { ...server, issuer };
    const answer = await processGenericTokenEndpointResponse(checked, onTime(client, context), response);
    // The library also takes DPoP; Cognito's tokens are bearer tokens, and are used as such.
    if (answer.token_type !== 'bearer') {
      const { host } = new URL(context.endpoints.token);
      throw new CognitoError('response_unexpected', { host, reason: 'token_type' });
    }
    return {
      accessToken: answer.access_token,
      issuer: issuer ?? context.endpoints.issuer,
      ...defined({
        idToken: answer.id_token,
        refreshToken: answer.refresh_token,
        expiresIn: answer.expires_in,
      }),
    };
  });
}

/** The library reads this computer's clock: what it has to add comes with the answer. */
function onTime(client: Client, { now }: TokenContext): Client {
  return now === undefined ? client : { ...client, [clockSkewOption]: Math.round(now() - Date.now() / 1000) };
}

/** The issuer an answer's ID token names, when it is one that this pool may use. */
async function answeredIssuer(response: Response, endpoints: Endpoints): Promise<string | undefined> {
  if (response.status !== 200) return undefined;
  const answer: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  const idToken =
    typeof answer === 'object' && answer !== null && 'id_token' in answer ? answer.id_token : undefined;
  if (typeof idToken !== 'string') return undefined;
  const { host } = new URL(endpoints.token);
  const decoded = decodeJwt(idToken);
  if (decoded === undefined) {
    const reason = 'The ID token is not a signed JSON web token.';
    throw new CognitoError('token_unsound', { host, check: 'format', reason });
  }
  const issuer = textClaim(decoded.claims, 'iss') ?? '';
  const accepted =
    endpoints.issuer === undefined
      ? isPlausibleIssuer(issuer, endpoints.token)
      : acceptedIssuers(endpoints.issuer).includes(issuer);
  if (!accepted) {
    throw new CognitoError('token_unsound', {
      host,
      check: 'issuer',
      expected: endpoints.issuer ?? 'an Amazon Cognito issuer',
      found: issuer.slice(0, 200),
    });
  }
  return issuer;
}

/**
 * Whether tokens of this endpoint may name this issuer when none is known: Cognito's, or that of the local user pool,
 * which is on the same loopback origin.
 */
export function isPlausibleIssuer(issuer: string, endpoint: string): boolean {
  if (isCognitoIssuer(issuer)) return true;
  const url = parseUrl(issuer);
  return url !== undefined && isLoopback(url.hostname) && url.origin === new URL(endpoint).origin;
}

/** Runs one exchange with an endpoint and gives its failures our names. */
export async function withCognitoErrors<T>(
  endpoint: string,
  { clientSecret }: TokenContext,
  exchange: () => Promise<T>,
): Promise<T> {
  try {
    return await exchange();
  } catch (error) {
    if (isCognitoError(error)) throw error;
    const refused = await refusal(error, new URL(endpoint).host);
    if (refused.detail.error !== 'invalid_client') throw refused;
    // The pool says the same of a wrong secret, of a missing one, and of one that is not wanted.
    const secret = clientSecret === undefined ? 'none' : 'sent';
    throw new CognitoError(refused.code, { ...refused.detail, secret });
  }
}
