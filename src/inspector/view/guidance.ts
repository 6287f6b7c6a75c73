import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { icon, untrusted } from '../../webview/view/templates';
import { partList } from './claimValue';
import { wideTable } from './tables';
import type { Advice, Guidance } from '../model/guidance';

const headings = [l10n.t('To'), l10n.t('Send'), l10n.t('Because')];

const sends = {
  id: { glyph: 'account', word: l10n.t('ID token') },
  access: { glyph: 'key', word: l10n.t('Access token') },
  either: { glyph: 'check-all', word: l10n.t('Either') },
  neither: { glyph: 'circle-slash', word: l10n.t('Neither') },
} as const;

function adviceRow({ target, send, reason }: Advice): TemplateResult {
  const { glyph, word } = sends[send];
  return html`<tr role="row">
    <th scope="row" role="rowheader">${untrusted(target)}</th>
    <td role="cell"><span class="send strong ${send}">${icon(glyph)}${word}</span></td>
    <td role="cell" class="subtle">${untrusted(reason)}</td>
  </tr>`;
}

/** Which token to send to which service, and which scopes the access token has. */
export function guidanceTab({ summary, scopes, advice }: Guidance): TemplateResult {
  return html`<div class="stack">
    <p class="notice summary">${icon('lightbulb')}${untrusted(summary)}</p>
    <section aria-labelledby="advice-title">
      <div class="section-head flow"><h2 id="advice-title">${l10n.t('Which token do I send?')}</h2></div>
      ${wideTable('advice', 'advice-title', headings, advice.map(adviceRow))}
    </section>
    <section aria-labelledby="scopes-title">
      <div class="section-head flow"><h2 id="scopes-title">${l10n.t('Scopes in the access token')}</h2></div>
      ${
        scopes.length === 0
          ? html`<p class="blank subtle">${l10n.t('The access token carries no scope.')}</p>`
          : partList(scopes)
      }
    </section>
  </div>`;
}
