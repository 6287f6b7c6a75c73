import { userName } from '../../core/account';
import { readToken } from './anyToken';
import { sideBySide } from './comparison';
import type { TokenClaims, Comparison } from './comparison';
import { guide } from './guidance';
import type { Profile } from '../../core/profile';
import { canRefresh, hasEnded } from '../../core/session';
import type { Session } from '../../core/session';
import type { InspectorModel, ShownTokens, TokenSection, UserInfoSection } from '../protocol';
import { tokenSection, userInfoSection } from './sections';

/** What is known of a profile's session besides what is stored. */
export interface SessionState {
  /** A sign-in waits for the browser. */
  readonly signingIn?: boolean;
  /** USERINFO has been asked and has not answered yet. */
  readonly asking?: boolean;
  /** What the user compares it with, and what the last refresh changed. */
  readonly comparisons?: readonly Comparison[];
  /** What, why and next of a failure. */
  readonly problem?: string | undefined;
}

/**
 * What the inspector shows for a profile. No raw token goes in.
 * @param session undefined when nobody is signed in
 */
export function inspectorModel(
  profile: Profile,
  session: Session | undefined,
  state: SessionState = {},
): InspectorModel {
  return {
    key: profile.name,
    heading: profile.name,
    production: profile.production,
    pool: session?.issuer ?? profile.userPoolId ?? profile.issuer ?? profile.domain ?? '',
    clientId: profile.clientId,
    machine: profile.grant === 'client_credentials',
    phase: state.signingIn ? 'signing_in' : session === undefined ? 'signed_out' : 'signed_in',
    ...(state.problem === undefined ? {} : { problem: state.problem }),
    ...(session === undefined ? {} : { tokens: sessionPart(session, profile.name, state) }),
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

/** What the tokens of a session say. */
export function claimsOf({ idToken, accessToken }: Session): TokenClaims {
  const id = readToken(idToken ?? '')?.claims;
  const access = readToken(accessToken)?.claims;
  return { ...(id === undefined ? {} : { id }), ...(access === undefined ? {} : { access }) };
}

function sessionPart(
  session: Session,
  profile: string,
  { asking, comparisons = [] }: SessionState,
): ShownTokens {
  const { id, access = {} } = claimsOf(session);
  const machine = session.grant === 'client_credentials';
  const { clockSkew = 0 } = session;
  const answer = session.userInfo.state === 'answered' ? session.userInfo.claims : undefined;
  return {
    user: userName(session),
    ...(session.idToken === undefined
      ? {}
      : { idToken: tokenSection('id', session.idToken, session.checks.id) }),
    accessToken: tokenSection('access', session.accessToken, session.checks.access),
    ...(session.refreshToken === undefined ? {} : { otherToken: refreshSection(session.refreshToken) }),
    userInfo: asking ? { state: 'asking' } : machine ? noUser : userInfoSection(session.userInfo, profile),
    guidance: guide(id, access, { machine }),
    comparisons: [sideBySide(id, access, answer), ...comparisons],
    canRefresh: canRefresh(session),
    ...(hasEnded(session) ? { ended: true } : {}),
    canVerify: false,
    issuedAt: (session.receivedAt + clockSkew) * 1000,
    clockSkew: clockSkew * 1000,
  };
}

const noUser: UserInfoSection = {
  state: 'missing',
  reason: 'USERINFO answers about a person, and a machine client has none.',
  canAsk: false,
};

/** It is worth more than the others and good for longer, and nothing but a refresh takes it: it is not shown. */
function refreshSection(token: string): TokenSection {
  return {
    ...tokenSection('refresh', token, []),
    sealed: true,
    note: 'A refresh token is an encrypted JWE: only Cognito can read it. It stays in the secret storage.',
  };
}
