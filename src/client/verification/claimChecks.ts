import { clockDifference } from '../../core/serverTime';
import { textClaim, timeClaim, valueText, type Claims } from '../../core/jwt';
import { localTime } from '../../core/localTime';

/** What a check looks at; also the word an error names it by. */
export type CheckId =
  'format' | 'signature' | 'issuer' | 'audience' | 'token_use' | 'expiry' | 'issued_at' | 'nonce' | 'at_hash';

/** One line of a report. `unknown` means that nothing can be said, never that all is well. */
export interface CheckResult {
  readonly id: CheckId;
  readonly status: 'passed' | 'failed' | 'unknown';
  readonly reason: string;
}

/** What a token's claims are held against. */
export interface ClaimContext {
  /** `other` for a token that says to be neither of Cognito's. */
  readonly kind: 'id' | 'access' | 'other';
  /** Undefined, and not checked, when the app client is not known. */
  readonly clientId: string | undefined;
  /** Every issuer that is right for the pool. */
  readonly issuers: readonly string[];
  /** Seconds since 1970, by the pool's clock where it is known. */
  readonly now: number;
  /** How far the pool's clock is ahead of this computer's, in seconds. */
  readonly clockSkew?: number;
  /** The nonce that was sent; undefined, and not checked, when this token does not come straight from a sign-in. */
  readonly nonce?: string;
  /** The access token issued with an ID token, for `at_hash`. */
  readonly accessToken?: string;
  /** The `resource` that was asked for: it becomes the access token's `aud`. */
  readonly resource?: string;
}

/** Clocks may differ by this much, in seconds. */
export const clockTolerance = 60;

/**
 * Checks what a token says, against everything known about its pool and its sign-in.
 * Source: OpenID Connect Core 3.1.3.7 and 3.1.3.8; AWS, "Verifying JSON web tokens".
 */
export async function checkClaims(claims: Claims, context: ClaimContext): Promise<readonly CheckResult[]> {
  return [
    checkIssuer(claims, context.issuers),
    checkAudience(claims, context),
    checkUse(claims, context.kind),
    checkExpiry(claims, context),
    checkIssuedAt(claims, context),
    ...(context.kind === 'id'
      ? [...checkNonce(claims, context.nonce), ...(await checkAtHash(claims, context.accessToken))]
      : []),
  ];
}

export function passed(id: CheckId, reason: string): CheckResult {
  return { id, status: 'passed', reason };
}

export function failed(id: CheckId, reason: string): CheckResult {
  return { id, status: 'failed', reason };
}

export function notChecked(id: CheckId, reason: string): CheckResult {
  return { id, status: 'unknown', reason };
}

/** Values come from the token, so they are cut short: a reason is one line. */
export function shown(value: unknown): string {
  const text = valueText(value);
  return text === undefined ? 'missing' : text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

function compare(id: CheckId, actual: unknown, expected: string): CheckResult {
  if (actual === expected) return passed(id, shown(expected));
  return failed(id, `Expected ${shown(expected)}, found ${shown(actual)}.`);
}

function checkIssuer(claims: Claims, issuers: readonly string[]): CheckResult {
  const issuer = textClaim(claims, 'iss');
  if (issuers.length === 0) {
    return notChecked(
      'issuer',
      issuer === undefined ? 'It has no issuer.' : 'The pool of this token is not known.',
    );
  }
  if (issuer !== undefined && issuers.includes(issuer)) return passed('issuer', issuer);
  return failed('issuer', `Expected ${issuers.join(' or ')}, found ${shown(issuer)}.`);
}

function checkUse(claims: Claims, kind: ClaimContext['kind']): CheckResult {
  return kind === 'other'
    ? notChecked('token_use', 'token_use is neither “id” nor “access”.')
    : compare('token_use', textClaim(claims, 'token_use'), kind);
}

function checkAudience(claims: Claims, context: ClaimContext): CheckResult {
  if (context.clientId === undefined) {
    const named = textClaim(claims, 'client_id') ?? textClaim(claims, 'aud');
    return notChecked(
      'audience',
      named === undefined
        ? 'It names no app client.'
        : `No profile for this pool has the app client ${shown(named)}.`,
    );
  }
  if (context.kind === 'id') return compare('audience', claims.aud, context.clientId);
  const client = compare('audience', claims.client_id, context.clientId);
  if (client.status === 'failed' || context.resource === undefined) return client;
  const audiences = Array.isArray(claims.aud) ? (claims.aud as unknown[]) : [claims.aud];
  return audiences.includes(context.resource) ? client : compare('audience', claims.aud, context.resource);
}

function checkExpiry(claims: Claims, { now, clockSkew }: ClaimContext): CheckResult {
  const expiry = timeClaim(claims, 'exp');
  if (expiry === undefined) return failed('expiry', 'The token does not say when it expires.');
  const time = localTime(expiry) ?? 'an invalid date';
  return expiry + clockTolerance > now
    ? passed('expiry', `Valid until ${time}.${byWhichClock(clockSkew)}`)
    : failed('expiry', `Expired at ${time}.${byWhichClock(clockSkew)}`);
}

function checkIssuedAt(claims: Claims, { now, clockSkew }: ClaimContext): CheckResult {
  const issued = timeClaim(claims, 'iat');
  if (issued === undefined) return failed('issued_at', 'The token does not say when it was issued.');
  return issued - clockTolerance <= now
    ? passed('issued_at', `Not in the future.${byWhichClock(clockSkew)}`)
    : failed('issued_at', 'Issued in the future: this computer’s clock may be slow.');
}

/** Times are checked by the pool's clock; that this computer's is wrong is not the token's fault. */
function byWhichClock(clockSkew = 0): string {
  const difference = clockDifference(clockSkew);
  return difference === undefined ? '' : ` By the pool’s clock: this computer’s is ${difference}.`;
}

/** Only the ID token of a sign-in answers a nonce; for a refreshed one there is nothing to check. */
function checkNonce(claims: Claims, nonce: string | undefined): readonly CheckResult[] {
  if (nonce === undefined) return [];
  // The nonce itself ties the browser to this editor, so it is not shown.
  return claims.nonce === nonce
    ? [passed('nonce', 'The one this sign-in sent.')]
    : [failed('nonce', 'Not the one this sign-in sent.')];
}

/** Optional in the code flow, so a token without it is none the worse. Source: OpenID Connect Core 3.1.3.6. */
async function checkAtHash(claims: Claims, accessToken: string | undefined): Promise<readonly CheckResult[]> {
  if (!Object.hasOwn(claims, 'at_hash')) return [];
  if (accessToken === undefined) return [notChecked('at_hash', 'There is no access token beside it.')];
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(accessToken)));
  const half = btoa(String.fromCharCode(...digest.slice(0, digest.length / 2)));
  const actual = half.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return actual === claims.at_hash
    ? [passed('at_hash', 'Belongs to this access token.')]
    : [failed('at_hash', 'Belongs to another access token.')];
}
