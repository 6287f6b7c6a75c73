import type { TriggerEvent } from '../triggerEvent';

/** What the program is asked to run, in its one message. */
export interface Call {
  /** The absolute path of the JavaScript or TypeScript file. */
  readonly file: string;
  /** The name of the exported function. */
  readonly handler: string;
  readonly event: TriggerEvent;
  /** Milliseconds. */
  readonly timeout: number;
}

/** What the program answers, once. */
export type CallResult =
  /** The handler's answer, as JSON. */
  | { readonly answer: string }
  /** The text of the error, and its stack. */
  | { readonly error: string; readonly stack: string };
