import {
  authorizationCodeGrantRequest,
  clientCredentialsGrantRequest,
  processRevocationResponse,
  refreshTokenGrantRequest,
  revocationRequest,
  validateAuthResponse,
} from 'oauth4webapi';
import { CognitoError, isCognitoError, type ErrorDetail } from '../../core/errors';
import { claimsOf, textClaim } from '../../core/jwt';
import { member } from '../../core/members';
import {
  ask,
  isPlausibleIssuer,
  oauth,
  peekJson,
  withCognitoErrors,
  type TokenContext,
  type TokenSet,
} from './tokenRequest';

/**
 * Exchanges an authorization code for tokens. The refresh token of an answer that is refused is revoked.
 * @param callback the callback's query, its `state` already found among the pending sign-ins
 * @param accept makes the result of the tokens, or refuses them with an error
 * @throws CognitoError token_refused with `resource` when the sign-in named one, token_unsound, response_unexpected, network, timeout
 * Source: RFC 6749 section 4.1.3, RFC 7636 section 4.5; AWS, "The token issuer endpoint".
 */
export async function exchangeCode<T>(
  context: TokenContext,
  callback: URLSearchParams,
  request: {
    readonly state: string;
    readonly redirectUri: string;
    readonly codeVerifier: string;
    readonly resource?: string;
  },
  accept: (tokens: TokenSet) => Promise<T>,
): Promise<T> {
  let answer: unknown;
  try {
    const tokens = await ask(context, async ({ server, client, authentication, options }) => {
      const response = await authorizationCodeGrantRequest(
        server,
        client,
        authentication,
        validateAuthResponse(server, client, callback, request.state),
        request.redirectUri,
        request.codeVerifier,
        options,
      );
      if (response.status === 200) answer = await peekJson(response);
      return response;
    }).catch((error: unknown) => {
      throw explained(error, { resource: request.resource });
    });
    return await accept(tokens);
  } catch (error) {
    // No session holds the refresh token of a refused answer, so no later sign-out could revoke it.
    const token = member(answer, 'refresh_token');
    if (typeof token === 'string') await revoke(context, token).catch(() => undefined);
    throw error;
  }
}

/**
 * Exchanges a refresh token for new tokens. The answer has a refresh token only when the app client rotates them.
 * @throws CognitoError as exchangeCode
 * Source: RFC 6749 section 6; AWS, "Refresh tokens".
 */
export async function refresh(context: TokenContext, refreshToken: string): Promise<TokenSet> {
  return ask(context, ({ server, client, authentication, options }) =>
    refreshTokenGrantRequest(server, client, authentication, refreshToken, options),
  );
}

/**
 * Requests an access token for a machine client, which gets no ID token and no refresh token.
 * @param scopes left out or empty, Cognito grants all that the app client allows
 * @throws CognitoError client_secret_missing, token_refused with `grant`, token_unsound, response_unexpected, network, timeout
 * Source: RFC 6749 section 4.4; AWS, "The token issuer endpoint".
 */
export async function requestClientCredentials(
  context: TokenContext,
  scopes: readonly string[] = [],
): Promise<TokenSet> {
  if (context.clientSecret === undefined) throw new CognitoError('client_secret_missing');
  const tokens = await ask(context, ({ server, client, authentication, options }) =>
    clientCredentialsGrantRequest(
      server,
      client,
      authentication,
      scopes.length === 0 ? {} : { scope: scopes.join(' ') },
      options,
    ),
  ).catch((error: unknown) => {
    throw explained(error, { grant: 'client_credentials' });
  });
  const { issuer: known, token } = context.endpoints;
  if (known !== undefined) return tokens;
  // A profile with only a domain learns its issuer from the access token, because a machine client has no ID token.
  const issuer = textClaim(claimsOf(tokens.accessToken), 'iss') ?? '';
  if (isPlausibleIssuer(issuer, token)) return { ...tokens, issuer };
  throw new CognitoError('token_unsound', { host: new URL(token).host, check: 'issuer' });
}

/** A refusal of the token endpoint with facts about the request; any other error unchanged. */
function explained(error: unknown, facts: ErrorDetail): unknown {
  return isCognitoError(error, 'token_refused')
    ? new CognitoError('token_refused', { ...error.detail, ...facts })
    : error;
}

/**
 * Revokes a refresh token and every token that came from it.
 * @throws CognitoError token_refused, response_unexpected, network, timeout
 * Source: RFC 7009; AWS, "The token revocation endpoint".
 */
export async function revoke(context: TokenContext, refreshToken: string): Promise<void> {
  const { server, client, authentication, options } = oauth(context);
  await withCognitoErrors(context.endpoints.revocation, context, async () => {
    await processRevocationResponse(
      await revocationRequest(server, client, authentication, refreshToken, options),
    );
  });
}
