import * as l10n from '@vscode/l10n';
import type { CheckResult } from '../../client/verification/claimChecks';
import { clientOf, textClaim } from '../../core/jwt';
import { isMachine, type Profile } from '../../core/profile';
import { canRefresh, hasEnded, type Session } from '../../core/session';
import type { InspectorModel, ShownTokens, TokenSection } from '../protocol';
import { readToken } from './anyToken';
import { awsRole } from './awsRole';
import { sideBySide, type Comparison } from './comparison';
import { guide } from './guidance';
import { levelChecks } from './levelChecks';
import { tokenSection, userInfoSection } from './sections';
import { claimsOf, userOf, type TokenSet, type TokenSlot } from './tokenSet';

/** What is known about a profile besides its session. */
export interface ProfileState {
  /** A sign-in waits for the browser. */
  readonly signingIn?: boolean;
  /** USERINFO has been asked and has not answered yet. */
  readonly asking?: boolean;
  /** What the last refresh changed, and the comparison that the user asked for. */
  readonly comparisons?: readonly Comparison[];
  /** What failed, why, and the next step, as one text. */
  readonly problem?: string;
}

/** The pasted tokens of one panel. */
export interface Pasted {
  readonly key: string;
  readonly heading: string;
  readonly tokens: TokenSet;
  readonly checks: Readonly<Partial<Record<TokenSlot, readonly CheckResult[]>>>;
  readonly canVerify: ShownTokens['canVerify'];
}

/** What the inspector shows for a profile without a session. */
export function signedOutModel(profile: Profile, state: ProfileState = {}): InspectorModel {
  return {
    key: profile.name,
    heading: profile.name,
    production: profile.production,
    pool: profile.userPoolId ?? profile.issuer ?? profile.domain ?? '',
    clientId: profile.clientId,
    machine: isMachine(profile),
    phase: state.signingIn ? 'signingIn' : 'signed_out',
    problem: state.problem,
  };
}

/**
 * What the inspector shows for a profile's session. The model holds no raw token.
 * @param read the session's tokens, as `readSession` gives them
 */
export function sessionModel(
  profile: Profile,
  session: Session,
  read: TokenSet,
  state: ProfileState = {},
): InspectorModel {
  const { idToken, accessToken, refreshToken, checks, userInfo, clockSkew = 0 } = session;
  const claims = claimsOf(read);
  const { id, access = {} } = claims;
  const answer = userInfo.state === 'answered' ? userInfo.claims : undefined;
  return {
    ...signedOutModel(profile, state),
    pool: session.issuer,
    phase: state.signingIn ? 'signingIn' : 'signed_in',
    tokens: {
      user: userOf(claims) ?? session.clientId,
      idToken:
        idToken === undefined
          ? undefined
          : {
              ...tokenSection('id', idToken, read.id, [...checks.id, ...levelChecks(session, id ?? {})]),
              awsRole: awsRole(id ?? {}, profile),
            },
      accessToken: tokenSection('access', accessToken, read.access, [
        ...checks.access,
        ...levelChecks(session, access),
      ]),
      otherToken: refreshToken === undefined ? undefined : refreshSection(refreshToken),
      userInfo: userInfoSection(session, profile.name, state.asking),
      guidance: guide(id, access, { machine: isMachine(session) }),
      comparisons: [sideBySide(id, access, answer), ...(state.comparisons ?? [])],
      canRefresh: canRefresh(session),
      ended: hasEnded(session) ? true : undefined,
      canVerify: false,
      issuedAt: session.receivedAt + clockSkew,
      clockSkew,
    },
  };
}

/** What the inspector shows for a profile that is not in the settings, or not yet: VS Code may restore a panel early. */
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

/** A session's refresh token is not shown, because it is worth more and lasts longer than the others. */
function refreshSection(token: string): TokenSection {
  return {
    ...tokenSection('refresh', token, readToken(token), []),
    sealed: true,
    note: l10n.t(
      'A refresh token is an encrypted JWE: only Cognito can read it. It stays in the secret storage.',
    ),
  };
}

/** What the inspector shows for tokens that belong to no session. The model holds no raw token. */
export function pastedModel(
  { key, heading, tokens, checks, canVerify }: Pasted,
  comparisons: readonly Comparison[] = [],
): InspectorModel {
  const all = claimsOf(tokens);
  const { id, access, other } = all;
  const claims = access ?? id ?? other ?? {};
  const machine = access !== undefined && id === undefined && !Object.hasOwn(access, 'username');
  const section = (slot: TokenSlot): TokenSection | undefined => {
    const found = tokens[slot];
    return found && tokenSection(found.kind, found.token, found, checks[slot] ?? []);
  };
  const idToken = section('id');
  return {
    key,
    heading,
    production: false,
    pool: textClaim(claims, 'iss') ?? '',
    clientId: clientOf(claims) ?? '',
    machine,
    phase: 'token',
    tokens: {
      user: userOf(all) ?? '',
      idToken: idToken && { ...idToken, awsRole: awsRole(id ?? {}) },
      accessToken: section('access'),
      otherToken: section('other'),
      guidance: access && guide(id, access, { machine, pasted: true }),
      comparisons: [...(id && access ? [sideBySide(id, access, undefined)] : []), ...comparisons],
      canRefresh: false,
      canVerify,
    },
  };
}
