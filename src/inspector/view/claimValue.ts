import { localTime } from '../../core/localTime';
import { element, head, untrusted } from '../../webview/view/dom';
import { relative, utcTime } from './time';
import type { Claim } from '../model/claims';
import type { Part } from '../model/claimParts';

/** A claim's name is cut to so many characters. */
const longestName = 300;

/** A value with more characters or lines than this scrolls in a box of its own. */
const longValue = { characters: 600, lines: 12 };

/** How far away a moment is. `refreshTimes` keeps the text current. */
function liveTime(at: number, now: number): HTMLElement {
  return element('span', { class: 'relative', 'data-moment': String(at) }, relative(at, now));
}

/** Updates how far away each moment under `root` is. @returns the moments */
export function refreshTimes(root: ParentNode, now: number): number[] {
  return [...root.querySelectorAll<HTMLElement>('[data-moment]')].map((shown) => {
    const at = Number(shown.dataset['moment']);
    const text = relative(at, now);
    if (shown.textContent !== text) shown.textContent = text;
    return at;
  });
}

/** A moment in local time, how far away it is, and the number in the token. */
function moment(value: string, at: number, now: number): HTMLElement {
  const local = localTime(at);
  const raw = untrusted(value, 'value');
  if (local === undefined) return raw;
  const utc = utcTime(at);
  return element(
    'span',
    { class: 'moment' },
    element('time', { datetime: utc, title: utc }, local),
    liveTime(at, now),
    raw,
  );
}

function isLong(value: string): boolean {
  return (
    value.length > longValue.characters || value.split('\n', longValue.lines + 1).length > longValue.lines
  );
}

/** The name of a claim or header member, at the head of its row. */
export function nameCell(name: string): HTMLElement {
  return element('th', { scope: 'row', role: 'rowheader' }, untrusted(head(name, longestName)));
}

/** A value as the token has it. A long one scrolls in a box of its own, so that the next claim stays in reach. */
export function textValue(name: string, value: string): HTMLElement {
  const shown = untrusted(value, 'value');
  if (!isLong(value)) return shown;
  return element(
    'div',
    { class: 'long-value', tabindex: '0', role: 'group', 'aria-label': head(name, 100) },
    shown,
  );
}

/** The items of a list: chips, or a line for each when some have a note. */
export function partList(parts: readonly Part[]): HTMLElement {
  const noted = parts.some(({ note }) => note !== undefined);
  const items = parts.map(({ text, note }) =>
    element(
      'li',
      {},
      untrusted(text, 'chip'),
      note === undefined ? undefined : element('span', { class: 'part-note' }, untrusted(note)),
    ),
  );
  return element('ul', { class: noted ? 'parts noted' : 'parts', role: 'list' }, ...items);
}

/** A claim's value: a moment, a list of its parts, or text. */
export function claimValue(claim: Claim, now: number): HTMLElement {
  if (claim.moment !== undefined) return moment(claim.value, claim.moment, now);
  const { parts = [] } = claim;
  if (parts.length > 0) {
    const list = partList(parts);
    const isAll = claim.type !== 'text' || parts.map(({ text }) => text).join(' ') === claim.value;
    return isAll ? list : element('div', { class: 'taken-apart' }, textValue(claim.name, claim.value), list);
  }
  if (claim.value === '') return element('span', { class: 'nothing' }, 'empty');
  return textValue(claim.name, claim.value);
}
