import { member } from '../core/members';

/** An action of a call. The page shows it as a button. */
export interface CallAction {
  readonly id: string;
  readonly title: string;
  /** A codicon. */
  readonly icon: string;
}

/** One call as the page shows it. It has no query, no header, no body and no token. */
export interface ShownCall {
  readonly id: number;
  /** When it ended, in milliseconds since 1970. */
  readonly at: number;
  /** The name of the API proxy; empty for a pasted answer. */
  readonly proxy: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Milliseconds; undefined for a pasted answer. */
  readonly duration?: number | undefined;
  /** Which token was sent, when it is not the one of the settings. */
  readonly note?: string | undefined;
  /** Why the API refused the call, or what another try has shown. */
  readonly explanation?: { readonly what: string; readonly why: string; readonly next: string } | undefined;
  readonly action?: CallAction | undefined;
}

export interface HostMessage {
  readonly type: 'show';
  /** The newest one first. */
  readonly calls: readonly ShownCall[];
}

/** The host looks the action up in its own list, so a message cannot name a command or a URL. */
export type ViewMessage =
  { readonly type: 'ready' } | { readonly type: 'start' } | { readonly type: 'act'; readonly call: number };

/** Reads a message of the page. @returns undefined for a message that the page does not send */
export function readMessage(message: unknown): ViewMessage | undefined {
  const type = member(message, 'type');
  const call = member(message, 'call');
  if (type === 'ready' || type === 'start') return { type };
  return type === 'act' && typeof call === 'number' ? { type, call } : undefined;
}
