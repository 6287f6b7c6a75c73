import * as l10n from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { comparisonTable } from '../../inspector/view/comparisonTable';
import { grouped, icon, untrusted } from '../../webview/view/templates';
import type { NotChanged, ShownAttempt, ShownResult, TriggerAction, ViewMessage } from '../protocol';

type Send = (message: ViewMessage) => void;

/** The page of Try Trigger. @param attempt undefined until the first message of the host */
export function page(attempt: ShownAttempt | undefined, send: Send): TemplateResult {
  return html`<p class="hidden-text" role="status">${attempt && verdictOf(attempt).text}</p>
    ${attempt && content(attempt, send)}`;
}

function content(attempt: ShownAttempt, send: Send): TemplateResult {
  const { file, version, subject, note, state, result } = attempt;
  return html`<div class="stack" aria-busy=${state !== 'done'}>
    <header>
      <h1>${l10n.t('Try Trigger')}</h1>
      <p class="subtle">
        ${untrusted(l10n.t`${file}, ${version}, for ${subject}. It runs again when a file is saved.`)}
      </p>
    </header>
    ${verdict(attempt)} ${buttons(attempt, send)}
    ${note && html`<p class="notice framed">${icon('info')}<span>${untrusted(note)}</span></p>`}
    ${result && results(result)}
  </div>`;
}

interface Verdict {
  readonly tone: 'passed' | 'failed' | '';
  readonly glyph: string;
  readonly text: string;
}

function verdictOf({ state, result }: ShownAttempt): Verdict {
  if (state === 'debugging') {
    return { tone: '', glyph: 'debug', text: l10n.t('The trigger is being debugged') };
  }
  if (state === 'running') return { tone: '', glyph: 'sync', text: l10n.t('The trigger runs') };
  return result?.failure
    ? { tone: 'failed', glyph: 'error', text: l10n.t('The trigger failed, so no tokens would be issued') }
    : { tone: 'passed', glyph: 'pass', text: l10n.t('The trigger answered') };
}

function verdict(attempt: ShownAttempt): TemplateResult {
  const { tone, glyph, text } = verdictOf(attempt);
  const { state, result } = attempt;
  return html`<div class="band framed flow trigger-verdict ${tone}">
    ${icon(glyph, 'verdict-icon')}
    <h2>${text}</h2>
    ${
      state === 'done' && result
        ? html`<span>${l10n.t`${grouped(Math.round(result.duration))} ms`}</span>`
        : undefined
    }
  </div>`;
}

const titles: Readonly<Record<TriggerAction, readonly [title: string, icon: string]>> = {
  run: [l10n.t('Run Again'), 'refresh'],
  session: [l10n.t('Use My Session'), 'account'],
  sample: [l10n.t('Use the Local User Pool'), 'server-process'],
  debug: [l10n.t('Debug Trigger'), 'debug-alt'],
  open: [l10n.t('Open File'), 'go-to-file'],
};

function buttons({ isSession }: ShownAttempt, send: Send): TemplateResult {
  const actions: readonly TriggerAction[] = ['run', isSession ? 'sample' : 'session', 'debug', 'open'];
  return html`<div class="flow" role="group" aria-label=${l10n.t('Actions')}>
    ${repeat(
      actions,
      (action) => action,
      (action) =>
        html`<vscode-button
          id="act-${action}"
          tabindex="0"
          icon=${titles[action][1]}
          ?secondary=${action !== 'run'}
          @click=${() => {
            send({ type: 'act', action });
          }}
          >${titles[action][0]}</vscode-button
        >`,
    )}
  </div>`;
}

function results({ failure, comparison, notChanged, event, answer, output }: ShownResult): TemplateResult {
  return html`${failure && failed(failure)}
    ${
      comparison &&
      html`<section aria-labelledby="tokens-title" class="trigger-tokens">
        <div class="section-head flow">
          <h2 id="tokens-title">${l10n.t('Both tokens without and with the trigger')}</h2>
          <span class="subtle">${comparison.note}</span>
        </div>
        ${comparisonTable('tokens-title', comparison.columns, comparison.rows)}
      </section>`
    }
    ${notChanged.length > 0 ? unchanged(notChanged) : undefined}
    <div class="trigger-texts">
      ${text('event', l10n.t('Event'), event)}
      ${answer === undefined ? undefined : text('answer', l10n.t('Answer'), answer)}
      ${output === '' ? undefined : text('output', l10n.t('Output'), output)}
    </div>`;
}

/** A failure: what the app gets, and what happened in the trigger. */
function failed({ message, log }: NonNullable<ShownResult['failure']>): TemplateResult {
  return html`<section aria-labelledby="failure-title">
      <div class="section-head flow"><h2 id="failure-title">${l10n.t('What the app gets')}</h2></div>
      <p class="notice framed failed">${icon('error')}${untrusted(message)}</p>
    </section>
    ${text('stack', l10n.t('What happened'), log)}`;
}

function unchanged(changes: readonly NotChanged[]): TemplateResult {
  return html`<section aria-labelledby="unchanged-title">
    <div class="section-head flow"><h2 id="unchanged-title">${l10n.t('Not changed')}</h2></div>
    <ul class="stack trigger-unchanged" role="list">
      ${changes.map(
        ({ token, name, reason }) =>
          html`<li class="flow unknown">
            ${icon('warning')}<span>${token}:</span> ${untrusted(name, 'chip')}
            <span class="subtle">${reason}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}

/** A text that scrolls in its own box. */
function text(id: string, title: string, content: string): TemplateResult {
  return html`<section aria-labelledby="${id}-title">
    <div class="section-head flow"><h2 id="${id}-title">${title}</h2></div>
    <pre id=${id} class="framed" tabindex="0" role="group" aria-labelledby="${id}-title">
${untrusted(content, 'value')}</pre>
  </section>`;
}
