import { accessTokenClaims, bearerToken, hasScope, textClaim } from './accessToken';
import { anyOrigin, empty, json, type PoolRequest, type Reply } from './http';
import { findUser, subjectOf, type Pool } from './pool';
import { grantedAttributes } from './tokens';

const ended = 'Access token is expired, disabled, or deleted, or the user has globally signed out.';

/**
 * `GET /oauth2/userInfo`: the attributes that the scopes of an access token allow, each value a string. Errors have no
 * body, and a `WWW-Authenticate` without the scheme that RFC 6750 section 3 requires.
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/userinfo-endpoint.html
 */
export async function userInfo(pool: Pool, request: PoolRequest): Promise<Reply> {
  const bearer = bearerToken(request);
  if (bearer === undefined) return refuse(400, 'invalid_request', 'Bad OAuth2 request at UserInfo Endpoint');
  const claims = await accessTokenClaims(pool, bearer);
  if (claims === undefined) return refuse(401, 'invalid_token', ended);
  if (!hasScope(claims, 'openid')) {
    return refuse(401, 'invalid_token', 'Access token does not contain openid scope');
  }
  const user = findUser(pool, textClaim(claims, 'username'));
  if (user === undefined) return refuse(401, 'invalid_token', ended);
  return json(
    200,
    {
      sub: subjectOf(pool, user),
      ...grantedAttributes(user, textClaim(claims, 'scope').split(' ')),
      username: user.username,
    },
    anyOrigin,
  );
}

function refuse(status: number, error: string, description: string): Reply {
  return empty(status, {
    ...anyOrigin,
    'www-authenticate': `error="${error}", error_description="${description}"`,
  });
}
