/** One line of the table. A row without a bar has no limit. */
export interface Row {
  readonly what: string;
  readonly unit: 'ms' | 'kB' | 'MB';
  readonly ours: number;
  /** What it is compared with, measured in the same run. */
  readonly beside?: { readonly what: string; readonly value: number };
  /** The limit that the value must not exceed. */
  readonly bar?: { readonly text: string; readonly most: number };
}

export interface Group {
  readonly title: string;
  /** How it was measured. */
  readonly method: readonly string[];
  readonly rows: readonly Row[];
}

const headings = ['', 'ours', 'beside', '', 'ratio', 'bar', ''] as const;
const leftAligned: ReadonlySet<number> = new Set([0, 3, 5, 6]);

/** Whether the value of a row is within its bar; undefined when the row has none. */
export function kept({ ours, bar }: Row): boolean | undefined {
  return bar && ours <= bar.most;
}

/** All groups as one table, followed by the method of each group. */
export function printed(groups: readonly Group[]): string {
  const lines = groups.map(({ title, rows }) => ({ title, cells: rows.map(cellsOf) }));
  const all = [headings, ...lines.flatMap(({ cells }) => cells)];
  const widths = headings.map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        leftAligned.has(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [
    line(headings),
    ...lines.flatMap(({ title, cells }) => ['', title, ...cells.map(line)]),
    '',
    ...groups.flatMap(({ title, method }) => [title, ...method.map((text) => `  ${text}`)]),
  ].join('\n');
}

/** The rows that miss their bar, one line each. */
export function verdict(groups: readonly Group[]): string {
  const rows = groups.flatMap((group) => group.rows);
  const missed = rows.filter((row) => kept(row) === false);
  if (missed.length === 0) return `All ${rows.filter(({ bar }) => bar).length} bars are kept.`;
  return missed
    .map((row) => `MISSED: ${row.what}: ${shown(row.ours, row.unit)}, the bar is ${row.bar?.text ?? ''}.`)
    .join('\n');
}

function cellsOf(row: Row): readonly string[] {
  const { what, unit, ours, beside, bar } = row;
  const ok = kept(row);
  return [
    `  ${what}`,
    shown(ours, unit),
    beside ? shown(beside.value, unit) : '',
    beside?.what ?? '',
    beside ? (ours / beside.value).toFixed(2) : '',
    bar ? `≤ ${bar.text}` : '',
    ok === undefined ? '' : ok ? 'ok' : 'MISSED',
  ];
}

function shown(value: number, unit: Row['unit']): string {
  return `${value.toFixed(value < 0.1 ? 3 : unit === 'MB' ? 2 : 1)} ${unit}`;
}
