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
    ${actionButtons(actions, { id: 'client' }, act)}
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
      ${actions.length === 0 ? undefined : actionButtons(actions, { id, title }, act)}
    </div>
  </li>`;
}

/** Text that can be selected, or copied with its button. */
function shownSnippet({ label, text, copy }: Snippet, scope: string, act: Act): TemplateResult {
  return html`<figure class="check-snippet">
    <figcaption class="subtle">${label}</figcaption>
    <pre>${untrusted(text)}</pre>
    ${actionButton(copy, { id: scope, title: label }, act, true)}
  </figure>`;
}

/** What an action is for: the app client or MCP server as a whole, or the check or the text with this title. */
interface Scope {
  /** Makes the id of a button unique, because several checks can offer the same action. */
  readonly id: string;
  readonly title?: string;
}

/** Buttons that belong together. The first one for the whole is prominent. */
function actionButtons(actions: readonly CheckAction[], scope: Scope, act: Act): TemplateResult {
  const label = scope.title === undefined ? l10n.t('Actions') : l10n.t`Actions for ${scope.title}`;
  return html`<div class="check-actions flow" role="group" aria-label=${label}>
    ${repeat(
      actions,
      ({ id }) => id,
      (action, index) => actionButton(action, scope, act, scope.title === undefined && index === 0),
    )}
  </div>`;
}

/** A screen reader reads what the button is for, because several buttons can have the same title. */
function actionButton(action: CheckAction, scope: Scope, act: Act, primary: boolean): TemplateResult {
  return html`<vscode-button
    id="${scope.id}-${action.id}"
    tabindex="0"
    icon=${action.icon}
    ?secondary=${!primary}
    @click=${() => {
      act(action.id);
    }}
    >${action.title}${scope.title === undefined ? undefined : spoken(`: ${scope.title}`)}</vscode-button
  >`;
}
