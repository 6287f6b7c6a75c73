import type { ErrorDetail } from './errors';

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
  | 'move_client_secret'
  | 'check_app_client';

/** A failure in plain words: what happened, why, what to do next. */
export interface Problem {
  readonly what: string;
  readonly why: string;
  readonly next: string;
  readonly remedies: readonly Remedy[];
}

/** A problem without its first sentence, which is the same whatever the cause. */
export type Cause = Omit<Problem, 'what'>;

/** What the text may name besides the error's own detail. */
export interface ProblemContext {
  readonly profile?: string;
  readonly callbackUrl?: string;
  /** Where the local user pool would listen, if it ran. */
  readonly localPoolPort?: number;
}

export type Explain = (detail: ErrorDetail, context: ProblemContext) => Problem;

/** Text from a server or from settings as one plain line: no control or invisible characters, and no link that a notification would render. */
export function plain(value: string): string {
  return value.replaceAll(/[\p{C}\s]+/gu, ' ').replaceAll('](', '] (');
}

/** A name from settings as part of a message, a status bar text or a list: as `plain`, and without an icon. */
export function plainLabel(value: string): string {
  return plain(value).replaceAll('$(', '$ (');
}

/** Text as Markdown that shows it and does nothing else: no markup, no icon, and no link made of an address. */
export function markdownText(value: string): string {
  return plain(value).replaceAll(
    /[^\p{L}\p{M}\p{N} ]/gu,
    (character) => `&#${character.codePointAt(0) ?? 0};`,
  );
}

/** The profile as text names it. */
export function named(context: ProblemContext): string {
  return context.profile === undefined ? 'this profile' : `“${plain(context.profile)}”`;
}

/** The profile at the end of a statement about a host, which several profiles may use; nothing where none is known. */
export function forProfile(context: ProblemContext): string {
  return context.profile === undefined ? '' : ` for ${named(context)}`;
}

/** One fact of an error's detail as text. */
export function text(detail: ErrorDetail, name: string, fallback = 'the server'): string {
  const value = detail[name];
  return value === undefined || value === '' ? fallback : plain(String(value));
}

/** Text from elsewhere as a sentence: with one full stop, whether it came with one or not. */
export function sentence(text: string): string {
  return /[.?!…]$/.test(text) ? text : `${text}.`;
}
