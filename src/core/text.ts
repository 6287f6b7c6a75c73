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
  return /[.?!…]$/.test(text) ? text : `${text}.`;
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
