/** Pieces of text that make a search for tokens slow when it reads anything more than once. */
const pieces: Readonly<Record<string, string>> = {
  'repeated token starts': 'eyJ',
  'long token starts with spaces between them': `${'eyJ'.repeat(30_000)} `,
  'repeated token headers': 'eyJhbGciOiJSUzI1NiJ9.',
  dots: '.',
  'lines of token characters': `${'eyJa'.repeat(20)}\n`,
  'text without tokens': 'lorem ipsum ',
  'escaped percent signs': '%2525252525eyJ',
  'token starts behind escapes': String.raw`\neyJhbGciOi`,
  'quoted token starts at line ends': '"eyJhbGciOiJSUzI1NiJ9" +\n',
  'operators and spaces': '" + ',
  'padding with dots': 'eyJhbGciOi=.',
  'colour codes': '\u001b[31m[31meyJ',
  'token headers with short lines after them': 'eyJhbGciOiJSUzI1NiJ9\nabc\n',
  'quotes, each on a line of its own': '"\n',
  'one token again and again': 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.abc ',
};

/** The texts by what they consist of. @param length of each, in characters */
export function hostileTexts(length: number): Readonly<Record<string, string>> {
  const texts = Object.entries(pieces).map(([name, piece]): readonly [string, string] => [
    name,
    piece.repeat(Math.ceil(length / piece.length)).slice(0, length),
  ]);
  // Each word begins as a token does, but it is no token, because it is not the base64url of a JSON object.
  const numbered = Array.from(
    { length: Math.ceil(length / 13) },
    (_, index) => `eyJ${index.toString().padStart(8, '0')}. `,
  );
  return { ...Object.fromEntries(texts), 'different words like tokens': numbered.join('').slice(0, length) };
}
