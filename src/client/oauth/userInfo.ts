import { defined } from '../../core/members';
import { userInfoRequest } from 'oauth4webapi';
import { CognitoError, isCognitoError, quoted } from '../../core/errors';
import { decodeJwt, textClaim, timeClaim, type Claims } from '../../core/jwt';
import { openidScope, scopesOf, userAdminScope } from '../../core/scopes';
import type { UserInfo } from '../../core/session';
import { bodyFault } from './refusals';
import { withCognitoErrors, oauth, type TokenContext } from './tokenRequest';

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

/**
 * Asks USERINFO who the access token belongs to.
 * @param subject the ID token's `sub`: the answer must be about the same user (OpenID Connect Core 5.3.2)
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
      throw new CognitoError('userinfo_refused', {
        host,
        status: response.status,
        ...challenge(response.headers),
      });
    }
    const answer: unknown = await response.json().catch(() => undefined);
    if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) {
      throw new CognitoError('response_unexpected', { host, status: 200, reason: bodyFault(response) });
    }
    const claims = answer as Claims;
    if (!canBeWritten(claims)) {
      throw new CognitoError('response_unexpected', { host, status: 200, reason: 'not_conform' });
    }
    if (textClaim(claims, 'sub') !== subject) throw new CognitoError('userinfo_other_subject', { host });
    return claims;
  });
}

/** Cognito's `WWW-Authenticate` has no scheme word, so a strict parser reads nothing. Source: AWS, "The userInfo endpoint". */
function challenge(headers: Headers): { error?: string; description?: string } {
  const header = headers.get('www-authenticate') ?? '';
  const error = /error="([^"]{1,100})"/.exec(header)?.[1];
  const description = /error_description="([^"]{1,300})"/.exec(header)?.[1];
  return {
    ...defined({
      error: error === undefined ? undefined : quoted(error),
      description: description === undefined ? undefined : quoted(description),
    }),
  };
}

/** What is nested deeper than any stack cannot be stored. */
function canBeWritten(claims: Claims): boolean {
  try {
    JSON.stringify(claims);
    return true;
  } catch {
    return false;
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
