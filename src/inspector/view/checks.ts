import type { Check, TokenSection } from '../protocol';
import { element, icon, spoken, untrusted } from '../../webview/view/dom';
import { disclosure } from './disclosure';
import { isPast } from './time';
import { verdictOf, type Verdict } from './verdict';
import './checks.css';

const marks = {
  passed: { icon: 'pass', word: 'Passed' },
  failed: { icon: 'error', word: 'Failed' },
  over: { icon: 'warning', word: 'No longer so' },
  unknown: { icon: 'question', word: 'Not checked' },
} as const;

export const verdictIcons = { passed: 'pass-filled', failed: 'error', unknown: 'warning' } as const;
const order = { failed: 0, over: 1, unknown: 2, passed: 3 } as const;

/** What a check's result is worth by now. */
function statusAt({ status, until }: Check, now: number): keyof typeof marks {
  return status === 'passed' && until !== undefined && isPast(until, now) ? 'over' : status;
}

function line(check: Check, now: number): HTMLElement {
  const status = statusAt(check, now);
  const mark = marks[status];
  return element(
    'li',
    { class: `check ${status}` },
    icon(mark.icon),
    spoken(`${mark.word}: `),
    element('span', { class: 'check-title' }, untrusted(check.title)),
    ' ',
    element('span', { class: 'check-reason' }, untrusted(check.reason)),
  );
}

/** One token's verdict as a band that cannot be overlooked, and under it one line for each check, bad news first. */
export function verdictCard(section: TokenSection, verdict: Verdict, now: number): HTMLElement {
  const sorted = section.checks.toSorted((a, b) => order[statusAt(a, now)] - order[statusAt(b, now)]);
  const band = [
    icon(verdictIcons[verdict.status], 'verdict-icon'),
    element(
      'span',
      { class: 'verdict' },
      element('span', { class: 'verdict-text' }, verdict.text),
      ' ',
      verdict.advice === undefined ? undefined : element('span', { class: 'verdict-advice' }, verdict.advice),
    ),
  ];
  const list = element('ul', { class: 'checks', role: 'list' }, ...sorted.map((check) => line(check, now)));
  // A new verdict is a new disclosure: having closed a pass must not hide a failure.
  const memory = `${section.kind} ${verdict.status}`;
  // Where a pass stands aside it is open; where it would push the claims down it is folded.
  const open = verdict.status !== 'passed' || window.matchMedia('(min-width: 64rem)').matches;
  const created = disclosure({ id: `checks-${section.kind}`, memory, open }, band, list);
  created.classList.add('card', verdict.status);
  return element(
    'section',
    { class: `verification ${verdict.status}`, 'aria-label': 'Verification' },
    created,
  );
}

/** What is said of a failed token wherever its own page is not: which checks, why, and the way there. */
export function failureNotice(section: TokenSection, now: number, show: () => void): HTMLElement {
  const failed = section.checks.filter(({ status }) => status === 'failed');
  const open = element('button', { type: 'button', class: 'link' }, `Show ${section.title}`);
  open.addEventListener('click', show);
  return element(
    'div',
    { class: 'notice bad', role: 'group', 'aria-label': `${section.title}: verification failed` },
    icon('error'),
    element(
      'p',
      {},
      element('strong', {}, `${section.title}: ${verdictOf(section, now).text}. `),
      ...failed.slice(0, 2).flatMap(({ title, reason }) => [untrusted(`${title}: ${reason}`), ' ']),
    ),
    open,
  );
}
