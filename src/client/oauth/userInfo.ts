import { parseExact } from '../../core/exactJson';
import { defined, isRecord } from '../../core/members';
import { userInfoRequest } from 'oauth4webapi';
import { CognitoError, isCognitoError, quoted, type ErrorDetail } from '../../core/errors';
import { claimsOf, textClaim, timeClaim, type Claims } from '../../core/jwt';
import { openidScope, scopesOf, userAdminScope } from '../../core/scopes';
import type { UserInfo } from '../../core/session';
import { bodyFault } from './refusals';
import { withCognitoErrors, oauth, type TokenContext } from './tokenRequest';

/**
 * Calls USERINFO. A failure is returned, not thrown, because the session is valid without it.
 * @param subject the `sub` that the answer must have; undefined: USERINFO is not called
 * @param now milliseconds since 1970
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

/**
 * Calls USERINFO with an access token.
 * @param subject the ID token's `sub`, which the answer must have too (OpenID Connect Core 5.3.2)
 * @throws CognitoError userinfo_refused, userinfo_other_subject, response_unexpected, network, timeout
 */
export async function fetchUserInfo(
  context: TokenContext,
  accessToken: string,
  subject: string,
): Promise<Claims> {
  const { server, client, options } = oauth(context);
  const host = new URL(context.endpoints.userInfo).host;
  return withCognitoErrors(context.endpoints.userInfo, context, async () => {
    const response = await userInfoRequest(server, client, accessToken, options);
    if (response.status !== 200) {
      const { status, headers } = response;
      throw new CognitoError('userinfo_refused', { host, status, ...challenge(headers) });
    }
    const claims = await response
      .text()
      .then(parseExact)
      .catch(() => undefined);
    if (!isRecord(claims) || !canBeStored(claims)) {
      const reason = isRecord(claims) ? 'not_conform' : bodyFault(response);
      throw new CognitoError('response_unexpected', { host, status: 200, reason });
    }
    if (textClaim(claims, 'sub') !== subject) throw new CognitoError('userinfo_other_subject', { host });
    return claims;
  });
}

/** Reads `WWW-Authenticate`. Cognito leaves out the scheme, so a strict parser would reject it. Source: AWS, "The userInfo endpoint". */
function challenge(headers: Headers): ErrorDetail {
  const header = headers.get('www-authenticate') ?? '';
  const error = /error="([^"]{1,100})"/.exec(header)?.[1];
  const description = /error_description="([^"]{1,300})"/.exec(header)?.[1];
  return defined({ error: error && quoted(error), description: description && quoted(description) });
}

/** Whether the claims can be stored. JSON that is nested too deeply overflows the stack. */
function canBeStored(claims: Claims): boolean {
  try {
    JSON.stringify(claims);
    return true;
  } catch {
    return false;
  }
}

/**
 * Why USERINFO refused an access token, as far as its claims tell. The answer does not say expired or revoked.
 * Source: AWS, "The userInfo endpoint"; a sign-in through an SDK grants aws.cognito.signin.user.admin alone.
 */
function lackOf(accessToken: string, now: number): 'sdk' | 'openid' | 'expired' | undefined {
  const claims = claimsOf(accessToken);
  const scopes = scopesOf(claims.scope);
  if (!scopes.includes(openidScope)) {
    return scopes.length === 1 && scopes[0] === userAdminScope ? 'sdk' : 'openid';
  }
  const expiry = timeClaim(claims, 'exp');
  return expiry !== undefined && expiry <= now ? 'expired' : undefined;
}
