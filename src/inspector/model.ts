import { userName } from '../core/account';
import { explainCode } from '../core/problems';
import { decodeJwt, timeClaim, valueText } from '../core/jwt';
import type { Claims } from '../core/jwt';
import type { Profile } from '../core/profile';
import { canRefresh } from '../core/session';
import type { Session, UserInfo } from '../core/session';
import type { Check, InspectorModel, Row, TokenSection, UserInfoSection } from './protocol';

/** Claims that are points in time. Source: OpenID Connect Core 2 and 5.1; AWS, "Understanding the ID token". */
const timeClaims: ReadonlySet<string> = new Set(['auth_time', 'exp', 'iat', 'nbf', 'updated_at']);

const checkTitles: Readonly<Record<string, string>> = {
  format: 'Format',
  signature: 'Signature',
  issuer: 'Issuer',
  audience: 'App client',
  token_use: 'Kind of token',
  expiry: 'Expiry',
  issued_at: 'Issued at',
  nonce: 'Nonce',
  at_hash: 'Access token hash',
};

/**
 * What the inspector shows for a profile. No raw token goes in.
 * @param session undefined when nobody is signed in
 * @param waiting whether a sign-in waits for the browser
 */
export function inspectorModel(
  profile: Profile,
  session: Session | undefined,
  waiting = false,
): InspectorModel {
  return {
    profile: profile.name,
    production: profile.production,
    pool: session?.issuer ?? profile.userPoolId ?? profile.issuer ?? profile.domain ?? '',
    clientId: profile.clientId,
    waiting,
    ...(session === undefined ? {} : { session: sessionPart(session, profile.name) }),
  };
}

/** What the inspector shows for a profile that is not in the settings, or not yet: a restored panel can be early. */
export function unknownProfileModel(name: string): InspectorModel {
  return { profile: name, production: false, pool: '', clientId: '', waiting: false };
}

function sessionPart(session: Session, profile: string): NonNullable<InspectorModel['session']> {
  return {
    user: userName(session),
    ...(session.idToken === undefined ? {} : { idToken: tokenSection(session.idToken, session.checks.id) }),
    accessToken: tokenSection(session.accessToken, session.checks.access),
    userInfo:
      session.grant === 'client_credentials'
        ? { state: 'missing', reason: machineReason }
        : userInfoSection(session.userInfo, profile),
    canRefresh: canRefresh(session),
    issuedAt: session.receivedAt,
  };
}

const machineReason =
  'A machine client has no user: there is no ID token, and nobody for USERINFO to tell about. Its access token is fetched anew when it expires.';

function tokenSection(token: string, checks: Session['checks']['id']): TokenSection {
  const decoded = decodeJwt(token);
  const expiresAt = timeClaim(decoded?.claims ?? {}, 'exp');
  return {
    header: rows(decoded?.header ?? {}),
    claims: rows(decoded?.claims ?? {}),
    checks: checks.map(({ id, status, reason }): Check => ({
      title: (Object.hasOwn(checkTitles, id) ? checkTitles[id] : undefined) ?? id,
      status,
      reason,
    })),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

function userInfoSection(userInfo: UserInfo, profile: string): UserInfoSection {
  switch (userInfo.state) {
    case 'answered':
      return { state: 'shown', rows: rows(userInfo.claims) };
    case 'failed': {
      const { what, why, next } = explainCode(userInfo.code, userInfo.detail, { profile });
      return { state: 'missing', reason: `${what} ${why} ${next}` };
    }
    case 'not_asked':
      return {
        state: 'missing',
        reason: 'USERINFO was not asked: it needs the openid scope, and there is no ID token.',
      };
  }
}

/** Every member by name and value, in the order of the token. */
function rows(claims: Claims): readonly Row[] {
  return Object.entries(claims).map(([name, value]) => {
    const seconds = timeClaims.has(name) ? timeClaim(claims, name) : undefined;
    return { name, value: valueText(value, 2) ?? '', ...(seconds === undefined ? {} : { seconds }) };
  });
}
