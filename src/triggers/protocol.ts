import { member } from '../core/members';
import type { Comparison } from '../inspector/model/comparison';

/** The buttons of the page. */
export const triggerActions = ['run', 'session', 'sample', 'debug', 'open'] as const;
export type TriggerAction = (typeof triggerActions)[number];

/** A change that the trigger asked for and that was not made. */
export interface NotChanged {
  /** "ID token" or "Access token". */
  readonly token: string;
  /** The claim or the scope. */
  readonly name: string;
  readonly reason: string;
}

/** What a trigger has answered, and what became of it. */
export interface ShownResult {
  /** The event, as JSON. */
  readonly event: string;
  /** The answer, as JSON; undefined when there is none. */
  readonly answer: string | undefined;
  /** What the trigger has printed. */
  readonly output: string;
  /** Milliseconds. */
  readonly duration: number;
  /** The message that an app gets, and the stack or the reason. */
  readonly failure?: { readonly message: string; readonly log: string } | undefined;
  readonly comparison?: Comparison | undefined;
  readonly notChanged: readonly NotChanged[];
}

/** The content of the page. It holds claims, but no token. */
export interface ShownAttempt {
  /** The path of the file in the workspace. */
  readonly file: string;
  readonly version: string;
  /** Whose tokens the trigger is tried with. */
  readonly subject: string;
  /** What limits this attempt, as sentences. */
  readonly note?: string | undefined;
  readonly isSession: boolean;
  /** While `running` or `debugging`, the result is that of the previous run. */
  readonly state: 'running' | 'debugging' | 'done';
  readonly result?: ShownResult | undefined;
}

export interface HostMessage {
  readonly type: 'show';
  readonly attempt: ShownAttempt;
}

export type ViewMessage =
  { readonly type: 'ready' } | { readonly type: 'act'; readonly action: TriggerAction };

/** Reads a message of the page. @returns undefined for a message that the page does not send */
export function readMessage(message: unknown): ViewMessage | undefined {
  const type = member(message, 'type');
  const action = triggerActions.find((known) => known === member(message, 'action'));
  if (type === 'ready') return { type };
  return type === 'act' && action !== undefined ? { type, action } : undefined;
}
