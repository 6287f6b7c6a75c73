import * as l10n from '@vscode/l10n';
import { compactVerify, createLocalJWKSet, errors, type JSONWebKeySet } from 'jose';
import {
  checkClaims,
  failed,
  notChecked,
  passed,
  shown,
  type CheckResult,
  type ClaimContext,
} from './claimChecks';
import { decodeJwt, type Claims } from '../../core/jwt';

/** Why the key set of a pool could not be read, in whole sentences. */
interface Unread {
  readonly unread: string;
}
export type PoolKeys = JSONWebKeySet | Unread;

export interface VerificationContext extends ClaimContext {
  readonly keys: PoolKeys;
}

export function isUnread(keys: PoolKeys): keys is Unread {
  return 'unread' in keys;
}

/**
 * Checks the signature and the claims of a token.
 * Source: OpenID Connect Core 3.1.3.7 and 3.1.3.8; AWS, "Verifying JSON web tokens".
 */
export async function verifyToken(
  token: string,
  context: VerificationContext,
): Promise<readonly CheckResult[]> {
  const decoded = decodeJwt(token);
  if (decoded === undefined) return [failed('format', l10n.t('This is not a signed JSON web token.'))];
  return [
    await checkSignature(token, decoded.header, context.keys),
    ...(await checkClaims(decoded.claims, context)),
  ];
}

/** Whether a signature failed only because its key is not in the set, so that a newer set may help. */
export function keyIsMissing(token: string, keys: JSONWebKeySet): boolean {
  const kid = decodeJwt(token)?.header.kid;
  return typeof kid === 'string' && !keys.keys.some((key) => key.kid === kid);
}

async function checkSignature(token: string, header: Claims, keys: PoolKeys): Promise<CheckResult> {
  const kid = shown(header.kid);
  if (header.alg !== 'RS256') {
    return failed(
      'signature',
      l10n.t`Cognito signs with RS256, but this token has alg ${shown(header.alg)}.`,
    );
  }
  if (isUnread(keys)) {
    return notChecked('signature', l10n.t`The pool’s keys could not be read. ${keys.unread}`);
  }
  try {
    await compactVerify(token, createLocalJWKSet(keys), { algorithms: ['RS256'] });
    return passed('signature', l10n.t`RS256 with the pool’s key ${kid}`);
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) {
      return failed('signature', l10n.t`The pool has no key ${kid}.`);
    }
    if (error instanceof errors.JWKSMultipleMatchingKeys) {
      return failed('signature', l10n.t`The pool has two keys named ${kid}.`);
    }
    if (error instanceof errors.JWSSignatureVerificationFailed) {
      return failed('signature', l10n.t`The signature does not match the pool’s key ${kid}.`);
    }
    return failed('signature', l10n.t`The signature could not be read with the pool’s key ${kid}.`);
  }
}
