import type { Row } from '../protocol';
import { element, untrusted } from './dom';
import { localTime, relative, utcTime } from './time';

/** A value longer than this scrolls in a box of its own, so that the next claim stays in reach. */
const longValue = { characters: 1500, lines: 16 };

/** Rows built at once; the rest follow frame by frame, and the panel answers meanwhile. */
const batch = 250;

/** A point in time that the page keeps saying anew, see `refreshTimes`. */
function liveTime(seconds: number, now: number): HTMLElement {
  return element('span', { class: 'relative', 'data-seconds': String(seconds) }, relative(seconds, now));
}

/** Says every live time under `root` anew; returns the points in time shown. `now` in milliseconds. */
export function refreshTimes(root: ParentNode, now: number): number[] {
  return [...root.querySelectorAll<HTMLElement>('[data-seconds]')].map((shown) => {
    const seconds = Number(shown.dataset['seconds']);
    const text = relative(seconds, now);
    if (shown.textContent !== text) shown.textContent = text;
    return seconds;
  });
}

function moment(seconds: number, now: number): HTMLElement | undefined {
  const local = localTime(seconds);
  if (local === undefined) return undefined;
  const utc = utcTime(seconds);
  return element(
    'span',
    { class: 'moment' },
    element('time', { datetime: utc, title: utc }, local),
    liveTime(seconds, now),
  );
}

function isLong(value: string): boolean {
  return (
    value.length > longValue.characters || value.split('\n', longValue.lines + 1).length > longValue.lines
  );
}

function valueCell(row: Row, now: number): HTMLElement {
  const value = untrusted(row.value, 'value');
  const shown = isLong(row.value)
    ? element('div', { class: 'long-value', tabindex: '0', role: 'group', 'aria-label': row.name }, value)
    : value;
  return element(
    'td',
    { role: 'cell' },
    shown,
    row.seconds === undefined ? undefined : moment(row.seconds, now),
  );
}

function tableRow(row: Row, now: number): HTMLElement {
  return element(
    'tr',
    { role: 'row' },
    element('th', { scope: 'row', role: 'rowheader' }, untrusted(row.name)),
    valueCell(row, now),
  );
}

/** Names and values as a table. Roles are spelled out because the narrow layout stacks cells, which drops them. */
export function claimsTable(labelledBy: string, rows: readonly Row[], now: number): HTMLElement {
  const body = element('tbody', { role: 'rowgroup' });
  const append = (from: number): void => {
    const fragment = document.createDocumentFragment();
    fragment.append(...rows.slice(from, from + batch).map((row) => tableRow(row, now)));
    body.append(fragment);
    if (from + batch >= rows.length) return;
    requestAnimationFrame(() => {
      // A newer model may have replaced this table by now.
      if (body.isConnected) append(from + batch);
    });
  };
  append(0);
  return element('table', { class: 'claims', role: 'table', 'aria-labelledby': labelledBy }, body);
}
