import { decodePart } from '../../core/jwt';

/**
 * What may stand before a token: the start of the text, a character that no token has, or an escaped one. An escape ends in
 * letters or digits, which look like a part of the token: `%22`, `\u003d`, `\n`, `[31m`. A diff puts a minus before a line.
 */
const border = String.raw`(?<=^|[^\w.-]|[\n\r]-|\\[nr]-|^-|%(?:25){0,4}[\dA-Fa-f]{2}|\\u[\dA-Fa-f]{4}|\\x[\dA-Fa-f]{2}|\\[abefnrtv]|\[[\d;]{0,20}m)`;

/** The base64url of `{"`, or of `{` and white space: the header of a token is a JSON object. */
const start = `(?=e[wy])${border}e[wy]`;

/**
 * A JWS or JWE: base64url with dots, each part with or without padding. It also matches the start of a token that was cut, and
 * a word with a dot that follows a token. Source: RFC 7515 3.1 and RFC 7516 3.1 for the compact form.
 */
export const compactToken = new RegExp(String.raw`${start}[\w-]{6,}={0,2}(?:\.[\w-]*={0,2}){1,4}`, 'g');

/** Colour codes of terminals, and characters that are not shown. */
const invisible = /(?!\s)\p{Cc}\[[\d;]*[A-Za-z]|\p{Cf}|[\ufe00-\ufe0f]/gu;

/** The end of a line in a text, also as an escape in a string. */
const lineEnd = /\r\n|\r|\n|(?:\\r)?\\n/g;
const endOfLine = new RegExp(lineEnd, 'y');

/** More characters of a piece. Padding counts only before a dot, because mail programs end a broken line with `=`. */
const padded = String.raw`(?:={1,2}\.[\w.-]*)*`;
/** What may follow a piece of a token on its line: the end of a string, an operator, a line continuation, a frame. */
const tail = String.raw`(?:["'\x60][ \t]*\.?)?[ \t]*(?:[+&,\\^=|│\x60][ \t]*)*(?=$|[\r\n]|(?:\\r)?\\n)`;
/** The first piece of a token that was broken into lines, at the end of a line. */
const firstPiece = new RegExp(String.raw`(${start}[\w.-]{6,}${padded})${tail}`, 'g');
/** What may precede a piece on its line: the mark of a mail, a diff or a frame, an operator, the start of a string. */
const head = String.raw`^[ \t]*(?:(?:[>+|│&]|\.(?=[ \t]*["']))[ \t]*)*["'\x60]?`;
/** A line with another piece of the token, and what follows it. */
const nextPiece = new RegExp(String.raw`${head}([\w.-]+${padded})(${tail}|["'\x60,;)\]}<&].*$)`);
const onlyTail = new RegExp(`^${tail}`);
/** A line that begins a token of its own. */
const startsToken = /^e[wy][\w-]{6,}={0,2}\.[\w-]*={0,2}\./;

/**
 * Removes what hides tokens in a text: colours, invisible characters, and the line breaks inside a token with the quotes and
 * marks around them. A word on the line after a whole token stays apart. Runs in linear time.
 */
export function joinTokens(text: string): string {
  const clean = text.replaceAll(invisible, '');
  let joined = '';
  let position = 0;
  firstPiece.lastIndex = 0;
  for (let first = firstPiece.exec(clean); first !== null; first = firstPiece.exec(clean)) {
    const [whole, begun = ''] = first;
    joined += clean.slice(position, first.index + begun.length);
    position = first.index + whole.length;
    /** What follows the open token on its line. It is left out when the next line continues the token. */
    let rest = whole.slice(begun.length);
    let open: OpenToken | undefined = extended({ header: '', dots: 0, last: 0 }, begun);
    while (open !== undefined && !isWhole(open)) {
      const { line, end } = lineAfter(clean, position);
      const [, piece = '', after = ''] = nextPiece.exec(line) ?? [];
      if (piece === '' || startsToken.test(piece)) break;
      joined += piece;
      rest = after;
      position = end;
      open = after === '' || onlyTail.test(after) ? extended(open, piece) : undefined;
    }
    joined += rest;
    firstPiece.lastIndex = position;
  }
  return joined + clean.slice(position);
}

/** The line after the end of line at a position; an empty line at the end of the text. */
function lineAfter(text: string, position: number): { readonly line: string; readonly end: number } {
  endOfLine.lastIndex = position;
  if (!endOfLine.test(text)) return { line: '', end: position };
  const start = endOfLine.lastIndex;
  lineEnd.lastIndex = start;
  const end = lineEnd.exec(text)?.index ?? text.length;
  return { line: text.slice(start, end), end };
}

/** What is needed to tell whether a token is whole at the end of a line. */
interface OpenToken {
  readonly header: string;
  readonly dots: number;
  /** Characters after the last dot. */
  readonly last: number;
}

function extended({ header, dots, last }: OpenToken, more: string): OpenToken {
  const [first = '', ...others] = more.split('.');
  return {
    header: dots === 0 && header.length < longestHeader ? header + first : header,
    dots: dots + others.length,
    last: others.length === 0 ? last + more.length : (others.at(-1) ?? '').length,
  };
}

/** The longest header that is read, in characters. */
const longestHeader = 8192;
/** Characters of a signature, in base64url. Source: RFC 7518 3; a larger RSA key has a longer one. */
const signatureLengths: Readonly<Record<string, number>> = { HS256: 43, ES256: 86, RS256: 342, PS256: 342 };
/** Characters of an authentication tag. Source: RFC 7518 5.3. */
const tagLength = 22;

function isWhole({ header, dots, last }: OpenToken): boolean {
  if (dots === 4) return last >= tagLength;
  if (dots !== 2) return false;
  const { enc, alg } = decodePart(header) ?? {};
  if (enc !== undefined) return false;
  const known = typeof alg === 'string' && Object.hasOwn(signatureLengths, alg);
  return last >= ((known ? signatureLengths[alg] : undefined) ?? 0);
}
