import type { TokenKind } from './model/anyToken';
import type { Claim, Row, Rows } from './model/claims';
import type { Comparison } from './model/comparison';
import type { Guidance } from './model/guidance';

/** The result of one check of a token. `not_checked` is never shown as a pass. */
export interface Check {
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'not_checked';
  readonly reason: string;
  /** Until when the check passes, by the pool's clock. */
  readonly until?: number;
}

export interface TokenSection {
  readonly kind: TokenKind;
  /** "ID token", "Access token", "Refresh token", "Token". */
  readonly title: string;
  readonly header: Rows<Row>;
  /** Empty for an encrypted token. */
  readonly claims: Rows<Claim>;
  readonly checks: readonly Check[];
  /** The moment that `exp` names. */
  readonly expiresAt?: number;
  /** Characters of the raw token. The token itself comes only in a `raw` message, on request. */
  readonly length: number;
  /** It cannot be revealed: it stays in the secret storage. */
  readonly sealed?: true;
  /** Said above the claims: "A refresh token is an encrypted JWE: only Cognito can read it." */
  readonly note?: string;
}

/** USERINFO's answer, or why there is none. */
export type UserInfoSection =
  | { readonly state: 'shown'; readonly claims: Rows<Claim> }
  | { readonly state: 'asking' }
  | { readonly state: 'missing'; readonly reason: string; readonly canAsk: boolean };

/** The tokens of a session, or those that were pasted. */
export interface ShownTokens {
  /** The user's name as Cognito gives it, for the title. */
  readonly user: string;
  readonly idToken?: TokenSection;
  /** Absent in phase `token` when the token is none. */
  readonly accessToken?: TokenSection;
  /** The refresh token of a session (without claims), or a token of unknown kind in phase `token`. */
  readonly otherToken?: TokenSection;
  /** Absent in phase `token`. */
  readonly userInfo?: UserInfoSection;
  readonly guidance?: Guidance;
  readonly comparisons: readonly Comparison[];
  readonly canRefresh: boolean;
  /** The pool has refused the refresh token: these tokens are the last without a sign-in. */
  readonly ended?: true;
  /** In phase `token`: the issuer may be asked for its keys when the user says so; `again` when it gave none before. */
  readonly canVerify: false | 'first' | 'again';
  /** When this editor received the tokens, by the pool's clock; absent in phase `token`. */
  readonly issuedAt?: number;
  /** How far the pool's clock is ahead of this computer's. All moments here are by the pool's clock. */
  readonly clockSkew?: number;
}

/** What the inspector shows: a profile's session, or any token. Raw tokens are no part of it. */
export interface InspectorModel {
  /** The panel's key: unique among panels, the same after each update. */
  readonly key: string;
  /** A profile's name, or "Pasted token". */
  readonly heading: string;
  readonly production: boolean;
  /** The pool or issuer; empty when it is not known. */
  readonly pool: string;
  readonly clientId: string;
  /** A machine client: client credentials, no person. */
  readonly machine: boolean;
  /** `signing_in`: a sign-in waits for the browser. `token`: pasted tokens, of no session. `unknown`: no such profile. */
  readonly phase: 'signed_out' | 'signing_in' | 'signed_in' | 'token' | 'unknown';
  /** A failure that belongs to what is shown: what, why, next, as one text. */
  readonly problem?: string;
  /** Absent when no session and no token is there. */
  readonly tokens?: ShownTokens;
}

/**
 * The buttons of the inspector, and who acts on each: the `panel` itself, the `command` of that name for the panel's
 * profile, or the `plain` command, which takes no profile.
 */
export const inspectorActions = {
  signIn: 'command',
  signOut: 'command',
  refreshTokens: 'command',
  copyAccessToken: 'command',
  copyIdToken: 'command',
  copyAs: 'command',
  checkAppClient: 'command',
  compare: 'panel',
  endComparison: 'panel',
  verify: 'panel',
  refreshUserInfo: 'panel',
  inspectToken: 'plain',
  addProfile: 'plain',
  pasteCallbackUrl: 'plain',
  copySignInLink: 'plain',
} as const;
export type InspectorAction = keyof typeof inspectorActions;

/** Where a claim stands. */
export type ClaimSource = TokenKind | 'userInfo';

export type HostMessage =
  | { readonly type: 'show'; readonly model: InspectorModel }
  /** One raw token, on request; the view drops it when it is hidden. */
  | { readonly type: 'raw'; readonly token: TokenKind; readonly text: string }
  | { readonly type: 'conceal' }
  /** The clipboard holds what `copyClaim` asked for. */
  | {
      readonly type: 'copied';
      readonly source: ClaimSource;
      readonly name: string;
      readonly what: 'name' | 'value';
    };

export type ViewMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'run'; readonly action: InspectorAction }
  /** The host looks the claim up: a message cannot choose what is copied. */
  | {
      readonly type: 'copyClaim';
      readonly source: ClaimSource;
      readonly name: string;
      readonly what: 'name' | 'value';
    }
  | { readonly type: 'reveal'; readonly token: TokenKind }
  | { readonly type: 'conceal' };

/** What the webview may keep across a reload: which panel it is, and which tab was open. Nothing secret. */
export interface ViewState {
  readonly profile: string;
  readonly tab?: string;
}
