import type { ErrorDetail } from '../core/errors';
import { plain } from '../core/text';

/** What the user can do about a problem. Each remedy becomes a button. */
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

/** The text for people about an error: what happened, why, and what to do next. Each is one or more whole sentences. */
export interface Problem {
  readonly what: string;
  readonly why: string;
  readonly next: string;
  readonly remedies: readonly Remedy[];
}

/** A problem without `what`, where several causes share that sentence. */
export type Cause = Omit<Problem, 'what'>;

/** Facts that a text may name and that are not part of the error. */
export interface ProblemContext {
  readonly profile?: string | undefined;
  readonly callbackUrl?: string | undefined;
  /** The port that the local user pool uses when it runs. */
  readonly localPoolPort?: number | undefined;
}

/** The cause of an answer with an error status that has no better explanation. */
export function errorStatus(detail: ErrorDetail): Cause {
  return {
    why:
      detail.status === undefined
        ? 'It answered with an error.'
        : `It answered with status ${text(detail, 'status')}.`,
    next: 'Try again in a moment.',
    remedies: ['show_log'],
  };
}

export type Explain = (detail: ErrorDetail, context: ProblemContext) => Problem;

/** The name of the profile in quotation marks, or “this profile” when no name is known. */
export function profileLabel(context: ProblemContext): string {
  return context.profile === undefined ? 'this profile' : `“${plain(context.profile)}”`;
}

/**
 * Chooses between two sentences, because an error about a host can occur without a profile.
 * @param withProfile makes the sentence that names the profile
 */
export function ifProfile(
  context: ProblemContext,
  withProfile: (profile: string) => string,
  withoutProfile: string,
): string {
  return context.profile === undefined ? withoutProfile : withProfile(profileLabel(context));
}

/** One fact of an error as text. */
export function text(detail: ErrorDetail, name: string, fallback = 'the server'): string {
  const value = detail[name];
  return value === undefined || value === '' ? fallback : plain(String(value));
}
