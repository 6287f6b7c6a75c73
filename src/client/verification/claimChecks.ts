import * as l10n from '@vscode/l10n';
import { clockDifference } from '../../core/serverTime';
import { isCognitoIssuer } from '../../core/issuer';
import {
  audiencesOf,
  clientOf,
  textClaim,
  timeClaim,
  valueText,
  whyNoTime,
  type Claims,
} from '../../core/jwt';
import { truncate } from '../../core/text';
import { localTime } from '../../core/localTime';

/** Identifies a check. The error `token_unsound` names the failed check by it. */
export type CheckId =
  | 'format'
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'token_use'
  | 'expiry'
  | 'issued_at'
  | 'not_before'
  | 'nonce'
  | 'at_hash';

/** The result of one check. `unknown` means that it could not be checked, and must never look like a pass. */
export interface CheckResult {
  readonly id: CheckId;
  readonly status: 'passed' | 'failed' | 'unknown';
  readonly reason: string;
}

/** The values that a token's claims must match. */
export interface ClaimContext {
  /** `other` for a token whose token_use is neither `id` nor `access`. */
  readonly kind: 'id' | 'access' | 'other';
  /** Undefined, and not checked, when the app client is not known. */
  readonly clientId: string | undefined;
  /** Every form of the pool's issuer; empty when the pool is not known. */
  readonly issuers: readonly string[];
  /** Milliseconds since 1970, by the pool's clock where it is known. */
  readonly now: number;
  /** How far the pool's clock is ahead of this computer's, in milliseconds. */
  readonly clockSkew?: number;
  /** The nonce of the sign-in; undefined, and not checked, for a token that does not come directly from a sign-in. */
  readonly nonce?: string | undefined;
  /** The access token issued with an ID token, for `at_hash`. */
  readonly accessToken?: string | undefined;
  /** The requested `resource`, which the access token must have as `aud`. */
  readonly resource?: string | undefined;
}

/** Clocks may differ by this much, in milliseconds. */
export const clockTolerance = 60_000;

/**
 * Checks the claims of a token against its pool and its sign-in.
 * Source: OpenID Connect Core 3.1.3.7 and 3.1.3.8; AWS, "Verifying JSON web tokens".
 */
export async function checkClaims(claims: Claims, context: ClaimContext): Promise<readonly CheckResult[]> {
  return [
    checkIssuer(claims, context.issuers),
    checkAudience(claims, context),
    checkUse(claims, context.kind),
    checkExpiry(claims, context),
    checkIssuedAt(claims, context),
    ...checkNotBefore(claims, context),
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

/** A value of the token for a reason, which is one line: cut after 120 characters. */
export function shown(value: unknown): string {
  const text = valueText(value);
  return text === undefined ? l10n.t('missing') : truncate(text, 120);
}

function compare(id: CheckId, actual: unknown, expected: string): CheckResult {
  if (actual === expected) return passed(id, shown(expected));
  return failed(id, l10n.t`Expected ${shown(expected)}, found ${shown(actual)}.`);
}

function checkIssuer(claims: Claims, issuers: readonly string[]): CheckResult {
  const issuer = textClaim(claims, 'iss');
  if (issuers.length === 0) {
    return notChecked(
      'issuer',
      issuer === undefined
        ? l10n.t('The token has no issuer.')
        : l10n.t('The pool of this token is not known.'),
    );
  }
  if (issuer !== undefined && issuers.includes(issuer)) return passed('issuer', issuer);
  const expected = issuers.filter((accepted) => !accepted.endsWith('/')).join(l10n.t(' or '));
  return failed('issuer', l10n.t`Expected ${expected}, found ${shown(issuer)}.`);
}

function checkUse(claims: Claims, kind: ClaimContext['kind']): CheckResult {
  return kind === 'other'
    ? notChecked('token_use', l10n.t('token_use is neither “id” nor “access”.'))
    : compare('token_use', textClaim(claims, 'token_use'), kind);
}

function checkAudience(claims: Claims, context: ClaimContext): CheckResult {
  const audiences = audiencesOf(claims);
  // A list of one audience is the same as that audience.
  const audience = audiences.length === 1 ? audiences[0] : claims.aud;
  if (context.clientId === undefined) {
    const named = clientOf(claims) ?? audience;
    return notChecked(
      'audience',
      named === undefined
        ? l10n.t('The token names no app client.')
        : l10n.t`No profile for this pool has the app client ${shown(named)}.`,
    );
  }
  if (context.kind === 'id') return compare('audience', audience, context.clientId);
  const client = compare('audience', claims.client_id, context.clientId);
  if (client.status === 'failed' || context.resource === undefined) return client;
  return audiences.includes(context.resource) ? client : compare('audience', audience, context.resource);
}

function checkExpiry(claims: Claims, { kind, now, clockSkew }: ClaimContext): CheckResult {
  const expiry = timeClaim(claims, 'exp');
  if (expiry === undefined) return noTime('expiry', claims, kind, l10n.t('The token has no expiry time.'));
  const time = localTime(expiry);
  return expiry + clockTolerance > now
    ? passed('expiry', l10n.t`Valid until ${time}.${byWhichClock(clockSkew)}`)
    : failed('expiry', l10n.t`Expired at ${time}.${byWhichClock(clockSkew)}`);
}

function checkIssuedAt(claims: Claims, { kind, now, clockSkew }: ClaimContext): CheckResult {
  const issued = timeClaim(claims, 'iat');
  if (issued === undefined) return noTime('issued_at', claims, kind, l10n.t('The token has no issue time.'));
  return issued - clockTolerance <= now
    ? passed('issued_at', l10n.t`Not in the future.${byWhichClock(clockSkew)}`)
    : failed('issued_at', l10n.t('Issued in the future. This computer’s clock may be slow.'));
}

/** Cognito sends no `nbf`, but other issuers do. Source: RFC 7519 section 4.1.5. */
function checkNotBefore(claims: Claims, { now, clockSkew }: ClaimContext): readonly CheckResult[] {
  if (!Object.hasOwn(claims, 'nbf')) return [];
  const start = timeClaim(claims, 'nbf');
  if (start === undefined) return [failed('not_before', whyNoTime(claims, 'nbf'))];
  const time = localTime(start);
  return [
    start - clockTolerance <= now
      ? passed('not_before', l10n.t`Valid since ${time}.${byWhichClock(clockSkew)}`)
      : failed('not_before', l10n.t`Not valid before ${time}.${byWhichClock(clockSkew)}`),
  ];
}

/**
 * A time claim that is missing or not a time. Cognito always sends both times, but they are optional in other tokens.
 * Source: RFC 7519 sections 4.1.4 and 4.1.6; AWS, "Understanding the access token".
 */
function noTime(
  id: 'expiry' | 'issued_at',
  claims: Claims,
  kind: ClaimContext['kind'],
  missing: string,
): CheckResult {
  const name = id === 'expiry' ? 'exp' : 'iat';
  if (Object.hasOwn(claims, name)) return failed(id, whyNoTime(claims, name));
  const issuer = textClaim(claims, 'iss');
  const cognito = kind !== 'other' && (issuer === undefined || isCognitoIssuer(issuer));
  return cognito ? failed(id, missing) : notChecked(id, missing);
}

/** Says that the pool's clock was used, when it differs from this computer's. */
function byWhichClock(clockSkew = 0): string {
  const difference = clockDifference(clockSkew);
  return difference === undefined
    ? ''
    : l10n.t` This is by the pool’s clock, because this computer’s clock is ${difference}.`;
}

/** Only the ID token of a sign-in has a nonce to check; a refreshed one has none. */
function checkNonce(claims: Claims, nonce: string | undefined): readonly CheckResult[] {
  if (nonce === undefined) return [];
  // The nonce is a secret of the sign-in, so it is not shown.
  return claims.nonce === nonce
    ? [passed('nonce', l10n.t('It is the nonce of this sign-in.'))]
    : [failed('nonce', l10n.t('It is not the nonce of this sign-in.'))];
}

/** Checks at_hash when the token has one; it is optional in the code flow. Source: OpenID Connect Core 3.1.3.6. */
async function checkAtHash(claims: Claims, accessToken: string | undefined): Promise<readonly CheckResult[]> {
  if (!Object.hasOwn(claims, 'at_hash')) return [];
  if (accessToken === undefined) {
    return [notChecked('at_hash', l10n.t('There is no access token to compare it with.'))];
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(accessToken)));
  const half = btoa(String.fromCharCode(...digest.slice(0, digest.length / 2)));
  const actual = half.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return actual === claims.at_hash
    ? [passed('at_hash', l10n.t('It belongs to this access token.'))]
    : [failed('at_hash', l10n.t('It belongs to another access token.'))];
}
