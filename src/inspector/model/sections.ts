import { readToken } from './anyToken';
import type { TokenKind } from './anyToken';
import type { CheckResult } from '../../client/verification/claimChecks';
import { describeClaims, headerRows } from './claims';
import { timeClaim } from '../../core/jwt';
import type { Claims } from '../../core/jwt';
import { explainCode } from '../../problems/explain';
import type { UserInfo } from '../../core/session';
import type { Check, TokenSection, UserInfoSection } from '../protocol';

const checkTitles: Readonly<Record<string, string>> = {
  format: 'Format',
  signature: 'Signature',
  issuer: 'Issuer',
  audience: 'App client',
  token_use: 'Kind of token',
  expiry: 'Expiry',
  issued_at: 'Issued at',
  nonce: 'Nonce',
  at_hash: 'Access token hash',
};

export const tokenTitles: Readonly<Record<TokenKind, string>> = {
  id: 'ID token',
  access: 'Access token',
  refresh: 'Refresh token',
  other: 'Token',
};

/** A check as it is kept with a session: its id may be one that only a later version knows. */
type KeptCheck = Pick<CheckResult, 'status' | 'reason'> & { readonly id: string };

/** One token as the inspector shows it. The token itself is no part of it. */
export function tokenSection(kind: TokenKind, token: string, checks: readonly KeptCheck[]): TokenSection {
  const read = readToken(token);
  const expiry = timeClaim(read?.claims ?? {}, 'exp');
  const expiresAt = expiry === undefined ? undefined : expiry * 1000;
  const note = noteOn(read?.kind, read?.claims);
  return {
    kind,
    title: tokenTitles[kind],
    header: headerRows(read?.header ?? {}),
    claims: describeClaims(read?.claims ?? {}),
    checks: checks.map(({ id, status, reason }): Check => ({
      title: (Object.hasOwn(checkTitles, id) ? checkTitles[id] : undefined) ?? id,
      status,
      reason,
      until: id === 'expiry' ? expiresAt : undefined,
    })),
    expiresAt,
    note,
    length: token.length,
  };
}

/** Source: AWS, "Refresh tokens". */
function noteOn(kind: TokenKind | undefined, claims: Claims | undefined): string | undefined {
  if (kind === undefined) return 'This is not a JSON web token.';
  if (kind === 'refresh') return 'A refresh token is an encrypted JWE: only Cognito can read it.';
  if (claims === undefined) return 'An encrypted JWE: only whom it is meant for can read it.';
  return undefined;
}

/** USERINFO's answer, or why there is none. @param profile its name, for the reason */
export function userInfoSection(userInfo: UserInfo, profile: string): UserInfoSection {
  switch (userInfo.state) {
    case 'answered':
      return { state: 'shown', claims: describeClaims(userInfo.claims) };
    case 'failed': {
      const { what, why, next } = explainCode(userInfo.code, userInfo.detail, { profile });
      return { state: 'missing', reason: `${what} ${why} ${next}`, canAsk: true };
    }
    case 'not_asked':
      return {
        state: 'missing',
        reason: 'USERINFO was not asked: it needs the openid scope, and there is no ID token.',
        canAsk: true,
      };
  }
}
