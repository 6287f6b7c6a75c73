import { decodeJwt, decodePart, textClaim, type Claims } from '../../core/jwt';

/** The kind of a token: what `token_use` names, or `refresh` for a JWE like Cognito's refresh tokens. */
export type TokenKind = 'id' | 'access' | 'refresh' | 'other';

/** A decoded token. Nothing about it has been checked. */
export interface FoundToken {
  readonly token: string;
  readonly kind: TokenKind;
  readonly header: Claims;
  /** Undefined when the token is encrypted. */
  readonly claims?: Claims;
}

/** How much of a text is searched, in characters. */
const longestText = 2_000_000;
/** The most tokens that are taken from a text. */
const mostTokens = 20;
/** In characters. A longer token is refused, because servers refuse headers that are far shorter. */
const longestToken = 65_536;

/**
 * A JWS or JWE: base64url with dots. The header is a JSON object, so it begins with the base64 of `{`.
 * Every start is tried once, so it runs in linear time.
 */
const compact = /(?<![\w.-])e[wy][\w-]{6,}(?:\.[\w-]*){2,4}(?![\w.-])/g;

/** A line that begins with the next part of a token, and the characters that may follow the token. */
const continued = /^[ \t]*([\w.-]+)((?:["'`,;)\]}<&].*)?[ \t]*)$/;

/**
 * Finds tokens in a text: alone, after `Authorization: Bearer`, in quotes, in a curl command, in the JSON of a token
 * response, in the fragment of a URL, or broken into lines by a terminal or an e-mail.
 * @returns each token once, in the order of the text; at most 20, and none that is longer than 64 kB
 * Source: RFC 7515 3.1 and RFC 7516 3.1 for the compact form.
 */
export function findTokens(text: string): readonly FoundToken[] {
  const found = new Map<string, FoundToken>();
  for (const [token] of joinLines(text.slice(0, longestText)).matchAll(compact)) {
    const read = token.length > longestToken ? undefined : readToken(token);
    if (read && !found.has(token)) found.set(token, read);
    if (found.size === mostTokens) break;
  }
  return [...found.values()];
}

/**
 * Finds the token around an offset in a line of text.
 * @param offset in UTF-16 code units, as editors count
 * @returns the token and the offset of its first character
 */
export function tokenAt(
  line: string,
  offset: number,
): { readonly found: FoundToken; readonly start: number } | undefined {
  // Look only at the token characters around the offset, because a line can be a whole minified file.
  const part = /[\w.-]/;
  let start = offset;
  let end = offset;
  while (start > 0 && offset - start < longestToken && part.test(line.charAt(start - 1))) start -= 1;
  while (end < line.length && end - offset < longestToken && part.test(line.charAt(end))) end += 1;
  if (end - start > longestToken) return undefined;
  const found = readToken(line.slice(start, end));
  return found && { found, start };
}

/**
 * Decodes a token without checking anything.
 * @returns undefined when the text is not a JWS of JSON objects and not a JWE
 */
export function readToken(token: string): FoundToken | undefined {
  if (!/^e[wy]/.test(token)) return undefined;
  const decoded = decodeJwt(token);
  if (decoded) {
    const use = textClaim(decoded.claims, 'token_use');
    return { token, ...decoded, kind: use === 'id' || use === 'access' ? use : 'other' };
  }
  const parts = token.split('.');
  const header = parts.length === 5 ? decodePart(parts[0]) : undefined;
  if (header === undefined || typeof header.enc !== 'string') return undefined;
  return { token, header, kind: header.alg === 'RSA-OAEP' && header.enc === 'A256GCM' ? 'refresh' : 'other' };
}

/** Joins tokens that were broken into lines. A word on the line after a whole token stays apart. */
function joinLines(text: string): string {
  const joined: string[] = [];
  let open: OpenToken | undefined;
  for (const line of text.split(/\\?\r?\n/)) {
    const [, rest = '', closing = ''] = (open && continued.exec(line)) ?? [];
    if (open && rest !== '' && !/^e[wy][\w-]{6,}\.[\w-]*\./.test(rest) && !isWhole(open)) {
      joined.push(rest, closing);
      open = closing.trim() === '' ? extended(open, rest) : undefined;
    } else {
      joined.push(joined.length === 0 ? line : `\n${line}`);
      const begun = /(?<![\w.-])e[wy][\w.-]{6,}$/.exec(line.trimEnd())?.[0];
      open = begun === undefined ? undefined : extended({ header: '', dots: 0, last: 0 }, begun);
    }
  }
  return joined.join('');
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
