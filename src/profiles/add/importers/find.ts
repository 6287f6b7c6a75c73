import { cleanDraft, type RawDraft, type CleanDraft } from '../profileDraft';

/** A user pool, with an app client or without, that a file names. */
export interface Find extends CleanDraft {
  /** Where in the file, when it may hold several: a stack, a variable. */
  readonly place: string;
}

/** What a reader found, before it is sifted. */
export interface RawFind {
  readonly place: string;
  readonly raw: RawDraft;
  /** The file has a client secret beside it, which is never read. */
  readonly hasSecret?: boolean;
}

/** More than these are a mistake, or meant to fill the list. */
const most = 20;

/** Sifts what was found: only what names a pool counts, and each pool and client once. */
export function siftFinds(found: readonly RawFind[]): readonly Find[] {
  const finds = new Map<string, Find>();
  for (const { place, raw, hasSecret } of found.slice(0, 100)) {
    const { draft, notes } = cleanDraft(raw);
    const pool = draft.userPoolId ?? draft.issuer ?? draft.domain;
    const key = `${pool ?? ''} ${draft.clientId ?? ''}`;
    if (pool === undefined || finds.has(key) || finds.size >= most) continue;
    const secret = hasSecret
      ? ['Its client secret was not read: run Cognito: Set Client Secret… after adding the profile.']
      : [];
    finds.set(key, { place, draft, notes: [...notes, ...secret] });
  }
  return [...finds.values()];
}
