/** One named value as the webview shows it. Values are text already: the webview renders text and nothing else. */
export interface Row {
  readonly name: string;
  readonly value: string;
  /** Seconds since 1970 when the value is a point in time; the webview adds local time and "in 42 minutes". */
  readonly seconds?: number;
}

/** The result of one check of a token. `not_checked` is never shown as a pass. */
export interface Check {
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'not_checked';
  readonly reason: string;
}

export interface TokenSection {
  readonly header: readonly Row[];
  readonly claims: readonly Row[];
  readonly checks: readonly Check[];
  /** `exp`, in seconds since 1970. */
  readonly expiresAt?: number;
}

/** USERINFO's answer, or why there is none. */
export type UserInfoSection =
  | { readonly state: 'shown'; readonly rows: readonly Row[] }
  | { readonly state: 'missing'; readonly reason: string };

/** What the inspector shows for one profile. Raw tokens are no part of it. */
export interface InspectorModel {
  readonly profile: string;
  readonly production: boolean;
  readonly pool: string;
  readonly clientId: string;
  /** A sign-in waits for the browser. */
  readonly waiting: boolean;
  /** Absent when nobody is signed in. */
  readonly session?: {
    /** The user's name as Cognito gives it, for the title. */
    readonly user: string;
    readonly idToken?: TokenSection;
    readonly accessToken: TokenSection;
    readonly userInfo: UserInfoSection;
    readonly canRefresh: boolean;
    /** When the tokens were issued to this editor, in seconds since 1970. */
    readonly issuedAt: number;
  };
}

/** What the buttons of the inspector ask the host for. */
export type InspectorAction =
  | 'copySignInLink'
  | 'pasteCallbackUrl'
  | 'signIn'
  | 'refreshTokens'
  | 'copyAccessToken'
  | 'copyIdToken'
  | 'signOut';

export type HostMessage = { readonly type: 'show'; readonly model: InspectorModel };

export type ViewMessage =
  { readonly type: 'ready' } | { readonly type: 'run'; readonly action: InspectorAction };

/** What the webview may keep across a reload: which profile it shows. Nothing secret. */
export interface ViewState {
  readonly profile: string;
}
