import * as l10n from '@vscode/l10n';

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

/** Text from elsewhere as a sentence: with one full stop, whether it came with one or not. */
export function sentence(text: string): string {
  return /[.?!…。．？！]$/.test(text) ? text : l10n.t('{0}.', text);
}

/** Sentences one after the other, with a space between them in languages that have one. Empty ones are left out. */
export function sentences(...texts: readonly (string | false | undefined)[]): string {
  const [first = '', ...others] = texts.flatMap((text) => text || []);
  return others.reduce((before, next) => l10n.t('{0} {1}', before, next), first);
}

/** What is wrong with an entry of a setting: `clientId is missing`. @param field empty for the whole entry */
export function entryFault({ field, reason }: { readonly field: string; readonly reason: string }): string {
  return field === '' ? l10n.t('The entry {0}', reason) : l10n.t('{field} {reason}', { field, reason });
}

/** Names or short texts with commas between them. */
export function withCommas(texts: readonly string[]): string {
  return texts.join(l10n.t(', '));
}

/** Text cut to a length, with an ellipsis in place of what is left out. @param length at most so many characters */
export function truncate(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** The parts that have a text, with dots between them. */
export function withDots(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter(Boolean).join(' · ');
}

/** Longer names are cut in questions, so that a name cannot push the rest of the question out of sight. In characters. */
const longestName = 60;

/** A name from settings or from another program as part of a question: as `plainLabel`, and cut. */
export function shortLabel(name: string): string {
  return truncate(plainLabel(name), longestName);
}

/** Marks a text that looks like one for people, but is the same in every language: programs read it, or it is stored. */
export function untranslated(text: string): string {
  return text;
}
