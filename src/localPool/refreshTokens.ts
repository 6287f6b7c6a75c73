import { notAuthorized, Refusal, type Parameters } from './awsOperation';
import { formEncode, jsonObject, type PoolRequest, type Reply } from './http';
import type { Pool } from './pool';
import { revoke, token } from './token';

/**
 * `GetTokensFromRefreshToken`: new tokens, as at `/oauth2/token`. AWS does not document the messages.
 *
 * @throws Refusal
 *
 * Source: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html
 */
export async function getTokensFromRefreshToken(
  pool: Pool,
  { RefreshToken, ...client }: Parameters,
  request: PoolRequest,
): Promise<object> {
  const form = { grant_type: 'refresh_token', refresh_token: text(RefreshToken), ...clientOf(client) };
  const reply = await token(pool, withForm(request, form));
  const tokens = jsonObject(reply.body);
  if (reply.status !== 200 || tokens === undefined) throw refusalOf(reply);
  return {
    AuthenticationResult: {
      AccessToken: tokens.access_token,
      IdToken: tokens.id_token,
      RefreshToken: tokens.refresh_token,
      ExpiresIn: tokens.expires_in,
      TokenType: tokens.token_type,
    },
    ChallengeParameters: {},
  };
}

/**
 * `RevokeToken`: ends a refresh token and its sign-in, as `/oauth2/revoke` does. AWS does not document the messages.
 *
 * @throws Refusal
 *
 * Source: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html
 */
export function revokeToken(pool: Pool, { Token, ...client }: Parameters, request: PoolRequest): object {
  const reply = revoke(pool, withForm(request, { token: text(Token), ...clientOf(client) }));
  if (reply.status !== 200) throw refusalOf(reply);
  return {};
}

/** The request of the domain that asks for the same. Only the secret in the parameters authenticates an app client here. */
function withForm(request: PoolRequest, form: Readonly<Record<string, string | undefined>>): PoolRequest {
  const headers = { ...request.headers, authorization: undefined };
  return { ...request, headers, form: new URLSearchParams(formEncode(form)) };
}

function clientOf({ ClientId, ClientSecret }: Parameters): Readonly<Record<string, string | undefined>> {
  return {
    client_id: text(ClientId),
    client_secret: ClientSecret === undefined ? undefined : text(ClientSecret),
  };
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new Refusal('InvalidParameterException', 'A parameter is missing or has the wrong type.');
}

/** The error of the API for an error of the domain. */
function refusalOf({ body }: Reply): Refusal {
  const error = jsonObject(body)?.error;
  if (error === 'invalid_client') return notAuthorized('Unable to verify the app client.');
  if (error === 'invalid_grant') return notAuthorized('Invalid Refresh Token');
  if (error === 'unsupported_token_type') {
    return new Refusal('UnsupportedTokenTypeException', 'Only refresh tokens can be revoked.');
  }
  return new Refusal('InvalidParameterException', 'The app client does not allow this.');
}
