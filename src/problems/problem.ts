import type { ErrorDetail } from '../core/errors';
import { plain } from '../core/text';

/** What a person can do about a problem; each becomes a button. */
export type Remedy =
  | 'sign_in'
  | 'open_settings'
  | 'copy_callback_url'
  | 'start_local_pool'
  | 'open_proxy_settings'
  | 'show_log'
  | 'paste_callback'
  | 'add_profile'
  | 'edit_profile'
  | 'select_profile'
  | 'set_client_secret'
  | 'check_app_client';

/** A failure in plain words: what happened, why, what to do next. */
export interface Problem {
  readonly what: string;
  readonly why: string;
  readonly next: string;
  readonly remedies: readonly Remedy[];
}

/** The cause of a problem: everything but its first sentence. */
export type Cause = Omit<Problem, 'what'>;

/** What the text may name besides the error's own detail. */
export interface ProblemContext {
  readonly profile?: string;
  readonly callbackUrl?: string;
  /** Where the local user pool would listen, if it ran. */
  readonly localPoolPort?: number;
}

export type Explain = (detail: ErrorDetail, context: ProblemContext) => Problem;

/** The profile as text names it. */
export function profileLabel(context: ProblemContext): string {
  return context.profile === undefined ? 'this profile' : `“${plain(context.profile)}”`;
}

/** The profile at the end of a statement about a host, which several profiles may use; nothing where none is known. */
export function forProfile(context: ProblemContext): string {
  return context.profile === undefined ? '' : ` for ${profileLabel(context)}`;
}

/** One fact of an error's detail as text. */
export function text(detail: ErrorDetail, name: string, fallback = 'the server'): string {
  const value = detail[name];
  return value === undefined || value === '' ? fallback : plain(String(value));
}
