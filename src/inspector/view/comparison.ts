import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { counted, grouped, icon, untrusted } from '../../webview/view/templates';
import { actionButtons, buttonGroup, type Button } from './buttons';
import { comparisonTable } from './comparisonTable';
import { matching } from './matching';
import type { View } from './view';
import type { ComparedRow, Comparison } from '../model/comparison';

/** The comparison that the user asked for last comes first. */
const order: readonly Comparison['id'][] = ['other', 'refresh', 'side_by_side'];

/** One button for each comparison, when there are several. */
function choice(comparisons: readonly Comparison[], shown: Comparison, { change }: View): TemplateResult {
  return html`<div class="choices flow" role="group" aria-label=${l10n.t('What to compare')}>
    ${comparisons.map(
      ({ id, title }) =>
        html`<button
          type="button"
          class="choice framed"
          id="choose-${id}"
          aria-pressed=${id === shown.id}
          @click=${() => {
            change({ comparison: id });
          }}
        >
          ${untrusted(title)}
        </button>`,
    )}
  </div>`;
}

const end: Button = { action: 'endComparison', label: l10n.t('End Comparison'), icon: 'close' };

function comparisonSection({ id, title, columns, rows, note }: Comparison, view: View): TemplateResult {
  const found = matching(rows, view.terms, ({ name, cells, why }) => [name, ...cells, why]);
  const shown = view.differencesOnly ? found.filter(({ mark }) => mark !== 'same') : found;
  const of = (mark: ComparedRow['mark']): number => rows.filter((row) => row.mark === mark).length;
  const differing = of('different') + of('type');
  const marks = l10n.t`${grouped(of('same'))} the same, ${grouped(differing)} different, ${grouped(of('missing'))} not in all`;
  const all = counted(rows.length, l10n.t('1 claim'), (many) => l10n.t`${many} claims`);
  const isNarrowed = view.terms.length > 0 || view.differencesOnly;
  const count = isNarrowed ? l10n.t`${grouped(shown.length)} of ${all}` : marks;
  return html`<section aria-labelledby="${id}-title">
    <div class="section-head flow">
      <h2 id="${id}-title">${untrusted(title)}</h2>
      ${rows.length === 0 ? undefined : html`<span class="subtle" role="status">${count}</span>`}
      ${id === 'other' ? buttonGroup(title, actionButtons([end], view)) : undefined}
    </div>
    ${shown.length > 0 ? comparisonTable(`${id}-title`, columns, shown) : undefined}
    ${rows.length > 0 && shown.length === 0 ? html`<p class="blank subtle">${l10n.t('No claim to show here.')}</p>` : undefined}
    ${note === undefined ? undefined : html`<p class="table-note subtle">${icon('info')}${untrusted(note)}</p>`}
  </section>`;
}

/** The comparisons, one at a time. */
export function comparisonTab(comparisons: readonly Comparison[], view: View): TemplateResult {
  const ordered = comparisons.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  const shown = ordered.find(({ id }) => id === view.comparison) ?? ordered[0];
  const box = html`<input
    type="checkbox"
    id="only-differences"
    .checked=${view.differencesOnly}
    @change=${() => {
      view.change({ differencesOnly: !view.differencesOnly });
    }}
  />`;
  return html`<div class="stack">
    <div class="comparison-bar flow">
      ${shown && ordered.length > 1 ? choice(ordered, shown, view) : undefined}
      <label class="only-differences">${box}${l10n.t('Only differences')}</label>
    </div>
    ${shown && comparisonSection(shown, view)}
  </div>`;
}
