import * as l10n from '@vscode/l10n';
import { parseExact } from '../../core/exactJson';
import { decodePart, textClaim, type Claims } from '../../core/jwt';
import { compactToken, joinTokens } from './tokenText';

export const tokenTitles = {
  id: l10n.t('ID token'),
  access: l10n.t('Access token'),
  refresh: l10n.t('Refresh token'),
  other: l10n.t('Token'),
} as const;
/** The kind of a token: what `token_use` names, or `refresh` for a JWE like Cognito's refresh tokens. */
export type TokenKind = keyof typeof tokenTitles;

/** Why the claims of a token cannot be read, or not trusted to be all. */
export type TokenProblem = 'encrypted' | 'compressed' | 'detached' | 'not_json' | 'incomplete';

/** A decoded token. Nothing about it has been checked. */
export interface FoundToken {
  readonly token: string;
  readonly kind: TokenKind;
  readonly header: Claims;
  /** Undefined when they cannot be read, which `problem` explains. */
  readonly claims?: Claims;
  readonly problem?: TokenProblem;
}

/** How much of a text is searched, in characters. */
const longestText = 2_000_000;
/** The most tokens that are taken from a text. */
const mostTokens = 20;
/** The most places of a text that are decoded, because each that turns out to be no token costs time. */
const mostCandidates = 2000;
/** In characters. A longer token is refused, because servers refuse headers that are far shorter. */
const longestToken = 65_536;

/**
 * Finds tokens in a text: alone, after `Authorization: Bearer`, in quotes, in a curl command, in the JSON of a token
 * response, in a URL, behind percent and JSON escapes, or broken into lines by a terminal, an e-mail or source code.
 * @returns each token once, in the order of the text; at most 20, and none that is longer than 64 kB
 */
export function findTokens(text: string): readonly FoundToken[] {
  const found = new Map<string, FoundToken>();
  const seen = new Set<string>();
  for (const [match] of joinTokens(text.slice(0, longestText)).matchAll(compactToken)) {
    if (seen.has(match)) continue;
    seen.add(match);
    const read = readToken(match);
    if (read && !found.has(read.token)) found.set(read.token, read);
    if (found.size === mostTokens || seen.size === mostCandidates) break;
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
  // Look only at the text around the offset, because a line can be a whole minified file.
  const from = Math.max(0, offset - longestToken);
  for (const { 0: match, index } of line.slice(from, offset + longestToken).matchAll(compactToken)) {
    const start = from + index;
    if (start > offset) return undefined;
    const found = offset <= start + match.length ? readToken(match) : undefined;
    if (found && offset <= start + found.token.length) return { found, start };
  }
  return undefined;
}

/**
 * Decodes a token without checking anything.
 * @param text a token, perhaps with more parts: those of a word that follows it
 * @returns undefined when it does not begin with the header of a token
 * Source: RFC 7515 3.1, RFC 7516 3.1 and RFC 7519 7.2.
 */
export function readToken(text: string): FoundToken | undefined {
  const parts = text.split('.');
  const header = text.length > longestToken ? undefined : decodePart(parts[0], parseExact);
  if (header === undefined) return undefined;
  if (typeof header.enc === 'string') {
    const refresh = header.alg === 'RSA-OAEP' && header.enc === 'A256GCM';
    return {
      token: parts.slice(0, 5).join('.'),
      header,
      kind: refresh ? 'refresh' : 'other',
      problem: parts.length < 5 ? 'incomplete' : 'encrypted',
    };
  }
  const [, payload = '', signature] = parts;
  const token = parts.slice(0, 3).join('.');
  const claims = decodePart(payload, parseExact);
  if (claims === undefined) {
    // Base64 of a JSON object with a dot after it is no token, unless it names an algorithm.
    if (typeof header.alg !== 'string' || (payload === '' && !signature)) return undefined;
    return { token, header, kind: 'other', problem: whyUnreadable(header, payload, signature) };
  }
  const use = textClaim(claims, 'token_use');
  const kind = use === 'id' || use === 'access' ? use : 'other';
  return { token, header, claims, kind, problem: signature === undefined ? 'incomplete' : undefined };
}

/** Source: RFC 7515 appendix F for detached content, RFC 7516 4.1.3 for `zip`. */
function whyUnreadable(header: Claims, payload: string, signature: string | undefined): TokenProblem {
  if (signature === undefined) return 'incomplete';
  if (payload === '') return 'detached';
  return typeof header.zip === 'string' ? 'compressed' : 'not_json';
}
