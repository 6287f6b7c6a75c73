import type { ComparedRow, Comparison } from '../protocol';
import type { Host } from './buttons';
import { actionButton, buttonGroup, plainButton } from './buttons';
import { element, grouped, head, icon, spoken, untrusted } from './dom';
import { matching } from './matching';
import './tables.css';

/** Rows built at once; what is beyond is behind a button. */
const batch = 200;
/** Characters of a cell: two values are compared by their marks, and read in full on their own pages. */
const longestCell = 400;

const marks = {
  same: { icon: 'check', word: 'Same' },
  type: { icon: 'symbol-misc', word: 'Type differs' },
  different: { icon: 'diff', word: 'Different' },
  missing: { icon: 'circle-slash', word: 'Missing' },
} as const;

/** Where a claim is, or is not: the shorter of the two. */
function whereMissing({ cells }: ComparedRow, columns: readonly string[]): string {
  const has = columns.filter((_, index) => cells[index] !== undefined);
  const lacks = columns.filter((_, index) => cells[index] === undefined);
  return has.length === 1 ? `Only in ${has.join()}` : `Not in ${lacks.join(', ')}`;
}

function cell(value: string | undefined, column: string): HTMLElement {
  const shown =
    value === undefined
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
    ...columns.map((column, index) => cell(row.cells[index], column)),
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

function table(id: string, columns: readonly string[], rows: readonly ComparedRow[]): readonly HTMLElement[] {
  const body = element('tbody', { role: 'rowgroup' });
  const end = element('div', { class: 'claims-end' });
  const show = (from: number): void => {
    body.append(...rows.slice(from, from + batch).map((row) => comparedRow(row, columns)));
    const left = rows.length - from - batch;
    const more = plainButton(`Show more (${grouped(left)} left)`, () => {
      show(from + batch);
    });
    end.replaceChildren(...(left > 0 ? [more] : []));
  };
  show(0);
  const labels = { class: 'wide-table comparison', role: 'table', 'aria-labelledby': `${id}-title` };
  const cells = [heading('Claim'), ...columns.map(heading), heading('Result')];
  const first = element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...cells));
  return [element('table', labels, first, body), end];
}

/** What the reader chose, for as long as the page lives. */
let differencesOnly = false;

function onlyDifferences(changed: () => void): HTMLElement {
  const box = element('input', { type: 'checkbox', id: 'only-differences', checked: differencesOnly });
  box.addEventListener('change', () => {
    differencesOnly = box.checked;
    changed();
  });
  return element('label', { class: 'only-differences' }, box, 'Only differences');
}

function comparisonSection(comparison: Comparison, terms: readonly string[], host: Host): HTMLElement {
  const { id, title, columns, rows, note } = comparison;
  const found = matching(rows, terms, ({ name, cells, why }) => [name, ...cells, why]);
  const shown = differencesOnly ? found.filter(({ mark }) => mark !== 'same') : found;
  const of = (mark: ComparedRow['mark']): number => rows.filter((row) => row.mark === mark).length;
  const differing = of('different') + of('type');
  const count = `${grouped(of('same'))} the same, ${grouped(differing)} different, ${grouped(of('missing'))} not in all`;
  const nothing = rows.length === 0 ? [] : [element('p', { class: 'blank' }, 'No claim to show here.')];
  return element(
    'section',
    { class: 'compared-section', 'aria-labelledby': `${id}-title` },
    element(
      'div',
      { class: 'section-head' },
      element('h2', { id: `${id}-title` }, untrusted(title)),
      rows.length === 0 ? undefined : element('span', { class: 'note' }, count),
      id === 'other'
        ? buttonGroup(
            title,
            actionButton({ action: 'endComparison', label: 'End Comparison', icon: 'close' }, host),
          )
        : undefined,
    ),
    ...(shown.length === 0 ? nothing : table(id, columns, shown)),
    note === undefined ? undefined : element('p', { class: 'table-note' }, icon('info'), untrusted(note)),
  );
}

/** Every comparison there is, newest question first. @param terms as in `filterTerms` */
export function comparisonTab(
  comparisons: readonly Comparison[],
  terms: readonly string[],
  host: Host,
  changed: () => void,
): HTMLElement {
  return element(
    'div',
    { class: 'comparisons' },
    onlyDifferences(changed),
    ...comparisons.map((comparison) => comparisonSection(comparison, terms, host)),
  );
}
