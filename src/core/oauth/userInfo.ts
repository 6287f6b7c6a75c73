import { isCognitoError } from '../errors';
import { decodeJwt, textClaim, timeClaim } from '../jwt';
import { openidScope, scopesOf, userAdminScope } from '../token/scopes';
import type { UserInfo } from '../session/session';
import { fetchUserInfo } from './tokens';
import type { TokenContext } from './tokens';

/**
 * Asks USERINFO, and keeps its failure as an answer: it is shown and never costs the session.
 * @param subject whom the answer must be about; undefined, and nothing is asked
 * @param now seconds since 1970
 */
export async function askUserInfo(
  context: TokenContext,
  accessToken: string,
  subject: string | undefined,
  now: number,
): Promise<UserInfo> {
  if (subject === undefined) return { state: 'not_asked' };
  try {
    return { state: 'answered', claims: await fetchUserInfo(context, accessToken, subject) };
  } catch (error) {
    if (!isCognitoError(error)) throw error;
    const lack = error.code === 'userinfo_refused' ? lackOf(accessToken, now) : undefined;
    const detail = lack === undefined ? error.detail : { ...error.detail, token: lack };
    return { state: 'failed', code: error.code, detail };
  }
}

/** Whom a session is about: the ID token's user, or the access token's where there is none. */
export function subjectOf(tokens: {
  readonly accessToken: string;
  readonly idToken?: string | undefined;
}): string | undefined {
  return textClaim(decodeJwt(tokens.idToken ?? tokens.accessToken)?.claims ?? {}, 'sub');
}

/**
 * What an access token that USERINFO refused lacks: its answer does not tell expired from revoked.
 * Source: AWS, "The userInfo endpoint"; a sign-in through an SDK gives aws.cognito.signin.user.admin alone.
 */
function lackOf(accessToken: string, now: number): 'sdk' | 'openid' | 'expired' | undefined {
  const claims = decodeJwt(accessToken)?.claims ?? {};
  const scopes = scopesOf(claims.scope);
  if (!scopes.includes(openidScope)) {
    return scopes.length === 1 && scopes[0] === userAdminScope ? 'sdk' : 'openid';
  }
  const expiry = timeClaim(claims, 'exp');
  return expiry !== undefined && expiry <= now ? 'expired' : undefined;
}
