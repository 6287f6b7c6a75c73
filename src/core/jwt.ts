import * as l10n from '@vscode/l10n';
import { isExactNumber, numberOf } from './exactNumber';
import { isRecord } from './members';

/** The claims of a token: a JSON object with members of any type. */
export type Claims = Readonly<Record<string, unknown>>;

export interface DecodedJwt {
  readonly header: Claims;
  readonly claims: Claims;
}

/**
 * Reads the header and the claims of a signed token without any check.
 * @returns undefined when `token` is not a JWS of JSON objects
 * Source: RFC 7519 section 7.2.
 */
export function decodeJwt(token: string): DecodedJwt | undefined {
  const parts = token.split('.');
  if (parts.length !== 3) return undefined;
  const header = decodePart(parts[0]);
  const claims = decodePart(parts[1]);
  return header && claims ? { header, claims } : undefined;
}

/** The claims of a signed token, without any check; none when there is no token or it cannot be read. */
export function claimsOf(token: string | undefined): Claims {
  return decodeJwt(token ?? '')?.claims ?? {};
}

/** A claim that must be text; undefined for any other value. */
export function textClaim(claims: Claims, name: string): string | undefined {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The farthest from 1970 that a date can be, in milliseconds. Source: ECMA-262, "Time Values and Time Range". */
export const furthestTime = 8.64e15;

/** Larger values are no times in seconds: this is the year 5138, and in milliseconds 1973. */
const latestTime = 100_000_000_000;

/**
 * A claim that must be a point in time. Tokens have seconds (RFC 7519 section 2, NumericDate).
 * @returns milliseconds since 1970; undefined for anything that is not a time, see `whyNoTime`
 */
export function timeClaim(claims: Claims, name: string): number | undefined {
  const seconds = numberOf(Object.hasOwn(claims, name) ? claims[name] : undefined);
  return seconds !== undefined && Math.abs(seconds) < latestTime ? seconds * 1000 : undefined;
}

/** Why a claim that is present is not a point in time, as a whole sentence. */
export function whyNoTime(claims: Claims, name: string): string {
  const value = claims[name];
  const seconds = numberOf(value);
  if (seconds === undefined) {
    return typeof value === 'string'
      ? l10n.t('{0} is text, not a number.', name)
      : l10n.t('{0} is not a number.', name);
  }
  return Math.abs(seconds) <= furthestTime
    ? l10n.t`${name} is too large for a time in seconds. It is probably in milliseconds.`
    : l10n.t('{0} is too large for a time.', name);
}

/** The audiences of a token: `aud` is a text or a list of texts. Source: RFC 7519 section 4.1.3. */
export function audiencesOf(claims: Claims): readonly unknown[] {
  if (!Object.hasOwn(claims, 'aud')) return [];
  return Array.isArray(claims.aud) ? (claims.aud as readonly unknown[]) : [claims.aud];
}

/** The app client of a token: `client_id`, or the only audience. */
export function clientOf(claims: Claims): string | undefined {
  const [audience, ...others] = audiencesOf(claims);
  const only = typeof audience === 'string' && others.length === 0 ? audience : undefined;
  return textClaim(claims, 'client_id') ?? only;
}

/** Larger values are not indented, because indenting would make them many times longer. */
const longestIndented = 20_000;
const deepestIndented = 20;

/** A claim's value as text: text as it is, anything else as JSON. @param indent as in JSON.stringify, for short values */
export function valueText(value: unknown, indent?: number): string | undefined {
  if (typeof value === 'string') return value;
  try {
    const text = JSON.stringify(value) as string | undefined;
    const short = text !== undefined && text.length <= longestIndented && depthOf(text) <= deepestIndented;
    return short ? JSON.stringify(value, null, indent) : text;
  } catch {
    // JSON that is nested too deeply overflows the stack.
    return l10n.t('(nested too deeply to show)');
  }
}

/** The depth of nested brackets in a JSON text. It also counts brackets in strings, which only avoids indenting. */
function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of json) {
    if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth);
    else if (character === ']' || character === '}') depth--;
  }
  return deepest;
}

/**
 * Decodes one part of a token.
 * @param parse reads the JSON text: to show all digits of numbers, `parseExact`
 * @returns undefined when the part is not a JSON object in base64url, padded or not
 */
export function decodePart(
  part: string | undefined,
  parse: (text: string) => unknown = JSON.parse,
): Claims | undefined {
  try {
    const binary = atob(
      (part ?? '')
        .replace(/={1,2}$/, '')
        .replaceAll('-', '+')
        .replaceAll('_', '/'),
    );
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const value = parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isRecord(value) && !isExactNumber(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
