import { partList } from './claimValue';
import { element, icon, untrusted } from '../../webview/view/dom';
import './tables.css';
import type { Advice, Guidance } from '../model/guidance';

const sends = {
  id: { icon: 'account', word: 'ID token' },
  access: { icon: 'key', word: 'Access token' },
  either: { icon: 'check-all', word: 'Either' },
  neither: { icon: 'circle-slash', word: 'Neither' },
} as const;

function adviceRow({ target, send, reason }: Advice): HTMLElement {
  const { icon: name, word } = sends[send];
  return element(
    'tr',
    { role: 'row' },
    element('th', { scope: 'row', role: 'rowheader' }, untrusted(target)),
    element('td', { role: 'cell' }, element('span', { class: `send ${send}` }, icon(name), word)),
    element('td', { role: 'cell', class: 'reason' }, untrusted(reason)),
  );
}

function heading(text: string): HTMLElement {
  return element('th', { scope: 'col', role: 'columnheader' }, text);
}

/** Which token to send where, and which scopes the access token carries. */
export function guidanceTab({ summary, scopes, advice }: Guidance): HTMLElement {
  return element(
    'div',
    { class: 'guidance' },
    element('p', { class: 'summary' }, icon('lightbulb'), untrusted(summary)),
    element(
      'section',
      { 'aria-labelledby': 'advice-title' },
      element(
        'div',
        { class: 'section-head' },
        element('h2', { id: 'advice-title' }, 'Which token do I send?'),
      ),
      element(
        'table',
        { class: 'wide-table advice', role: 'table', 'aria-labelledby': 'advice-title' },
        element(
          'thead',
          { role: 'rowgroup' },
          element('tr', { role: 'row' }, heading('To'), heading('Send'), heading('Because')),
        ),
        element('tbody', { role: 'rowgroup' }, ...advice.map(adviceRow)),
      ),
    ),
    element(
      'section',
      { 'aria-labelledby': 'scopes-title' },
      element(
        'div',
        { class: 'section-head' },
        element('h2', { id: 'scopes-title' }, 'Scopes in the access token'),
      ),
      scopes.length === 0
        ? element('p', { class: 'blank' }, 'The access token carries no scope.')
        : partList(scopes),
    ),
  );
}
