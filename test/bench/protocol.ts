import type { Session } from '../../src/core/session';

/** What the bench asks of the module in the extension host, one line of JSON at a time. Times in milliseconds. */
export interface HostMethods {
  /** How long `activate()` took of each extension took, in this order. Throws when one is active already. */
  activate: (ids: readonly string[]) => Record<string, number>;
  /** The window has nothing left to do: for a while it answers at once. */
  settle: () => void;
  /** What "Developer: Startup Performance" says. */
  startupPerformance: () => string;
  /** Starts a sign-in and does not wait for its end. */
  beginSignIn: (profile: string) => void;
  /** Hands a callback over as the system does. Gives the time of day of the hand-over. */
  handOver: (callback: string) => number;
  closeEditors: () => void;
  /** How long a webview takes to open and to say one word. */
  emptyWebview: () => number;
  /** How long the requests of a sign-in take when nothing else is done. */
  bareRequests: (requests: BareRequests) => number;
  /** Opens the inspector on a token that the clipboard holds. */
  inspectToken: (token: string) => void;
  copyAccessToken: (profile: string, times: number) => readonly number[];
  /** How long each of many asks for the token of a stored session took. */
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
  /** By a window that has read nothing yet, each time. */
  readonly first: readonly number[];
  /** SecretStorage.get alone. */
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
