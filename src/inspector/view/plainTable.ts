import { nameCell, textValue } from './claimValue';
import './claims.css';
import { element, grouped } from '../../webview/view/dom';
import type { Row, Rows } from '../model/claims';

/** The members of a JOSE header. */
export function plainTable(labelledBy: string, { shown, total }: Rows<Row>): HTMLElement {
  const body = element('tbody', { role: 'rowgroup' });
  for (const row of shown) {
    body.append(
      element(
        'tr',
        { role: 'row' },
        nameCell(row.name),
        element(
          'td',
          { role: 'cell' },
          textValue(row.name, row.value),
          row.meaning === undefined ? undefined : element('span', { class: 'header-meaning' }, row.meaning),
        ),
      ),
    );
  }
  const left = total - shown.length;
  if (left > 0) {
    const note = element('td', { role: 'cell', colspan: '2' }, `${grouped(left)} more are not shown.`);
    body.append(element('tr', { role: 'row' }, note));
  }
  return element('table', { class: 'plain', role: 'table', 'aria-labelledby': labelledBy }, body);
}
