import type { AppClient } from '../oauth/clientAuthentication';
import type { Endpoints } from '../../core/endpoints';
import { isCognitoError, type CognitoError } from '../../core/errors';
import type { CallbackSource } from '../oauth/callbackUrls';
import type { Fetch, TokenContext } from '../oauth/tokenRequest';

/** The checks of Check App Client, in the order in which they are shown. */
export type AppClientCheckId =
  | 'issuer'
  | 'pool'
  | 'keys'
  | 'domain'
  | 'registration'
  | 'reachable'
  | 'client'
  | 'callback'
  | 'parameters'
  | 'resource'
  | 'scopes'
  | 'login'
  | 'authentication'
  | 'grant'
  | 'clock';

/**
 * One check. `unknown` means that the check was not possible or not conclusive; it is never shown as passed. `note` means that
 * only other programs are affected.
 */
export interface Check<Id extends string = string> {
  readonly id: Id;
  readonly status: 'passed' | 'failed' | 'unknown' | 'note';
  /** The observation that the status is based on, as a whole sentence. */
  readonly seen: string;
  /** Why the check failed or is unknown, or what the note is about; problems/ explains it. */
  readonly error?: CognitoError | undefined;
  /** The callback URL that the check is about. */
  readonly callbackUrl?: string;
}

export type AppClientCheck = Check<AppClientCheckId>;

/** @param endpoints undefined before discovery */
export type ApproveCheck = (endpoints?: Endpoints) => Promise<void>;

/** What the checks need. */
export interface AppClientCheckContext {
  readonly fetch: Fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly source: CallbackSource;
  /**
   * Asks the user to trust the profile, before the first request and again when its endpoints are known.
   * @throws CognitoError sign_in_cancelled
   */
  readonly approve: ApproveCheck;
  /** Adds the app client's secret, when one is stored for the pool of these endpoints. @throws CognitoError */
  readonly authenticate: (client: AppClient) => Promise<TokenContext>;
  /** Whether the pool asked for an access token when this editor registered itself; undefined when it never did. */
  readonly registeredWithToken?: boolean | undefined;
  /** Aborted when the user no longer waits; no more requests are sent then. */
  readonly signal?: AbortSignal | undefined;
}

export function passed<Id extends string>(id: Id, seen: string): Check<Id> {
  return { id, status: 'passed', seen };
}

export function failed<Id extends string>(id: Id, seen: string, error: CognitoError): Check<Id> {
  return { id, status: 'failed', seen, error };
}

/** @param error the reason, when it says more than `seen` */
export function unknown<Id extends string>(id: Id, seen: string, error?: CognitoError): Check<Id> {
  return { id, status: 'unknown', seen, error };
}

/** @param error what other programs meet, when it says more than `seen` */
export function note<Id extends string>(id: Id, seen: string, error?: CognitoError): Check<Id> {
  return { id, status: 'note', seen, error };
}

/** A value, or the error instead of it. */
export type Outcome<T> =
  | { readonly value: T; readonly error?: undefined }
  | { readonly value?: undefined; readonly error: CognitoError };

/** Waits for `work` and returns its CognitoError instead of throwing it. Other errors are thrown. */
export async function outcome<T>(work: Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await work };
  } catch (error) {
    if (!isCognitoError(error)) throw error;
    return { error };
  }
}

/** Whether an error means that the server did not answer. */
export function isUnreachable({ code }: CognitoError): boolean {
  return code === 'network' || code === 'timeout';
}

/** Whether an error says nothing about the settings, because the server did not answer or failed, or a firewall answered. */
export function isOutage(error: CognitoError): boolean {
  const status = Number(error.detail.status ?? 0);
  return isUnreachable(error) || status === 403 || status === 429 || status >= 500;
}
