import * as l10n from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import { localTimeOfDay } from '../../core/localTime';
import { grouped, icon, spoken, untrusted } from '../../webview/view/templates';
import type { ShownCall, ViewMessage } from '../protocol';
import { news } from './news';

type Send = (message: ViewMessage) => void;

/** The page of API Calls. @param calls undefined until the first message of the host */
export function page(calls: readonly ShownCall[] | undefined, send: Send): TemplateResult {
  const latest = calls && news(calls);
  return html`<p class="hidden-text" role="status">${latest && keyed(latest, latest.text)}</p>
    <header>
      <h1 id="calls-title">${l10n.t('API Calls')}</h1>
      <p class="subtle">
        ${l10n.t(
          'The last 100 requests through the API proxies of this window, without queries, headers and bodies.',
        )}
      </p>
    </header>
    ${calls && (calls.length === 0 ? empty(send) : table(calls, send))}`;
}

function empty(send: Send): TemplateResult {
  return html`<section class="calls-empty">
    <p>
      ${l10n.t(
        'There is no call yet. Start an API proxy, and use its address as the base URL of your client.',
      )}
    </p>
    <vscode-button
      tabindex="0"
      icon="play"
      @click=${() => {
        send({ type: 'start' });
      }}
      >${l10n.t('Start API Proxy')}</vscode-button
    >
  </section>`;
}

const columns: readonly { readonly title: string; readonly className?: string }[] = [
  { title: l10n.t('Time') },
  { title: l10n.t('Status') },
  { title: l10n.t('Method') },
  { title: l10n.t('Path') },
  { title: l10n.t('API proxy') },
  { title: l10n.t('Duration'), className: 'number' },
];

function table(calls: readonly ShownCall[], send: Send): TemplateResult {
  // The roles keep it a table on a narrow panel, where its rows are shown as lines.
  return html`<table class="calls" role="table" aria-labelledby="calls-title">
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map(
          ({ title, className }) =>
            html`<th scope="col" role="columnheader" class=${className ?? nothing}>${title}</th>`,
        )}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${repeat(
        calls,
        ({ id }) => id,
        (call) => rows(call, send),
      )}
    </tbody>
  </table>`;
}

/** A call, and below it why the API refused it. */
function rows(call: ShownCall, send: Send): TemplateResult {
  const { id, at, status, method, path, proxy, duration, note, explanation } = call;
  const { glyph, word, tone } = markOf(status);
  return html`<tr role="row" id="call-${id}" class="call ${tone}">
      <td role="cell">${localTimeOfDay(at)}</td>
      <td role="cell" class="status">${icon(glyph)}${spoken(`${word}: `)}${status}</td>
      <td role="cell">${untrusted(method)}</td>
      <td role="cell" class="path">
        ${untrusted(path)}${note && html` <span class="subtle">${note}</span>`}
      </td>
      <td role="cell">${untrusted(proxy)}</td>
      <td role="cell" class="number">
        ${duration === undefined ? '' : l10n.t`${grouped(Math.round(duration))} ms`}
      </td>
    </tr>
    ${explanation && why(call, explanation, send)}`;
}

function why(
  { id, method, path, action }: ShownCall,
  { what, why: reason, next }: NonNullable<ShownCall['explanation']>,
  send: Send,
): TemplateResult {
  return html`<tr role="row" class="why">
    <td role="cell" colspan="6">
      <div class="why-body">
        <p class="strong">${untrusted(what)}</p>
        <p>${untrusted(reason)}</p>
        <p>${untrusted(next)}</p>
        ${
          action &&
          html`<vscode-button
            id="act-${id}"
            tabindex="0"
            icon=${action.icon}
            secondary
            @click=${() => {
              send({ type: 'act', call: id });
            }}
            >${action.title}${spoken(`: ${method} ${path}`)}</vscode-button
          >`
        }
      </div>
    </td>
  </tr>`;
}

function markOf(status: number): { readonly glyph: string; readonly word: string; readonly tone: string } {
  if (status < 400) return { glyph: 'pass', word: l10n.t('Answered'), tone: 'answered' };
  return status === 401 || status === 403
    ? { glyph: 'error', word: l10n.t('Refused'), tone: 'refused' }
    : { glyph: 'warning', word: l10n.t('Failed'), tone: 'failed' };
}
