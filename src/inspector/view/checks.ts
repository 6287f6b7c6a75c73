import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { keyed } from 'lit/directives/keyed.js';
import { icon, spoken, untrusted } from '../../webview/view/templates';
import type { Check, TokenSection } from '../protocol';
import { isPast } from './time';
import { verdictOf, type Verdict } from './verdict';
import './checks.css';

const marks = {
  passed: { glyph: 'pass', word: l10n.t('Passed') },
  failed: { glyph: 'error', word: l10n.t('Failed') },
  warning: { glyph: 'warning', word: l10n.t('Warning') },
  over: { glyph: 'warning', word: l10n.t('No longer so') },
  unknown: { glyph: 'question', word: l10n.t('Not checked') },
} as const;

export const verdictIcons = { passed: 'pass-filled', failed: 'error', unknown: 'warning' } as const;
const order = { failed: 0, warning: 1, over: 2, unknown: 3, passed: 4 } as const;

/** The status of a check at this moment: a token that passed may have expired since. */
function statusAt({ status, until }: Check, now: number): keyof typeof marks {
  return status === 'passed' && until !== undefined && isPast(until, now) ? 'over' : status;
}

function line(check: Check, now: number): TemplateResult {
  const status = statusAt(check, now);
  const { glyph, word } = marks[status];
  return html`<li class="check ${status}">
    ${icon(glyph)}${spoken(`${word}: `)}
    <span class="check-title">${untrusted(check.title)}</span>
    <span class="check-reason subtle">${untrusted(check.reason)}</span>
  </li>`;
}

/** Which lists of checks the user has opened or closed, until the page is closed. */
const opened = new Map<string, boolean>();

/** The verdict on one token, and a list of its checks below, failed ones first. */
export function verdictCard({ kind, checks }: TokenSection, verdict: Verdict, now: number): TemplateResult {
  const { status, text, advice } = verdict;
  const sorted = checks.toSorted((a, b) => order[statusAt(a, now)] - order[statusAt(b, now)]);
  // Another verdict opens and closes separately, so that a list that was closed while all passed does not hide a failure.
  const memory = `${kind} ${status}`;
  // When all checks passed, a wide page has room for the list beside the claims; a narrow one would show it above them.
  const isOpen = (): boolean =>
    opened.get(memory) ?? (status !== 'passed' || window.matchMedia('(min-width: 64rem)').matches);
  // The event `toggle` would also fire when the page opens the list itself, and only the user's choice is remembered.
  const clicked = ({ currentTarget }: Event & { readonly currentTarget: HTMLElement }): void => {
    opened.set(memory, currentTarget.closest('details[open]') === null);
  };
  const card = html`<details class="card framed ${status}" ?open=${guard([], isOpen)}>
    <summary class="band" id="checks-${kind}" @click=${clicked}>
      ${icon('chevron-right', 'chevron')} ${icon(verdictIcons[status], 'verdict-icon')}
      <span class="verdict flow">
        <span class="strong">${text}</span>
        ${advice && html`<span class="verdict-advice subtle">${advice}</span>`}
      </span>
    </summary>
    <ul class="checks" role="list">
      ${sorted.map((check) => line(check, now))}
    </ul>
  </details>`;
  return html`<section class="verification" aria-label=${l10n.t('Verification')}>
    ${keyed(memory, card)}
  </section>`;
}

/** A warning on the other tabs about a token that failed: which checks, why, and a button to its tab. */
export function failureNotice(section: TokenSection, now: number, show: () => void): TemplateResult {
  const { title, checks } = section;
  const failed = checks.filter(({ status }) => status === 'failed');
  const label = l10n.t`${title}: verification failed`;
  const text = l10n.t`${title}: ${verdictOf(section, now)?.text ?? ''}.`;
  return html`<div class="notice band framed failed" role="group" aria-label=${label}>
    ${icon('error')}
    <p>
      <strong>${text} </strong>
      ${failed.slice(0, 2).map((check) => html`${untrusted(`${check.title}: ${check.reason}`)} `)}
    </p>
    <button type="button" class="link" @click=${show}>${l10n.t`Show ${title}`}</button>
  </div>`;
}
