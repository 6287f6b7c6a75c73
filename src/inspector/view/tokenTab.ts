import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { grouped, icon, untrusted } from '../../webview/view/templates';
import type { TokenSection, UserInfoSection } from '../protocol';
import { awsRoleSection } from './awsRole';
import { actionButtons, buttonGroup } from './buttons';
import { verdictCard } from './checks';
import { claimsSection } from './claims';
import { nameCell, textValue } from './claimValue';
import { rawToken } from './raw';
import './tokenTab.css';
import { verdictOf } from './verdict';
import type { View } from './view';
import type { Row, Rows } from '../model/claims';

/** The headings of the tables of claims. */
const claimTitles: Readonly<Record<TokenSection['kind'], string>> = {
  id: l10n.t('ID token claims'),
  access: l10n.t('Access token claims'),
  refresh: l10n.t('Refresh token claims'),
  other: l10n.t('Token claims'),
};

/**
 * One token: its claims, its checks, its header, and the token itself, masked.
 * @param signedIn whether the token is one of a session, which commands can copy
 */
export function tokenTab(section: TokenSection, signedIn: boolean, view: View): TemplateResult {
  const { kind, claims, header, note, awsRole } = section;
  const verdict = verdictOf(section, view.now);
  const table = {
    id: `claims-${kind}`,
    title: claimTitles[kind],
    source: kind,
    unit: 'claim',
    claims,
  } as const;
  const sealed = claims.total === 0;
  const layout = sealed ? 'sealed' : verdict?.status === 'passed' ? 'sound' : '';
  return html`<div class="token-tab stack ${layout}">
    ${verdict && verdictCard(section, verdict, view.now)}
    <div class="reading stack">
      ${note === undefined ? undefined : notice(note)} ${sealed ? undefined : claimsSection(table, view)}
    </div>
    <div class="stack">
      ${awsRole && awsRoleSection(awsRole)} ${header.total === 0 ? undefined : headerSection(kind, header)}
      ${rawToken(section, signedIn, view)}
    </div>
  </div>`;
}

/** The members of a JOSE header. */
function headerSection(kind: string, { shown, total }: Rows<Row>): TemplateResult {
  const left = total - shown.length;
  return html`<section aria-labelledby="header-${kind}">
    <div class="section-head flow"><h2 id="header-${kind}">${l10n.t('Header')}</h2></div>
    <table class="plain" role="table" aria-labelledby="header-${kind}">
      <tbody role="rowgroup">
        ${shown.map(
          ({ name, value, meaning }) =>
            html`<tr role="row">
              ${nameCell(name)}
              <td role="cell">
                ${textValue(name, value)}
                ${meaning === undefined ? undefined : html`<span class="note-line subtle">${meaning}</span>`}
              </td>
            </tr>`,
        )}
        ${
          left > 0
            ? html`<tr role="row">
                <td role="cell" colspan="2">${l10n.t`${grouped(left)} more are not shown.`}</td>
              </tr>`
            : undefined
        }
      </tbody>
    </table>
  </section>`;
}

function notice(text: string): TemplateResult {
  return html`<p class="notice framed">${icon('info')}${untrusted(text)}</p>`;
}

/** What is shown in place of an ID token that was not issued. */
export function noIdToken(view: View): TemplateResult {
  const edit = { action: 'editProfile', label: l10n.t('Edit Profile…'), icon: 'edit' } as const;
  const text = l10n.t(
    'Cognito issued no ID token. It issues one when the scope openid is granted: ask for it, or leave the scopes out.',
  );
  return html`<div class="stack">
    ${notice(text)} ${buttonGroup(l10n.t('ID token'), actionButtons([edit], view))}
  </div>`;
}

/** What USERINFO answered, or why there is no answer. */
export function userInfoTab(userInfo: UserInfoSection, view: View): TemplateResult {
  const ask = (label: string): TemplateResult =>
    buttonGroup('USERINFO', actionButtons([{ action: 'refreshUserInfo', label, icon: 'refresh' }], view));
  // The page announces each change of this state.
  switch (userInfo.state) {
    case 'shown': {
      const { claims } = userInfo;
      const table = {
        id: 'user-info',
        title: 'USERINFO',
        source: 'userInfo',
        unit: 'attribute',
        claims,
      } as const;
      return html`<div class="stack">${claimsSection(table, view)} ${ask(l10n.t('Ask Again'))}</div>`;
    }
    case 'asking':
      // The button stays, so that it keeps the focus.
      return html`<div class="stack">
        <p class="notice framed">
          <vscode-progress-ring aria-hidden="true"></vscode-progress-ring>${l10n.t('Asking USERINFO…')}
        </p>
        ${ask(l10n.t('Ask Again'))}
      </div>`;
    case 'missing':
      return html`<div class="stack">
        ${notice(userInfo.reason)} ${userInfo.canAsk ? ask(l10n.t('Ask USERINFO')) : undefined}
      </div>`;
  }
}
