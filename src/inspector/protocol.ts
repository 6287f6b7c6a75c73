import type { TokenKind } from './model/anyToken';
import type { AwsRole } from './model/awsRole';
import type { Claim, Row, Rows } from './model/claims';
import type { Comparison } from './model/comparison';
import type { Guidance } from './model/guidance';

/** The result of one check of a token. `warning`: the token is valid, but not all that was asked for. Only `passed` looks like a pass. */
export interface Check {
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'warning' | 'unknown';
  readonly reason: string;
  /** Until when the check passes, by the pool's clock. */
  readonly until?: number;
}

export interface TokenSection {
  readonly kind: TokenKind;
  /** "ID token", "Access token", "Refresh token", "Token". */
  readonly title: string;
  readonly header: Rows<Row>;
  /** No rows for an encrypted token. */
  readonly claims: Rows<Claim>;
  readonly checks: readonly Check[];
  /** The moment that `exp` names. */
  readonly expiresAt?: number;
  /** How many characters the raw token has. The token itself comes only in a `raw` message. */
  readonly length: number;
  /** The token cannot be revealed, because it stays in the secret storage. */
  readonly sealed?: true;
  /** A sentence above the claims: "A refresh token is an encrypted JWE: only Cognito can read it." */
  readonly note?: string;
  /** The role that an identity pool would choose. Only ID tokens have it. */
  readonly awsRole?: AwsRole;
}

/** The answer of USERINFO, or the reason why it is missing. */
export type UserInfoSection =
  | { readonly state: 'shown'; readonly claims: Rows<Claim> }
  | { readonly state: 'asking' }
  | { readonly state: 'missing'; readonly reason: string; readonly canAsk: boolean };

/** The tokens of a session, or those that were pasted. */
export interface ShownTokens {
  /** The user that the tokens are about, for the title; empty when no token names one. */
  readonly user: string;
  readonly idToken?: TokenSection;
  /** Absent in phase `token` when no access token was pasted. */
  readonly accessToken?: TokenSection;
  /** The refresh token of a session, without claims. In phase `token` any token that is neither ID nor access token. */
  readonly otherToken?: TokenSection;
  /** Absent in phase `token`. */
  readonly userInfo?: UserInfoSection;
  readonly guidance?: Guidance;
  readonly comparisons: readonly Comparison[];
  readonly canRefresh: boolean;
  /** The pool has refused the refresh token, so newer tokens need a new sign-in. */
  readonly ended?: true;
  /** In phase `token`: whether the user can have the issuer's keys read; `again` after they could not be read. */
  readonly canVerify: false | 'first' | 'again';
  /** When this editor received the tokens, by the pool's clock; absent in phase `token`. */
  readonly issuedAt?: number;
  /** How far the pool's clock is ahead of this computer's. All moments here are by the pool's clock. */
  readonly clockSkew?: number;
}

/** What a panel of the inspector shows: a profile with its session, or pasted tokens. It holds no raw token. */
export interface InspectorModel {
  /** The key of the panel: unique, and the same after each update. */
  readonly key: string;
  /** A profile's name, or "Pasted token". */
  readonly heading: string;
  readonly production: boolean;
  /** The pool or issuer; empty when it is not known. */
  readonly pool: string;
  readonly clientId: string;
  /** The tokens are those of a machine client (client_credentials), which has no user. */
  readonly machine: boolean;
  /** `signingIn`: a sign-in waits for the browser. `token`: pasted tokens, of no session. `unknown`: no such profile. */
  readonly phase: 'signed_out' | 'signingIn' | 'signed_in' | 'token' | 'unknown';
  /** What failed, why, and the next step, as one text. */
  readonly problem?: string;
  /** Absent when no session and no token is there. */
  readonly tokens?: ShownTokens;
}

/**
 * What the buttons of the inspector do, and where: the panel itself acts on `panel`, `profile` is a command on the panel's
 * profile, `command` is a command without an argument.
 */
export const inspectorActions = {
  signIn: 'profile',
  signOut: 'profile',
  refreshTokens: 'profile',
  copyAccessToken: 'profile',
  copyIdToken: 'profile',
  copyAs: 'profile',
  checkAppClient: 'profile',
  editProfile: 'profile',
  compare: 'panel',
  endComparison: 'panel',
  verify: 'panel',
  refreshUserInfo: 'panel',
  inspectToken: 'command',
  addProfile: 'command',
  pasteCallbackUrl: 'command',
  copySignInLink: 'command',
} as const;
export type InspectorAction = keyof typeof inspectorActions;

/** The token that has a claim, or USERINFO. */
export type ClaimSource = TokenKind | 'userInfo';

/** The name or the value of a claim, to copy. */
export interface ClaimPart {
  readonly source: ClaimSource;
  readonly name: string;
  readonly what: 'name' | 'value';
}

export type HostMessage =
  | { readonly type: 'show'; readonly model: InspectorModel }
  /** A raw token, after a `reveal` message. The view drops it when it hides the token. */
  | { readonly type: 'raw'; readonly token: TokenKind; readonly text: string }
  | { readonly type: 'conceal' }
  /** The clipboard has the name or value that a `copyClaim` message asked for. */
  | (ClaimPart & { readonly type: 'copied' });

export type ViewMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'run'; readonly action: InspectorAction }
  /** The host looks up the value, so a message cannot choose the text that is copied. */
  | (ClaimPart & { readonly type: 'copyClaim' })
  | { readonly type: 'reveal'; readonly token: TokenKind }
  | { readonly type: 'conceal' };

/** What the webview keeps across a reload: the key of the panel and the open tab. Nothing secret. */
export interface ViewState {
  readonly profile: string;
  readonly tab?: string;
}
