/** One named value as the webview shows it. Values are text already: the webview renders text and nothing else. */
export interface Row {
  readonly name: string;
  readonly value: string;
  /** Seconds since 1970 when the value is a point in time; the webview adds local time and "in 42 minutes". */
  readonly seconds?: number;
}

/** What a claim is about; the groups are shown in this order. */
export type ClaimGroup = 'who' | 'where_from' | 'when' | 'rights' | 'cognito' | 'custom' | 'other';

/** One item of a value that is a list: a group, a scope, an ARN, an identity. */
export interface Part {
  readonly text: string;
  readonly note?: string;
}

/** A claim, or a member of USERINFO, with what it means. */
export interface Claim extends Row {
  readonly group: ClaimGroup;
  /** In words: "text", "number", "true or false", "list of 3", "object", "null". */
  readonly type: string;
  /** Absent for a claim that nobody documents. */
  readonly meaning?: string;
  readonly parts?: readonly Part[];
}

/** The result of one check of a token. `not_checked` is never shown as a pass. */
export interface Check {
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'not_checked';
  readonly reason: string;
}

export type TokenKind = 'id' | 'access' | 'refresh' | 'other';

export interface TokenSection {
  readonly kind: TokenKind;
  /** "ID token", "Access token", "Refresh token", "Token". */
  readonly title: string;
  readonly header: readonly Row[];
  /** Empty for an encrypted token. */
  readonly claims: readonly Claim[];
  readonly checks: readonly Check[];
  /** `exp`, in seconds since 1970. */
  readonly expiresAt?: number;
  /** Characters of the raw token. The token itself comes only in a `raw` message, on request. */
  readonly length: number;
  /** Said above the claims: "A refresh token is an encrypted JWE: only Cognito can read it." */
  readonly note?: string;
}

/** USERINFO's answer, or why there is none. */
export type UserInfoSection =
  | { readonly state: 'shown'; readonly claims: readonly Claim[] }
  | { readonly state: 'asking' }
  | { readonly state: 'missing'; readonly reason: string; readonly canAsk: boolean };

/** One place a token can be sent to, and which one it takes. */
export interface Advice {
  /** "API Gateway HTTP API, JWT authorizer". */
  readonly target: string;
  readonly send: 'id' | 'access' | 'either' | 'neither';
  readonly reason: string;
}

/** Which token to send, for this session. */
export interface Guidance {
  /** The one sentence for those who read no table. */
  readonly summary: string;
  readonly scopes: readonly Part[];
  readonly advice: readonly Advice[];
}

/** A cell is undefined where the claim is missing. */
export interface ComparedRow {
  readonly name: string;
  readonly cells: readonly (string | undefined)[];
  readonly mark: 'same' | 'type' | 'different' | 'missing';
  /** Why they differ, when it is known. */
  readonly why?: string;
}

export interface Comparison {
  readonly id: 'side_by_side' | 'refresh' | 'other';
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly ComparedRow[];
  /** Shown where there is nothing to compare, or below the table. */
  readonly note?: string;
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
  /** `waiting`: a sign-in waits for the browser. `token`: any token, of no session. `unknown`: no such profile. */
  readonly phase: 'signed_out' | 'waiting' | 'signed_in' | 'token' | 'unknown';
  /** A failure that belongs to what is shown: what, why, next, as one text. */
  readonly problem?: string;
  /** Absent unless somebody is signed in or a token is shown. */
  readonly session?: {
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
    /** In phase `token`: the issuer may be asked for its keys when the user says so. */
    readonly canVerify: boolean;
    /** When the tokens were issued to this editor, in seconds since 1970; absent in phase `token`. */
    readonly issuedAt?: number;
  };
}

/** What the buttons of the inspector ask the host for. */
export type InspectorAction =
  | 'copySignInLink'
  | 'pasteCallbackUrl'
  | 'signIn'
  | 'checkAppClient'
  | 'refreshTokens'
  | 'refreshUserInfo'
  | 'copyAccessToken'
  | 'copyIdToken'
  | 'copyAs'
  | 'compare'
  | 'endComparison'
  | 'verify'
  | 'inspectToken'
  | 'addProfile'
  | 'signOut';

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
