import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { grouped, icon, spoken } from '../../webview/view/templates';
import type { TokenSection } from '../protocol';
import { actionButtons, buttonGroup, type Button } from './buttons';
import type { View } from './view';
import './raw.css';

const copyIdToken: Button = { action: 'copyIdToken', label: l10n.t('Copy ID Token'), icon: 'copy' };

/** A raw token, masked. The host sends it when the user reveals it, and it is dropped when it is hidden. */
export function rawToken(section: TokenSection, signedIn: boolean, view: View): TemplateResult {
  const { kind, title, length, sealed } = section;
  const { raw, change, post } = view;
  const toggle = (): void => {
    post(raw === undefined ? { type: 'reveal', token: kind } : { type: 'conceal' });
    change({ raw: undefined });
  };
  const button = html`<vscode-button
    id="reveal-${kind}"
    icon=${raw === undefined ? 'eye' : 'eye-closed'}
    secondary
    tabindex="0"
    @click=${toggle}
    >${raw === undefined ? l10n.t('Reveal') : l10n.t('Hide')}${spoken(l10n.t` the raw ${title}`)}</vscode-button
  >`;
  const copy = kind === 'id' && signedIn ? actionButtons([copyIdToken], view) : undefined;
  return html`<section class="raw" aria-labelledby="raw-${kind}">
    <div class="section-head flow">
      <h2 id="raw-${kind}">${l10n.t('Raw token')}</h2>
      <span class="subtle small">${l10n.t`${grouped(length)} characters`}</span>
    </div>
    ${raw === undefined ? masked : revealed(raw, title)}
    ${
      // A sealed token never leaves the host, so it cannot be revealed.
      sealed ? undefined : buttonGroup(l10n.t`Raw ${title}`, [button, copy])
    }
  </section>`;
}

const masked = html`<div class="raw-text framed small masked subtle">
  ${icon('lock')}<span aria-hidden="true">${'•'.repeat(28)}</span>${spoken(l10n.t('Masked'))}
</div>`;

const partNames = ['header', 'payload', 'signature'];

/** The token, with each of its parts in its own element. */
function revealed(token: string, title: string): TemplateResult {
  const parts = token.split('.');
  const shown = parts.map((part, index) => {
    const name = parts.length === partNames.length ? partNames[index] : '';
    return html`${index === 0 ? '' : '.'}<span class="part ${name}">${part}</span>`;
  });
  return html`<div
    class="raw-text framed small"
    tabindex="0"
    role="group"
    aria-label=${l10n.t`${title}, revealed`}
  >
    ${shown}
  </div>`;
}
