import * as l10n from '@vscode/l10n';
import type { ShownCall } from '../protocol';

/** What is read. Another object with the same text is read again. */
export interface News {
  readonly text: string;
}

/** The explanations that the page has shown; undefined before its first list of calls. */
let shown: ReadonlySet<string> | undefined;
let last: News = { text: '' };

function keyOf({ id, explanation }: ShownCall): string {
  return `${id} ${explanation?.what ?? ''}`;
}

/**
 * What a screen reader reads about a list of calls: the newest explanation that the last list did not have. Calls that were
 * answered are not read, because a client can make many in a second.
 * @param calls the newest one first
 */
export function news(calls: readonly ShownCall[]): News {
  const explained = calls.filter(({ explanation }) => explanation !== undefined);
  const fresh = shown && explained.find((call) => shown?.has(keyOf(call)) === false);
  shown = new Set(explained.map(keyOf));
  if (fresh?.explanation) {
    last = { text: l10n.t`${fresh.method} ${fresh.path}, ${fresh.status}: ${fresh.explanation.what}` };
  }
  return last;
}
