import { html, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { icon, untrusted } from '../../webview/view/templates';
import type { InspectorModel, ShownTokens } from '../protocol';
import { failureNotice } from './checks';
import { emptyState } from './emptyStates';
import { filterBox } from './filter';
import { identity, sessionToolbar, stateLine, tokenToolbar } from './header';
import { tabList, tabsFor, tokensOf } from './tabs';
import { verdictOf } from './verdict';
import type { View } from './view';

/**
 * What is always on the page: the texts for screen readers, which have to change in an element that stays, and the content.
 * @param spokenText what a screen reader reads each time it changes
 */
export function frame(spokenText: unknown, content: TemplateResult): TemplateResult {
  return html`<p class="hidden-text" role="status">${spokenText}</p>
    ${content}`;
}

/** The page: the user, a problem, the time left, the buttons and the tabs. */
export function page(model: InspectorModel, view: View): TemplateResult {
  const { tokens, problem, phase } = model;
  const { announced } = view;
  const content = html`${identity(model)}
  ${problem && html`<p class="notice band framed failed" role="alert">${icon('error')}${untrusted(problem)}</p>`}
  ${
    tokens === undefined
      ? emptyState(model, view)
      : html`${stateLine(tokens, view.now)}
        ${phase === 'token' ? tokenToolbar(tokens, view) : sessionToolbar(tokens, view)}
        ${body(model, tokens, view)}`
  }`;
  return frame(keyed(announced, announced.text), content);
}

/** The tabs and the content of the open one, below a warning about other tokens that failed. */
function body(model: InspectorModel, tokens: ShownTokens, view: View): TemplateResult | undefined {
  const tabs = tabsFor(model, tokens, view);
  const chosen = tabs.find(({ id }) => id === view.tab);
  const open = chosen ?? tabs.find(({ status }) => status === 'failed') ?? tabs[0];
  if (open === undefined) return undefined;
  const failing = tokensOf(tokens).filter(
    (token) => token.kind !== open.id && verdictOf(token, view.now)?.status === 'failed',
  );
  return html`${failing.map((token) =>
      failureNotice(token, view.now, () => {
        view.openTab(token.kind);
        document.getElementById(`tab-${token.kind}`)?.focus();
      }),
    )}
    <div class="body">
      <div class="bar flow">${tabList(tabs, open, 'panel', view)} ${filterBox(!open.filtered, view)}</div>
      <div id="panel" class="panel" role="tabpanel" aria-labelledby="tab-${open.id}">
        ${keyed(open.id, open.content())}
      </div>
    </div>`;
}
