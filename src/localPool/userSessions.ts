import type { JWTPayload } from 'jose';
import { accessTokenClaims, hasScope, textClaim } from './accessToken';
import { notAuthorized, Refusal, type Parameters } from './awsOperation';
import type { BrowserSession, HeldRefreshToken, Pool } from './pool';
import { endTokenSession, mostSessions, tokenSessionsOf, type TrackedSession } from './sessionTracking';

const pageSize = 125;

/**
 * `ListUserSessions`: the token sessions and the browser's sessions of the user of an access token.
 *
 * @throws Refusal
 *
 * Source: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserSessions.html
 */
export async function listUserSessions(pool: Pool, { AccessToken, NextToken }: Parameters): Promise<object> {
  const claims = await claimsOf(pool, AccessToken);
  const username = textClaim(claims, 'username');
  const sessions = [
    ...tokenSessionsOf(pool, username).map(({ session, grant }) => ({
      ...describe(session, 'TOKEN'),
      OriginSessionId: grant.sso.id,
      IsCurrentSession: grant.eventId === claims['event_id'],
    })),
    ...browserSessionsOf(pool, username).map(({ sso }) => ({
      ...describe(sso, 'SSO'),
      IsCurrentSession: false,
    })),
  ];
  const start = startOf(NextToken);
  const next = start + pageSize;
  return {
    Sessions: sessions.slice(start, next),
    NextToken: next < sessions.length ? Buffer.from(String(next)).toString('base64url') : undefined,
  };
}

/**
 * `RevokeUserSession`: ends another session of the user of an access token, with `LINKED` also the browser's session that it came
 * through, or the token sessions that came through it. The session of the access token itself stays.
 *
 * @throws Refusal
 *
 * Source: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeUserSession.html
 */
export async function revokeUserSession(
  pool: Pool,
  { AccessToken, SessionId, RevokeAssociatedSessions = 'NONE' }: Parameters,
): Promise<object> {
  const claims = await claimsOf(pool, AccessToken);
  const username = textClaim(claims, 'username');
  if (typeof SessionId !== 'string' || !/^(?:tkn|sso)[a-z0-9]{25}$/.test(SessionId)) {
    throw invalid('SessionId is not the id of a session.');
  }
  if (RevokeAssociatedSessions !== 'NONE' && RevokeAssociatedSessions !== 'LINKED') {
    throw invalid('RevokeAssociatedSessions must be NONE or LINKED.');
  }
  const isLinked = RevokeAssociatedSessions === 'LINKED';
  const isCurrent = ({ grant }: HeldRefreshToken): boolean => grant.eventId === claims['event_id'];
  const tokenSessions = tokenSessionsOf(pool, username);
  const tokenSession = tokenSessions.find(({ session }) => session.id === SessionId);
  if (tokenSession !== undefined) {
    if (isCurrent(tokenSession)) throw invalid('The session in use cannot be revoked.');
    endTokenSession(pool, tokenSession.grant);
    if (isLinked) endBrowserSession(pool, tokenSession.grant.sso.id);
    return {};
  }
  if (!browserSessionsOf(pool, username).some(({ sso }) => sso.id === SessionId)) {
    throw new Refusal('ResourceNotFoundException', 'The session does not exist.');
  }
  endBrowserSession(pool, SessionId);
  const linked = isLinked ? tokenSessions.filter(({ grant }) => grant.sso.id === SessionId) : [];
  for (const session of linked.filter((candidate) => !isCurrent(candidate))) {
    endTokenSession(pool, session.grant);
  }
  return {};
}

/** The claims of an access token that may manage the sessions of its user. @throws Refusal */
async function claimsOf(pool: Pool, accessToken: unknown): Promise<JWTPayload> {
  if (mostSessions(pool.config) === undefined) {
    throw new Refusal('OperationNotEnabledException', 'Session tracking is off in this user pool.');
  }
  if (typeof accessToken !== 'string') throw invalid('AccessToken is missing.');
  const claims = await accessTokenClaims(pool, accessToken);
  if (claims === undefined || textClaim(claims, 'username') === '') {
    throw notAuthorized('Invalid Access Token');
  }
  if (!hasScope(claims, 'aws.cognito.signin.user.admin')) {
    throw notAuthorized('Access Token does not have required scopes');
  }
  return claims;
}

function browserSessionsOf(pool: Pool, username: string): readonly BrowserSession[] {
  return pool.sessions.values().filter((session) => session.username === username);
}

function endBrowserSession(pool: Pool, id: string): void {
  pool.sessions.removeWhere(({ sso }) => sso.id === id);
}

/** A session as AWS describes it, with times in seconds since 1970. A place is not looked up. */
function describe({ id, clientId, createdAt, lastUse }: TrackedSession, type: 'TOKEN' | 'SSO'): object {
  return {
    SessionId: id,
    SessionType: type,
    ClientId: clientId,
    CreateDate: createdAt / 1000,
    LastActiveDate: lastUse.at / 1000,
    DeviceType: lastUse.userAgent.slice(0, 1024),
    LastIPAddress: lastUse.ipAddress,
    LastLocation: { Country: 'unknown' },
  };
}

/** The index of the first session of a page. @throws Refusal */
function startOf(nextToken: unknown): number {
  if (nextToken === undefined) return 0;
  const start = typeof nextToken === 'string' ? Number(Buffer.from(nextToken, 'base64url').toString()) : 0;
  if (!Number.isSafeInteger(start) || start < 1) throw invalid('NextToken is not one of this operation.');
  return start;
}

function invalid(message: string): Refusal {
  return new Refusal('InvalidParameterException', message);
}
