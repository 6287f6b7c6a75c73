import { defined } from '../../core/members';
import type { AppClient } from '../oauth/clientAuthentication';
import type { Endpoints } from '../../core/endpoints';
import type { CognitoError } from '../../core/errors';
import type { Fetch, TokenContext } from '../oauth/tokenRequest';

/** What Check App Client looks at, in the order in which it is shown. */
export type PreflightId =
  | 'issuer'
  | 'pool'
  | 'keys'
  | 'domain'
  | 'reachable'
  | 'client'
  | 'callback'
  | 'parameters'
  | 'scopes'
  | 'login'
  | 'authentication'
  | 'grant'
  | 'clock';

/** One check. `unknown` means that nothing could be told, never that all is well. */
export interface AppClientCheck {
  readonly id: PreflightId;
  readonly status: 'passed' | 'failed' | 'unknown';
  /** What was seen, as a sentence. */
  readonly seen: string;
  /** Why it failed or could not be told; problems.ts explains it. */
  readonly error?: CognitoError;
}

/** @param endpoints left out while they are not known */
export type ApproveCheck = (endpoints?: Endpoints) => Promise<void>;

/** What a run of the checks is made with. */
export interface PreflightContext {
  readonly fetch: Fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The callback URL that a sign-in would use. */
  readonly redirectUri: string;
  /** Lets the profile lead on: before anything is asked, and again when its endpoints are known. @throws CognitoError sign_in_cancelled */
  readonly approve: ApproveCheck;
  /** Gives the app client its secret, when one is stored and these endpoints are its pool's. @throws CognitoError */
  readonly authenticate: (client: AppClient) => Promise<TokenContext>;
  /** Ends the checks: no further request is sent. */
  readonly signal?: AbortSignal;
}

export function passed(id: PreflightId, seen: string): AppClientCheck {
  return { id, status: 'passed', seen };
}

export function failed(id: PreflightId, seen: string, error: CognitoError): AppClientCheck {
  return { id, status: 'failed', seen, error };
}

/** @param error why, when there is more to say than what was seen */
export function unknown(id: PreflightId, seen: string, error?: CognitoError): AppClientCheck {
  return { id, status: 'unknown', seen, ...defined({ error }) };
}

/** Whether a failure says nothing about the settings: no answer came, or the server had a fault of its own. */
export function isOutage({ code, detail }: CognitoError): boolean {
  if (code === 'network' || code === 'timeout') return true;
  const status = Number(detail.status ?? 0);
  return status === 429 || status >= 500;
}
