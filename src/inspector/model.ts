import { explainCode } from '../core/problems';
import { decodeJwt, textClaim, timeClaim, valueText } from '../core/jwt';
import type { Claims } from '../core/jwt';
import type { Profile } from '../core/profile';
import { canRefresh } from '../core/session';
import type { Session, UserInfo } from '../core/session';
import type { Check, Claim, InspectorModel, Row, TokenKind, TokenSection, UserInfoSection } from './protocol';

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
    key: profile.name,
    heading: profile.name,
    production: profile.production,
    pool: session?.issuer ?? profile.userPoolId ?? profile.issuer ?? profile.domain ?? '',
    clientId: profile.clientId,
    machine: profile.grant === 'client_credentials',
    phase: waiting ? 'waiting' : session === undefined ? 'signed_out' : 'signed_in',
    ...(session === undefined ? {} : { session: sessionPart(session, profile.name) }),
  };
}

/** What the inspector shows for a profile that is not in the settings, or not yet: a restored panel can be early. */
export function unknownProfileModel(name: string): InspectorModel {
  return {
    key: name,
    heading: name,
    production: false,
    pool: '',
    clientId: '',
    machine: false,
    phase: 'unknown',
  };
}

function sessionPart(session: Session, profile: string): NonNullable<InspectorModel['session']> {
  return {
    user: userName(session),
    ...(session.idToken === undefined
      ? {}
      : { idToken: tokenSection('id', 'ID token', session.idToken, session.checks.id) }),
    accessToken: tokenSection('access', 'Access token', session.accessToken, session.checks.access),
    userInfo:
      session.grant === 'client_credentials'
        ? { state: 'missing', reason: machineReason, canAsk: false }
        : userInfoSection(session.userInfo, profile),
    comparisons: [],
    canVerify: false,
    canRefresh: canRefresh(session),
    issuedAt: session.receivedAt,
  };
}

const machineReason =
  'A machine client has no user: there is no ID token, and nobody for USERINFO to tell about. Its access token is fetched anew when it expires.';

/** The user's name as people know it: e-mail, or what Cognito calls them. */
function userName(session: Session): string {
  const id = decodeJwt(session.idToken ?? '')?.claims ?? {};
  const access = decodeJwt(session.accessToken)?.claims ?? {};
  return (
    textClaim(id, 'email') ??
    textClaim(id, 'cognito:username') ??
    textClaim(access, 'username') ??
    session.clientId
  );
}

function tokenSection(
  kind: TokenKind,
  title: string,
  token: string,
  checks: Session['checks']['id'],
): TokenSection {
  const decoded = decodeJwt(token);
  const expiresAt = timeClaim(decoded?.claims ?? {}, 'exp');
  return {
    kind,
    title,
    header: rows(decoded?.header ?? {}),
    claims: claimRows(decoded?.claims ?? {}),
    checks: checks.map(({ id, status, reason }): Check => ({
      title: (Object.hasOwn(checkTitles, id) ? checkTitles[id] : undefined) ?? id,
      status,
      reason,
    })),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    length: token.length,
  };
}

function userInfoSection(userInfo: UserInfo, profile: string): UserInfoSection {
  switch (userInfo.state) {
    case 'answered':
      return { state: 'shown', claims: claimRows(userInfo.claims) };
    case 'failed': {
      const { what, why, next } = explainCode(userInfo.code, userInfo.detail, { profile });
      return { state: 'missing', reason: `${what} ${why} ${next}`, canAsk: true };
    }
    case 'not_asked':
      return {
        state: 'missing',
        reason: 'USERINFO was not asked: it needs the openid scope, and there is no ID token.',
        canAsk: false,
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

function claimRows(claims: Claims): readonly Claim[] {
  return rows(claims).map((row) => ({ ...row, group: 'other', type: typeof claims[row.name] }));
}
