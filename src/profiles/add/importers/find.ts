import * as l10n from '@vscode/l10n';
import { cleanDraft, type RawDraft, type CleanDraft } from '../profileDraft';

/** A user pool that a file names, with or without an app client. */
export interface Find extends CleanDraft {
  /** The place in a file that can have several pools: a stack, a variable. */
  readonly place: string;
}

/** The unchecked result of a reader. */
export interface RawFind {
  readonly place: string;
  readonly raw: RawDraft;
  /** The file also has a client secret, which is never read. */
  readonly hasSecret: boolean;
}

/** At most so many results of a file are used. */
const most = 20;

/** Keeps results that name a pool, each pool and client once. */
export function siftFinds(found: readonly RawFind[]): readonly Find[] {
  const finds = new Map<string, Find>();
  for (const { place, raw, hasSecret } of found.slice(0, 100)) {
    const { draft, notes } = cleanDraft(raw);
    const pool = draft.userPoolId ?? draft.issuer ?? draft.domain;
    const key = `${pool ?? ''} ${draft.clientId ?? ''}`;
    if (pool === undefined || finds.has(key) || finds.size >= most) continue;
    const secret = hasSecret
      ? [l10n.t('Its client secret was not read: run Cognito: Set Client Secret… after adding the profile.')]
      : [];
    finds.set(key, { place, draft, notes: [...notes, ...secret] });
  }
  return [...finds.values()];
}

/** The parts of a list, or of a text with commas or spaces between them. */
export function parts(value: unknown, separator: RegExp): unknown {
  if (typeof value !== 'string') return value ?? undefined;
  const found = value.split(separator).map((part) => part.trim());
  return found.filter((part) => part !== '').slice(0, 100);
}
