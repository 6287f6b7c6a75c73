import * as l10n from '@vscode/l10n';
import type { ErrorDetail } from '../core/errors';
import { plain } from '../core/text';
import type { Remedy } from './remedies';

/** The text for people about an error: what happened, why, and what to do next. Each is one or more whole sentences. */
export interface Problem {
  readonly what: string;
  readonly why: string;
  readonly next: string;
  readonly remedies: readonly Remedy[];
}

/** A problem without `what`, where several causes share that sentence. */
export type Cause = Omit<Problem, 'what'>;

/** A cause in a table whose entries share the remedies that they do not name. */
export type TableCause = Omit<Cause, 'remedies'> & Partial<Cause>;

/** Facts that a text may name and that are not part of the error. */
export interface ProblemContext {
  readonly profile?: string | undefined;
  readonly callbackUrl?: string | undefined;
  /** The port that the local user pool uses when it runs. */
  readonly localPoolPort?: number | undefined;
}

/** What a text is made of. */
export interface Facts {
  readonly detail: ErrorDetail;
  readonly context: ProblemContext;
  /** The host that the error names; “the server” when the error names no host. */
  readonly host: string;
  /** The name of the profile in quotation marks, or “this profile” when no name is known. */
  readonly profile: string;
  /** The app client, with its id when it is known, as part of a sentence. */
  readonly appClient: string;
  /** One fact of the error as text. */
  readonly text: (name: string, fallback?: string) => string;
  /** “ for ” and the name of the profile; nothing when no name is known, because an error about a host can occur without one. */
  readonly forProfile: string;
}

export type Explain = (facts: Facts) => Problem;

export function factsOf(detail: ErrorDetail, context: ProblemContext): Facts {
  const text = (name: string, fallback = l10n.t('the server')): string => {
    const value = detail[name];
    return value === undefined || value === '' ? fallback : plain(String(value));
  };
  const profile =
    context.profile === undefined ? l10n.t('this profile') : l10n.t`“${plain(context.profile)}”`;
  return {
    detail,
    context,
    host: text('host'),
    profile,
    appClient:
      detail.clientId === undefined
        ? l10n.t`app client of ${profile}`
        : l10n.t`app client ${text('clientId')} of ${profile}`,
    forProfile: context.profile === undefined ? '' : l10n.t` for ${profile}`,
    text,
  };
}

/** The cause of an answer with an error status that has no better explanation. */
export function errorStatus({ detail, text }: Facts): Cause {
  return {
    why:
      detail.status === undefined
        ? l10n.t('It answered with an error.')
        : l10n.t`It answered with status ${text('status')}.`,
    next: l10n.t('Try again in a moment.'),
    remedies: ['show_log'],
  };
}

/** The entry with this name. Names come from servers, so `constructor` must not be one. */
export function own<Value>(entries: Readonly<Record<string, Value>>, name: unknown): Value | undefined {
  return typeof name === 'string' && Object.hasOwn(entries, name) ? entries[name] : undefined;
}
