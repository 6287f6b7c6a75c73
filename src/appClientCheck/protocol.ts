/** Something to do about a check; a button. */
export interface CheckAction {
  readonly id: string;
  readonly title: string;
  /** A codicon. */
  readonly icon: string;
}

/** Text to be taken over letter by letter, with the action that copies it. */
export interface Snippet {
  readonly label: string;
  readonly text: string;
  readonly copy: CheckAction;
}

/** One check as the page shows it. `unknown` is never shown as a pass. */
export interface ShownCheck {
  readonly id: string;
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'unknown';
  readonly seen: string;
  /** Absent when what was seen says it all. */
  readonly problem?: { readonly what: string; readonly why: string; readonly next: string };
  readonly snippets: readonly Snippet[];
  readonly actions: readonly CheckAction[];
}

/** What the page shows. Nothing secret. */
export interface CheckReport {
  readonly profile: string;
  readonly production: boolean;
  readonly pool: string;
  readonly clientId: string;
  /** Empty for a machine client. */
  readonly callbackUrl: string;
  /** `running` keeps the checks of the run before. */
  readonly state: 'running' | 'done';
  readonly checks: readonly ShownCheck[];
  /** Actions on the whole app client, shown with every result. */
  readonly actions: readonly CheckAction[];
}

export interface HostMessage {
  readonly type: 'show';
  readonly report: CheckReport;
}

/** The host looks an action up among those of the report: a message cannot choose what is copied or opened. */
export type ViewMessage = { readonly type: 'ready' } | { readonly type: 'act'; readonly action: string };

/** What the webview may keep across a reload: whose checks it shows. */
export interface ViewState {
  readonly profile: string;
}
