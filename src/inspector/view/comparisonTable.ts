import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { icon, spoken, untrusted } from '../../webview/view/templates';
import { nameCell } from './claimValue';
import { wideTable } from './tables';
import type { ComparedRow } from '../model/comparison';
import './claims.css';

const marks = {
  same: { glyph: 'check', word: l10n.t('Same') },
  type: { glyph: 'symbol-string', word: l10n.t('Type differs') },
  different: { glyph: 'diff', word: l10n.t('Different') },
  missing: { glyph: 'circle-slash', word: l10n.t('Missing') },
} as const;

/** Which tokens have a claim, or which ones lack it when that is shorter. */
function whereMissing({ cells }: ComparedRow, columns: readonly string[]): string {
  const has = columns.filter((_, index) => cells[index] !== null);
  const lacks = columns.filter((_, index) => cells[index] === null);
  return has.length === 1 ? l10n.t`Only in ${has.join()}` : l10n.t`Not in ${lacks.join(', ')}`;
}

function cell(value: string | null): TemplateResult {
  if (value === null) {
    return html`<em class="subtle"><span aria-hidden="true">—</span>${spoken(l10n.t('missing'))}</em>`;
  }
  return untrusted(value, 'value');
}

function comparedRow(row: ComparedRow, columns: readonly string[]): TemplateResult {
  const { name, cells, mark, why } = row;
  const { glyph, word } = marks[mark];
  return html`<tr role="row" data-mark=${mark}>
    ${nameCell(name)}
    ${cells.map((value, index) => html`<td role="cell" data-column=${columns[index]}>${cell(value)}</td>`)}
    <td role="cell">
      <span class="mark">
        ${icon(glyph)}${untrusted(mark === 'missing' ? whereMissing(row, columns) : word)}
      </span>
      ${why === undefined ? undefined : html`<span class="note-line subtle">${untrusted(why)}</span>`}
    </td>
  </tr>`;
}

/** The rows of a comparison. @param labelledBy the id of the heading */
export function comparisonTable(
  labelledBy: string,
  columns: readonly string[],
  rows: readonly ComparedRow[],
): TemplateResult {
  return wideTable(
    'comparison',
    labelledBy,
    [l10n.t('Claim'), ...columns, l10n.t('Result')].map((text) => untrusted(text)),
    rows.map((row) => comparedRow(row, columns)),
  );
}
