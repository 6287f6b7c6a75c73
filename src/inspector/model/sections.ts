import { sentences } from '../../core/text';
import * as l10n from '@vscode/l10n';
import { tokenTitles, type FoundToken, type TokenKind, type TokenProblem } from './anyToken';
import { describeClaims, headerRows } from './claims';
import { timeClaim } from '../../core/jwt';
import { loadBalancerKey } from '../../core/loadBalancer';
import { explainCode } from '../../problems/explain';
import type { Session } from '../../core/session';
import { isMachine } from '../../core/profile';
import type { Check, TokenSection, UserInfoSection } from '../protocol';

const checkTitles: Readonly<Record<string, string>> = {
  format: l10n.t('Format'),
  signature: l10n.t('Signature'),
  issuer: l10n.t('Issuer'),
  audience: l10n.t('App client'),
  token_use: l10n.t('Kind of token'),
  expiry: l10n.t('Expiry'),
  issued_at: l10n.t('Issued at'),
  not_before: l10n.t('Not before'),
  nonce: l10n.t('Nonce'),
  at_hash: l10n.t('Access token hash'),
  level: l10n.t('Level asked for'),
  sign_in_age: l10n.t('Recent sign-in'),
};

/** A check result as a session keeps it. A later version may have stored an id that this version does not know. */
type KeptCheck = Pick<Check, 'status' | 'reason'> & { readonly id: string };

/**
 * One token as the inspector shows it. The section does not hold the token itself.
 * @param read the same token, decoded; undefined when it is not a JSON web token
 */
export function tokenSection(
  kind: TokenKind,
  token: string,
  read: FoundToken | undefined,
  checks: readonly KeptCheck[],
): TokenSection {
  const expiresAt = timeClaim(read?.claims ?? {}, 'exp');
  const note = noteOn(read);
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

const problemNotes: Readonly<Record<TokenProblem, string>> = {
  encrypted: l10n.t('This is an encrypted JWE: only its recipient can decrypt it.'),
  compressed: l10n.t('The payload of this token is compressed, so its claims are not shown.'),
  detached: l10n.t(
    'This token does not contain its payload: the payload is sent separately (detached content).',
  ),
  not_json: l10n.t('The payload of this token is not a JSON object in UTF-8, so it has no claims.'),
  incomplete: l10n.t('This token is incomplete: its end is missing. Copy the whole token.'),
};

/** What a reader must know about a token besides its claims. Source: AWS, "Refresh tokens". */
export function noteOn(read: FoundToken | undefined): string | undefined {
  if (read === undefined) return l10n.t('This is not a JSON web token.');
  if (read.kind === 'refresh' && read.problem === 'encrypted') {
    return l10n.t('A refresh token is an encrypted JWE: only Cognito can read it.');
  }
  if (read.problem !== undefined) return problemNotes[read.problem];
  return loadBalancerKey(read.header) === undefined
    ? undefined
    : l10n.t(
        'An Application Load Balancer signed this token for the server behind it (header x-amzn-oidc-data). It is no token of Cognito.',
      );
}

/**
 * The answer of USERINFO, or the reason why it is missing.
 * @param profile the name of the profile
 * @param asking whether USERINFO has been asked and has not answered yet
 */
export function userInfoSection(session: Session, profile: string, asking = false): UserInfoSection {
  if (asking) return { state: 'asking' };
  const missing = (reason: string, canAsk: boolean): UserInfoSection => ({
    state: 'missing',
    reason,
    canAsk,
  });
  if (isMachine(session)) {
    return missing(l10n.t('USERINFO tells about a user, and a machine client has no user.'), false);
  }
  const { userInfo } = session;
  switch (userInfo.state) {
    case 'answered':
      return { state: 'shown', claims: describeClaims(userInfo.claims) };
    case 'failed': {
      const { what, why, next } = explainCode(userInfo.code, userInfo.detail, { profile });
      return missing(sentences(what, why, next), true);
    }
    case 'not_asked':
      return missing(
        l10n.t(
          'USERINFO was not asked, because it needs the openid scope. Request that scope and sign in again.',
        ),
        true,
      );
  }
}
