import type { Check, TokenSection } from '../protocol';
import { element, icon, untrusted } from './dom';
import { disclosure } from './disclosure';
import { verdictOf } from './verdict';
import './verification.css';

const marks = {
  passed: { icon: 'pass', word: 'Passed' },
  failed: { icon: 'error', word: 'Failed' },
  not_checked: { icon: 'question', word: 'Not checked' },
} as const;

const bannerIcons = { passed: 'pass-filled', failed: 'error', unsettled: 'warning' } as const;
const order = { failed: 0, not_checked: 1, passed: 2 } as const;

function line(check: Check): HTMLElement {
  const mark = marks[check.status];
  return element(
    'li',
    { class: `check ${check.status}` },
    icon(mark.icon),
    element('span', { class: 'hidden-text' }, `${mark.word}: `),
    element('span', { class: 'check-title' }, untrusted(check.title)),
    ' ',
    element('span', { class: 'check-reason' }, untrusted(check.reason)),
  );
}

/** One token's verdict as a banner that cannot be overlooked, and under it one line for each check, bad news first. */
function card(id: string, title: string, section: TokenSection, calm: boolean, now: number): HTMLElement {
  const verdict = verdictOf(section, now);
  const sorted = section.checks.toSorted((a, b) => order[a.status] - order[b.status]);
  const banner = [
    icon(bannerIcons[verdict.status], 'verdict-icon'),
    element(
      'span',
      { class: 'verdict' },
      element('h3', {}, title),
      ' ',
      element('span', { class: 'verdict-text' }, verdict.text),
      ' ',
      verdict.advice === undefined ? undefined : element('span', { class: 'verdict-advice' }, verdict.advice),
    ),
  ];
  const list = element('ul', { class: 'checks', role: 'list' }, ...sorted.map(line));
  // A pass folds away when the other token has bad news, so that the bad news is what is seen.
  const open = verdict.status !== 'passed' || calm;
  // A new verdict is a new disclosure: having closed a pass must not hide a failure.
  const created = disclosure({ id: `checks-${id}`, memory: `${id} ${verdict.status}`, open }, banner, list);
  created.classList.add('card', verdict.status);
  return created;
}

/** The verification section: a card for each token there is. */
export function verification(
  tokens: readonly { readonly id: string; readonly title: string; readonly section: TokenSection }[],
  now: number,
): HTMLElement {
  const calm = tokens.every((token) => verdictOf(token.section, now).status !== 'failed');
  return element(
    'section',
    { class: 'verification', 'aria-labelledby': 'verification-title' },
    element('h2', { id: 'verification-title' }, 'Verification'),
    element(
      'div',
      { class: 'cards' },
      ...tokens.map(({ id, title, section }) => card(id, title, section, calm, now)),
    ),
  );
}
