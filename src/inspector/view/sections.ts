import type { Row, TokenSection, UserInfoSection } from '../protocol';
import { claimsTable } from './claims';
import { disclosure } from './disclosure';
import type { Child } from './dom';
import { element, icon, untrusted } from './dom';
import './tokens.css';
import { verdictOf } from './verdict';

function section(id: string, title: string, note: Child, ...body: Child[]): HTMLElement {
  const heading = element('h2', { id: `${id}-title` }, title);
  return element(
    'section',
    { class: 'token', 'aria-labelledby': `${id}-title` },
    disclosure({ id, open: true }, [heading, note], element('div', { class: 'token-body' }, ...body)),
  );
}

function quiet(text: string): HTMLElement {
  return element('span', { class: 'note' }, text);
}

function missing(reason: string): HTMLElement {
  return element('p', { class: 'missing' }, icon('info'), untrusted(reason));
}

function table(id: string, title: string, rows: readonly Row[], now: number): Child[] {
  if (rows.length === 0) return [];
  return [element('h3', { id }, title), claimsTable(id, rows, now)];
}

function counted(rows: readonly Row[], unit: string): string {
  return `${rows.length} ${unit}${rows.length === 1 ? '' : 's'}`;
}

/** One token: its claims, then its JOSE header. */
export function tokenSection(id: string, title: string, token: TokenSection, now: number): HTMLElement {
  const verdict = verdictOf(token, now);
  const note =
    verdict.status === 'failed'
      ? element('span', { class: 'note failed' }, icon('error'), verdict.text)
      : quiet(counted(token.claims, 'claim'));
  return section(
    id,
    title,
    note,
    ...table(`${id}-claims`, 'Claims', token.claims, now),
    ...table(`${id}-header`, 'Header', token.header, now),
  );
}

/** The place of an ID token that was not issued, with the two reasons there can be. */
export function noIdToken(): HTMLElement {
  const reason =
    'Cognito issued no ID token. Machine clients (client credentials) never get one; ' +
    'others get one when the scope openid is granted.';
  return section('id-token', 'ID token', undefined, missing(reason));
}

/** What USERINFO answered, or why there is no answer. */
export function userInfoSection(userInfo: UserInfoSection, now: number): HTMLElement {
  if (userInfo.state !== 'shown') {
    return section(
      'user-info',
      'USERINFO',
      undefined,
      missing(userInfo.state === 'missing' ? userInfo.reason : ''),
    );
  }
  const rows =
    userInfo.claims.length === 0
      ? missing('USERINFO answered without attributes.')
      : claimsTable('user-info-title', userInfo.claims, now);
  return section('user-info', 'USERINFO', quiet(counted(userInfo.claims, 'attribute')), rows);
}
