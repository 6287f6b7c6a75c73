import { html, type TemplateResult } from 'lit';
import './tables.css';

/** A table with a heading for each column. @param rows its `tr` elements */
export function wideTable(
  className: string,
  labelledBy: string,
  headings: readonly (string | TemplateResult)[],
  rows: unknown,
): TemplateResult {
  return html`<table class="wide-table ${className}" role="table" aria-labelledby=${labelledBy}>
    <thead role="rowgroup">
      <tr role="row">
        ${headings.map((heading) => html`<th scope="col" role="columnheader">${heading}</th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows}
    </tbody>
  </table>`;
}
