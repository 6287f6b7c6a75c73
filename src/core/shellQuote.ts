/** A text as one quoted argument for a POSIX shell. Source: POSIX.1-2017, Shell Command Language, section 2.2.2. */
export function quotePosix(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
