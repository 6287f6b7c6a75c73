import { localTime } from '../../core/localTime';
import { plainButton } from './buttons';
import { element, grouped, head, untrusted } from '../../webview/view/dom';
import { fillPaged } from './paged';
import { relative, utcTime } from './time';
import type { Claim } from '../model/claims';
import type { Part } from '../model/claimParts';

/** Characters of a value shown at first, and by each press of "Show more". */
const page = { first: 2_000, more: 20_000 };

/** A claim's name may be as long as a token. */
const longestName = 300;

/** A value longer than this scrolls in a box of its own, so that the next claim stays in reach. */
const longValue = { characters: 600, lines: 12 };

/** A point in time that the page keeps saying anew, see `refreshTimes`. */
function liveTime(at: number, now: number): HTMLElement {
  return element('span', { class: 'relative', 'data-moment': String(at) }, relative(at, now));
}

/** Says every live time under `root` anew; returns the points in time shown. `now` in milliseconds. */
export function refreshTimes(root: ParentNode, now: number): number[] {
  return [...root.querySelectorAll<HTMLElement>('[data-moment]')].map((shown) => {
    const at = Number(shown.dataset['moment']);
    const text = relative(at, now);
    if (shown.textContent !== text) shown.textContent = text;
    return at;
  });
}

/** A point in time as people say it, what the token says beside it. */
function moment(value: string, at: number, now: number): HTMLElement {
  const local = localTime(at / 1000);
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

/** Text as it came, the first page of it: a value may be a megabyte. */
export function textValue(name: string, value: string): HTMLElement {
  if (!isLong(value)) return untrusted(value, 'value');
  const box = element('div', {
    class: 'long-value',
    tabindex: '0',
    role: 'group',
    'aria-label': head(name, 100),
  });
  const show = (length: number): void => {
    const shown = head(value, length);
    const left = value.length - shown.length;
    const label = `Show more (${grouped(left)} characters left)`;
    box.replaceChildren(untrusted(shown, 'value'));
    if (left === 0) return;
    box.append(
      plainButton(label, () => {
        show(length + page.more);
        box.focus();
      }),
    );
  };
  show(page.first);
  return box;
}

/** The items of a list: chips, or a line for each when something is to be said about them. */
export function partList(parts: readonly Part[]): HTMLElement {
  const noted = parts.some(({ note }) => note !== undefined);
  const list = element('ul', { class: noted ? 'parts noted' : 'parts', role: 'list' });
  fillPaged(list, {
    items: parts,
    first: 60,
    step: 500,
    label: (left) => `Show more (${grouped(left)} left)`,
    build: ({ text, note }) =>
      element(
        'li',
        {},
        untrusted(head(text, page.first), 'chip'),
        note === undefined ? undefined : element('span', { class: 'part-note' }, untrusted(note)),
      ),
  });
  return list;
}

/** What a claim says, broken out where it has parts. `now` in milliseconds. */
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
