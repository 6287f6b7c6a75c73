import { member } from '../core/members';

/** An action of the report. The page shows it as a button. */
export interface CheckAction {
  readonly id: string;
  readonly title: string;
  /** A codicon. */
  readonly icon: string;
}

/** Text that the user copies exactly, with the action that copies it. */
export interface Snippet {
  readonly label: string;
  readonly text: string;
  readonly copy: CheckAction;
}

/** One check as the page shows it. `unknown` is never shown as passed. */
export interface ShownCheck {
  readonly id: string;
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'unknown';
  readonly seen: string;
  /** Undefined when there is nothing to explain besides `seen`. */
  readonly problem?: { readonly what: string; readonly why: string; readonly next: string } | undefined;
  readonly snippets: readonly Snippet[];
  readonly actions: readonly CheckAction[];
}

/** The content of the page. It holds no secret. */
export interface CheckReport {
  readonly profile: string;
  readonly production: boolean;
  readonly pool: string;
  readonly clientId: string;
  /** Empty for a machine client. */
  readonly callbackUrl: string;
  /** While `running`, the checks are those of the previous run. */
  readonly state: 'running' | 'done';
  readonly checks: readonly ShownCheck[];
  /** The actions for the app client as a whole. */
  readonly actions: readonly CheckAction[];
}

export interface HostMessage {
  readonly type: 'show';
  readonly report: CheckReport;
}

/** The host looks the action up in its report, so a message cannot choose the text that is copied or the address that is opened. */
export type ViewMessage = { readonly type: 'ready' } | { readonly type: 'act'; readonly action: string };

/** Reads a message of the page. @returns undefined for a message that the page does not send */
export function readMessage(message: unknown): ViewMessage | undefined {
  const type = member(message, 'type');
  const action = member(message, 'action');
  if (type === 'ready') return { type };
  return type === 'act' && typeof action === 'string' ? { type, action } : undefined;
}

/** The state that the webview keeps when the window is reloaded. */
export interface ViewState {
  readonly profile: string;
}
