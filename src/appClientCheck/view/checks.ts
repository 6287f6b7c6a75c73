import { element, icon, untrusted } from '../../webview/view/dom';
import type { CheckReport, ShownCheck, Snippet } from '../protocol';
import { actionButton, type Act } from './buttons';

const marks = {
  passed: { icon: 'pass', word: 'Passed' },
  failed: { icon: 'error', word: 'Failed' },
  unknown: { icon: 'question', word: 'Unknown' },
} as const;

/** The list of the checks: each with what was seen, and with its problem and actions when there are any. */
export function checkList({ checks }: CheckReport, act: Act): HTMLElement {
  return element(
    'ul',
    { class: 'check-list', role: 'list', 'aria-label': 'Checks' },
    ...checks.map((check) => row(check, act)),
  );
}

function row(check: ShownCheck, act: Act): HTMLElement {
  const mark = marks[check.status];
  const { problem, snippets, actions } = check;
  return element(
    'li',
    { class: `check-row ${check.status}`, id: `check-${check.id}` },
    icon(mark.icon),
    element('h3', {}, element('span', { class: 'hidden-text' }, `${mark.word}: `), check.title),
    element(
      'div',
      { class: 'check-body' },
      element('p', { class: 'check-seen' }, untrusted(check.seen)),
      problem &&
        element(
          'div',
          { class: 'check-problem' },
          element('p', { class: 'check-what' }, untrusted(problem.what)),
          element('p', {}, untrusted(problem.why)),
          element('p', {}, untrusted(problem.next)),
        ),
      ...snippets.map((snippet) => shownSnippet(snippet, check.id, act)),
      actions.length === 0
        ? undefined
        : element(
            'div',
            { class: 'check-actions', role: 'group', 'aria-label': `Actions for ${check.title}` },
            ...actions.map((action) => actionButton(action, check.id, act)),
          ),
    ),
  );
}

/** Text that can be selected, or copied with its button. */
function shownSnippet({ label, text, copy }: Snippet, scope: string, act: Act): HTMLElement {
  return element(
    'figure',
    { class: 'check-snippet' },
    element('figcaption', {}, label),
    element('pre', { tabindex: '0', 'aria-label': label }, untrusted(text)),
    actionButton(copy, scope, act, true),
  );
}
