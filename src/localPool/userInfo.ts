import { jwtVerify, type JWTPayload } from 'jose';
import { anyOrigin, empty, json, type PoolRequest, type Reply } from './http';
import { findClient, findUser, subjectOf, type Pool } from './pool';
import { grantedAttributes } from './tokens';

const ended = 'Access token is expired, disabled, or deleted, or the user has globally signed out.';

/**
 * `GET /oauth2/userInfo`: the attributes that the scopes of an access token allow, each value a string. Errors have no
 * body, and a `WWW-Authenticate` without the scheme that RFC 6750 section 3 requires.
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/userinfo-endpoint.html
 */
export async function userInfo(pool: Pool, request: PoolRequest): Promise<Reply> {
  const bearer = /^Bearer +(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer === undefined) return refuse(400, 'invalid_request', 'Bad OAuth2 request at UserInfo Endpoint');
  const claims = await accessTokenClaims(pool, bearer);
  if (claims === undefined) return refuse(401, 'invalid_token', ended);
  const scopes = text(claims['scope']).split(' ');
  if (!scopes.includes('openid')) {
    return refuse(401, 'invalid_token', 'Access token does not contain openid scope');
  }
  const user = findUser(pool, text(claims['username']));
  if (user === undefined) return refuse(401, 'invalid_token', ended);
  return json(
    200,
    { sub: subjectOf(pool, user), ...grantedAttributes(user, scopes), username: user.username },
    anyOrigin,
  );
}

/** The claims of a valid access token of this pool; undefined for any other token. */
async function accessTokenClaims(pool: Pool, bearer: string): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await jwtVerify(bearer, pool.keys.access.publicKey, {
      algorithms: ['RS256'],
      issuer: pool.tokenIssuer,
      currentDate: new Date(pool.now()),
    });
    const revoked = pool.revoked.get(text(payload['origin_jti'])) === true;
    return revoked || findClient(pool, text(payload['client_id'])) === undefined ? undefined : payload;
  } catch {
    return undefined;
  }
}

function text(claim: unknown): string {
  return typeof claim === 'string' ? claim : '';
}

function refuse(status: number, error: string, description: string): Reply {
  return empty(status, {
    ...anyOrigin,
    'www-authenticate': `error="${error}", error_description="${description}"`,
  });
}
