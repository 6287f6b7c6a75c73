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

/** One check as the page shows it. `unknown` is never shown as passed, and a `note` is about other programs. */
export interface ShownCheck {
  readonly id: string;
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'unknown' | 'note';
  readonly seen: string;
  /** Undefined when there is nothing to explain besides `seen`. */
  readonly problem?: { readonly what: string; readonly why: string; readonly next: string } | undefined;
  readonly snippets: readonly Snippet[];
  readonly actions: readonly CheckAction[];
}

/** A line in the head of the page. */
export interface Fact {
  readonly term: string;
  readonly value: string;
  /** The value is written for machines, such as an id or a URL. */
  readonly isCode: boolean;
}

/** The content of the page. It holds no secret. */
export interface CheckReport {
  /** The name of the profile, or of the MCP server. */
  readonly name: string;
  readonly title: string;
  readonly production: boolean;
  readonly facts: readonly Fact[];
  /** While `running`, the checks are those of the previous run. */
  readonly state: 'running' | 'done';
  readonly checks: readonly ShownCheck[];
  /** The sentence below the verdict when every check passed. */
  readonly conclusion: string;
  /** The actions for the app client or the MCP server as a whole. */
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
  /** The name of the profile, or of the MCP server. */
  readonly profile: string;
}
