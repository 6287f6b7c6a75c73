import * as l10n from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-badge/index.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-progress-ring/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { icon, spoken, untrusted } from '../../webview/view/templates';
import type { CheckAction, CheckReport, ShownCheck, Snippet } from '../protocol';
import { verdictOf } from './verdict';

type Act = (action: string) => void;

/**
 * The page of Check App Client and Check MCP Server. The status exists before the first report, so that screen readers read that one
 * too.
 */
export function page(report: CheckReport | undefined, act: Act): TemplateResult {
  return html`<p class="hidden-text" role="status">${report && verdictOf(report).text}</p>
    ${report && content(report, act)}`;
}

/** What is checked, the verdict, the actions, and the checks. */
function content(report: CheckReport, act: Act): TemplateResult {
  const { state, actions, checks } = report;
  const running = state === 'running';
  const { tone, glyph, text, advice } = verdictOf(report);
  return html`<div aria-busy=${running}>
    ${header(report)}
    <div class="check-verdict band framed flow ${tone}">
      ${running ? html`<vscode-progress-ring aria-hidden="true"></vscode-progress-ring>` : icon(glyph, 'verdict-icon')}
      <h2>${text}</h2>
      ${advice && html`<p>${advice}</p>`}
    </div>
    ${actionButtons(l10n.t('Actions'), actions, 'client', act, true)}
    <ul class="check-list" role="list" aria-label=${l10n.t('Checks')}>
      ${checks.map((check) => row(check, act))}
    </ul>
  </div>`;
}

function header({ title, production, facts }: CheckReport): TemplateResult {
  return html`<header>
    <div class="flow">
      <h1>${title}</h1>
      ${production ? html`<vscode-badge class="production">${l10n.t('Production')}</vscode-badge>` : undefined}
    </div>
    <dl class="check-facts subtle">
      ${facts.map(
        ({ term, value, isCode }) =>
          html`<dt>${term}</dt>
            <dd>${untrusted(value, isCode ? 'value' : undefined)}</dd>`,
      )}
    </dl>
  </header>`;
}

const marks = {
  passed: { glyph: 'pass', word: l10n.t('Passed') },
  failed: { glyph: 'error', word: l10n.t('Failed') },
  unknown: { glyph: 'question', word: l10n.t('Unknown') },
  note: { glyph: 'info', word: l10n.t('Note') },
} as const;

/** A check: what was seen, and the problem and its actions when there is one. */
function row({ id, title, status, seen, problem, snippets, actions }: ShownCheck, act: Act): TemplateResult {
  const { glyph, word } = marks[status];
  return html`<li class="check-row ${status}" id="check-${id}">
    ${icon(glyph)}
    <h3>${spoken(`${word}: `)}${title}</h3>
    <div class="check-body">
      <p class="subtle">${untrusted(seen)}</p>
      ${
        problem &&
        html`<div class="check-problem">
          <p class=${status === 'failed' ? 'strong' : nothing}>${untrusted(problem.what)}</p>
          <p>${untrusted(problem.why)}</p>
          <p>${untrusted(problem.next)}</p>
        </div>`
      }
      ${snippets.map((snippet) => shownSnippet(snippet, id, act))}
      ${actions.length === 0 ? undefined : actionButtons(l10n.t`Actions for ${title}`, actions, id, act)}
    </div>
  </li>`;
}

/** Text that can be selected, or copied with its button. */
function shownSnippet({ label, text, copy }: Snippet, scope: string, act: Act): TemplateResult {
  return html`<figure class="check-snippet">
    <figcaption class="subtle">${label}</figcaption>
    <pre tabindex="0" aria-label=${label}>${untrusted(text)}</pre>
    ${actionButton(copy, scope, act, true)}
  </figure>`;
}

function actionButtons(
  label: string,
  actions: readonly CheckAction[],
  scope: string,
  act: Act,
  firstIsPrimary = false,
): TemplateResult {
  return html`<div class="check-actions flow" role="group" aria-label=${label}>
    ${repeat(
      actions,
      ({ id }) => id,
      (action, index) => actionButton(action, scope, act, firstIsPrimary && index === 0),
    )}
  </div>`;
}

/** @param scope makes the id unique, because several checks can offer the same action */
function actionButton(action: CheckAction, scope: string, act: Act, primary: boolean): TemplateResult {
  return html`<vscode-button
    id="${scope}-${action.id}"
    icon=${action.icon}
    ?secondary=${!primary}
    @click=${() => {
      act(action.id);
    }}
    >${action.title}</vscode-button
  >`;
}
