import * as l10n from '@vscode/l10n';
import { defined, member } from '../../core/members';
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
import { claimsOf, decodeJwt, furthestTime, textClaim, timeClaim } from '../../core/jwt';
import { clockTolerance } from '../verification/claimChecks';
import { refusal } from './refusals';

/** Sends a request. The transport is injected, because it has the proxies and limits. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** The tokens of one answer. Cognito leaves out the ID token without the scope `openid`, and the refresh token on refresh. */
export interface TokenSet {
  readonly accessToken: string;
  readonly idToken?: string;
  readonly refreshToken?: string;
  /** The issuer to check the tokens against: that of the profile or, for a profile with only a domain, of the ID token. */
  readonly issuer: string | undefined;
  /** How long the access token is valid, in milliseconds. */
  readonly expiresIn?: number;
}

/** The app client that sends a request, the endpoints, and the transport. */
export interface TokenContext {
  readonly endpoints: Endpoints;
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly fetch: Fetch;
  /** The time at the token endpoint once it has answered, in milliseconds since 1970. Default: this computer's time. */
  readonly now?: () => number;
}

type Options = { [customFetch]: typeof fetch; [allowInsecureRequests]: boolean };

/** The arguments of the OAuth library. `authentication` is the only place where a client secret becomes a header. */
export function oauth(context: TokenContext): {
  server: AuthorizationServer;
  client: Client;
  authentication: ClientAuth;
  options: Options;
} {
  const { endpoints, clientId } = context;
  return {
    server: {
      issuer: endpoints.issuer ?? new URL(endpoints.authorization).origin,
      token_endpoint: endpoints.token,
      userinfo_endpoint: endpoints.userInfo,
      revocation_endpoint: endpoints.revocation,
    },
    client: { client_id: clientId, [clockToleranceOption]: clockTolerance / 1000 },
    authentication: authenticationOf(context),
    options: {
      [customFetch]: (url, init) =>
        context.fetch(url instanceof Request ? url.url : url.toString(), init ?? {}),
      [allowInsecureRequests]: isLoopback(new URL(endpoints.token).hostname),
    },
  };
}

/**
 * AWS documents the client id and the client secret as they are in the Basic header. Other servers decode both. A generated secret has
 * letters and digits only, which are the same in both forms; one that its owner has chosen can have any characters.
 * Source: AWS, "The token issuer endpoint"; RFC 6749 section 2.3.1.
 */
function authenticationOf({ endpoints: { issuer }, clientId, clientSecret }: TokenContext): ClientAuth {
  if (clientSecret === undefined) return None();
  // Only a pool of Cognito can be used with a domain alone.
  if (issuer !== undefined && !isCognitoIssuer(issuer)) return ClientSecretBasic(clientSecret);
  return (_server, _client, _body, headers) => {
    const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    headers.set('authorization', `Basic ${credentials}`);
  };
}

/** Sends a token request and reads the answer. @throws CognitoError token_refused, token_unsound, response_unexpected, network, timeout */
export async function ask(
  context: TokenContext,
  send: (parameters: ReturnType<typeof oauth>) => Promise<Response>,
): Promise<TokenSet> {
  const parameters = oauth(context);
  const { server, client } = parameters;
  return withCognitoErrors(context.endpoints.token, context, async () => {
    const response = await send(parameters);
    const issuer = await answeredIssuer(response, context.endpoints);
    const checked = issuer === undefined ? server : { ...server, issuer };
    // The library reads this computer's clock, so it has to know how far the pool's clock is ahead.
    const skew = context.now === undefined ? 0 : Math.round((context.now() - Date.now()) / 1000);
    const onTime = { ...client, [clockSkewOption]: skew };
    const answer = await processGenericTokenEndpointResponse(checked, onTime, response);
    // The library also accepts DPoP tokens, but Cognito issues bearer tokens only.
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
        expiresIn:
          answer.expires_in === undefined ? undefined : Math.min(answer.expires_in * 1000, furthestTime),
      }),
    };
  });
}

/** The JSON of an answer whose body is still to be read; undefined when it is not JSON. */
export async function peekJson(response: Response): Promise<unknown> {
  return response
    .clone()
    .json()
    .catch(() => undefined);
}

/** When the access token in an answer of the pool was issued, in milliseconds since 1970 by the pool's clock. */
export async function issuedAt(response: Response): Promise<number | undefined> {
  const body = await peekJson(response);
  const token =
    member(body, 'access_token') ?? member(member(body, 'ClientAuthenticationResult'), 'AccessToken');
  return typeof token === 'string' ? timeClaim(claimsOf(token), 'iat') : undefined;
}

/**
 * The issuer in the ID token of an answer; undefined without an ID token.
 * @throws CognitoError token_unsound when this pool must not name that issuer
 */
async function answeredIssuer(response: Response, endpoints: Endpoints): Promise<string | undefined> {
  if (response.status !== 200) return undefined;
  const idToken = member(await peekJson(response), 'id_token');
  if (typeof idToken !== 'string') return undefined;
  const { host } = new URL(endpoints.token);
  const decoded = decodeJwt(idToken);
  if (decoded === undefined) {
    const reason = l10n.t('The ID token is not a signed JSON web token.');
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
      expected: endpoints.issuer ?? l10n.t('an Amazon Cognito issuer'),
      found: issuer.slice(0, 200),
    });
  }
  return issuer;
}

/**
 * Whether tokens may name this issuer when the profile has none: an issuer of Amazon Cognito, or one on the same loopback
 * origin as the endpoint, such as the local user pool.
 */
export function isPlausibleIssuer(issuer: string, endpoint: string): boolean {
  if (isCognitoIssuer(issuer)) return true;
  const url = parseUrl(issuer);
  return url !== undefined && isLoopback(url.hostname) && url.origin === new URL(endpoint).origin;
}

/** Runs one exchange with an endpoint. @throws CognitoError instead of the library's errors */
export async function withCognitoErrors<T>(
  endpoint: string,
  { clientSecret }: TokenContext,
  exchange: () => Promise<T>,
): Promise<T> {
  try {
    return await exchange();
  } catch (error) {
    if (isCognitoError(error)) throw error;
    const refused = await refusal(error, new URL(endpoint).host, clientSecret);
    if (refused.detail.error !== 'invalid_client') throw refused;
    // The pool answers the same for a wrong secret, a missing one, and one for a client that has none.
    const secret = clientSecret === undefined ? 'none' : 'sent';
    throw new CognitoError(refused.code, { ...refused.detail, secret });
  }
}
