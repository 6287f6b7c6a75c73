import type { Session } from '../../src/core/session';

/** The calls of the bench to its module in the extension host, each one line of JSON. Times are in milliseconds. */
export interface HostMethods {
  /** Activates the extensions in this order. @returns the time of each `activate()` @throws when one is active already */
  activate: (ids: readonly string[]) => Record<string, number>;
  /** Waits until the window has finished its start-up. */
  settle: () => void;
  /** The report of “Developer: Startup Performance”. */
  startupPerformance: () => string;
  /** Starts a sign-in and does not wait for its end. */
  beginSignIn: (profile: string) => void;
  /** Opens a callback URL as the operating system does. @returns the time of day */
  handOver: (callback: string) => number;
  closeEditors: () => void;
  /** The time until an empty webview sends its first message. */
  emptyWebview: () => number;
  /** The time of the requests of a sign-in without anything else. */
  bareRequests: (requests: BareRequests) => number;
  /** Copies a token to the clipboard and opens the inspector with it. */
  inspectToken: (token: string) => void;
  copyAccessToken: (profile: string, times: number) => readonly number[];
  /** The times of many requests for the token of a stored session. */
  askForToken: (session: Session) => TokenAsks;
  /** Bytes in use after garbage collection. */
  heapUsed: () => number;
}

export interface BareRequests {
  readonly token: string;
  readonly form: Record<string, string>;
  readonly userInfo: string;
}

export interface TokenAsks {
  /** One after the other. */
  readonly cached: readonly number[];
  /** Each by a new window that has read nothing yet. */
  readonly first: readonly number[];
  /** `SecretStorage.get` alone. */
  readonly bare: readonly number[];
}

export interface Call {
  readonly id: number;
  readonly method: keyof HostMethods;
  readonly args: readonly unknown[];
}

export interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}
