import { actionButton, buttonGroup, plainButton, type Host } from './buttons';
import { element, grouped, head, icon, spoken, untrusted } from '../../webview/view/dom';
import { matching } from './matching';
import { tabContent, type TabContent } from './tabContent';
import './tables.css';
import type { ComparedRow, Comparison } from '../model/comparison';

/** A value is cut to so many characters, because the token's own tab shows it whole. */
const longestCell = 400;

const marks = {
  same: { icon: 'check', word: 'Same' },
  type: { icon: 'symbol-string', word: 'Type differs' },
  different: { icon: 'diff', word: 'Different' },
  missing: { icon: 'circle-slash', word: 'Missing' },
} as const;

/** Where a claim is, or is not: the shorter of the two. */
function whereMissing({ cells }: ComparedRow, columns: readonly string[]): string {
  const has = columns.filter((_, index) => cells[index] !== null);
  const lacks = columns.filter((_, index) => cells[index] === null);
  return has.length === 1 ? `Only in ${has.join()}` : `Not in ${lacks.join(', ')}`;
}

function cell(value: string | null, column: string): HTMLElement {
  const shown =
    value === null
      ? element(
          'span',
          { class: 'nothing' },
          element('span', { 'aria-hidden': 'true' }, '—'),
          spoken('missing'),
        )
      : untrusted(value.length > longestCell ? `${head(value, longestCell)}…` : value, 'value');
  return element('td', { role: 'cell', 'data-column': column }, shown);
}

function comparedRow(row: ComparedRow, columns: readonly string[]): HTMLElement {
  const mark = marks[row.mark];
  const word = row.mark === 'missing' ? whereMissing(row, columns) : mark.word;
  return element(
    'tr',
    { role: 'row', class: 'compared', 'data-mark': row.mark },
    element('th', { scope: 'row', role: 'rowheader' }, untrusted(head(row.name, longestCell))),
    ...row.cells.map((value, index) => cell(value, columns[index] ?? '')),
    element(
      'td',
      { role: 'cell', class: 'mark-cell' },
      element('span', { class: 'mark' }, icon(mark.icon), untrusted(word)),
      row.why === undefined ? undefined : element('span', { class: 'why' }, untrusted(row.why)),
    ),
  );
}

function heading(text: string): HTMLElement {
  return element('th', { scope: 'col', role: 'columnheader' }, untrusted(text));
}

function table(id: string, columns: readonly string[], rows: readonly ComparedRow[]): HTMLElement {
  const labels = { class: 'wide-table comparison', role: 'table', 'aria-labelledby': `${id}-title` };
  const cells = [heading('Claim'), ...columns.map(heading), heading('Result')];
  return element(
    'table',
    labels,
    element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...cells)),
    element('tbody', { role: 'rowgroup' }, ...rows.map((row) => comparedRow(row, columns))),
  );
}

/** What the reader chose, for as long as the page lives. */
const chosen: { differencesOnly: boolean; id: Comparison['id'] | undefined } = {
  differencesOnly: false,
  id: undefined,
};

/** The newest question comes first. */
const order: readonly Comparison['id'][] = ['other', 'refresh', 'side_by_side'];

function onlyDifferences(changed: () => void): HTMLElement {
  const box = element('input', {
    type: 'checkbox',
    id: 'only-differences',
    checked: chosen.differencesOnly,
  });
  box.addEventListener('change', () => {
    chosen.differencesOnly = box.checked;
    changed();
  });
  return element('label', { class: 'only-differences' }, box, 'Only differences');
}

/** One button for each comparison, when there are several. */
function choice(comparisons: readonly Comparison[], shown: Comparison, changed: () => void): HTMLElement {
  const buttons = comparisons.map(({ id, title }) => {
    const button = plainButton(
      untrusted(title),
      () => {
        chosen.id = id;
        changed();
      },
      'choice',
    );
    button.id = `choose-${id}`;
    button.setAttribute('aria-pressed', String(id === shown.id));
    return button;
  });
  return element('div', { class: 'choices', role: 'group', 'aria-label': 'What to compare' }, ...buttons);
}

function comparisonSection(comparison: Comparison, terms: readonly string[], host: Host): HTMLElement {
  const { id, title, columns, rows, note } = comparison;
  const found = matching(rows, terms, ({ name, cells, why }) => [name, ...cells, why]);
  const shown = chosen.differencesOnly ? found.filter(({ mark }) => mark !== 'same') : found;
  const of = (mark: ComparedRow['mark']): number => rows.filter((row) => row.mark === mark).length;
  const differing = of('different') + of('type');
  const count = `${grouped(of('same'))} the same, ${grouped(differing)} different, ${grouped(of('missing'))} not in all`;
  const nothing = rows.length === 0 ? [] : [element('p', { class: 'blank' }, 'No claim to show here.')];
  const end = { action: 'endComparison', label: 'End Comparison', icon: 'close' } as const;
  return element(
    'section',
    { 'aria-labelledby': `${id}-title` },
    element(
      'div',
      { class: 'section-head' },
      element('h2', { id: `${id}-title` }, untrusted(title)),
      rows.length === 0 ? undefined : element('span', { class: 'note' }, count),
      id === 'other' ? buttonGroup(title, actionButton(end, host)) : undefined,
    ),
    ...(shown.length === 0 ? nothing : [table(id, columns, shown)]),
    note === undefined ? undefined : element('p', { class: 'table-note' }, icon('info'), untrusted(note)),
  );
}

/** The comparison with something else is what the reader has just asked for. */
export function chooseOther(): void {
  chosen.id = 'other';
}

/** Every comparison there is, one at a time. */
export function comparisonTab(comparisons: readonly Comparison[], host: Host): TabContent {
  const root = element('div', { class: 'comparisons' });
  const ordered = comparisons.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  let terms: readonly string[] = [];
  const show = (): void => {
    const shown = ordered.find(({ id }) => id === chosen.id) ?? ordered[0];
    const focused = root.contains(document.activeElement) ? document.activeElement?.id : undefined;
    if (shown === undefined) return;
    const bar = element(
      'div',
      { class: 'comparison-bar' },
      ordered.length > 1 ? choice(ordered, shown, show) : undefined,
      onlyDifferences(show),
    );
    root.replaceChildren(bar, comparisonSection(shown, terms, host));
    if (focused) document.getElementById(focused)?.focus();
  };
  return tabContent(root, {
    filtered: true,
    filter: (next) => {
      terms = next;
      show();
    },
  });
}
