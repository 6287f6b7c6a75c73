import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { counted, grouped, icon } from '../../webview/view/templates';
import type { Claim, Rows } from '../model/claims';
import type { ClaimGroup } from '../model/claimMeanings';
import type { ClaimPart, ClaimSource } from '../protocol';
import './claims.css';
import { claimValue, nameCell } from './claimValue';
import { matching } from './matching';
import { copyKey, type View } from './view';

/** The most rows that are shown. The filter finds the other claims. */
const mostRows = 500;

const groupTitles: Readonly<Record<ClaimGroup, string>> = {
  who: l10n.t('Who'),
  where_from: l10n.t('Where from'),
  when: l10n.t('When'),
  rights: l10n.t('Rights'),
  cognito: l10n.t('Cognito’s own'),
  custom: l10n.t('Custom'),
  other: l10n.t('Other'),
};
const groupOrder = Object.keys(groupTitles) as readonly ClaimGroup[];

/** What the rows of a token are called, and those of USERINFO. */
const units = {
  claim: {
    name: l10n.t('Claim'),
    count: (count: number) => counted(count, l10n.t('1 claim'), (many) => l10n.t`${many} claims`),
    none: l10n.t('There is no claim.'),
    noMatch: l10n.t('No claim matches the filter.'),
  },
  attribute: {
    name: l10n.t('Attribute'),
    count: (count: number) => counted(count, l10n.t('1 attribute'), (many) => l10n.t`${many} attributes`),
    none: l10n.t('There is no attribute.'),
    noMatch: l10n.t('No attribute matches the filter.'),
  },
} as const;

/** How many attributes USERINFO has answered with, in words. */
export function attributeCount(count: number): string {
  return units.attribute.count(count);
}

interface ClaimTable {
  readonly id: string;
  readonly title: string;
  readonly source: ClaimSource;
  readonly unit: keyof typeof units;
  readonly claims: Rows<Claim>;
}

/**
 * The claims of a token, or the attributes of USERINFO, by group, narrowed by the filter. The table is a grid (WAI-ARIA
 * Authoring Practices): one row is the tab stop, the arrow keys move between rows, Enter copies the value, Shift+Enter the
 * name.
 */
export function claimsSection({ id, title, source, unit, claims }: ClaimTable, view: View): TemplateResult {
  const { terms } = view;
  const texts = ({ name, value, meaning, type }: Claim): readonly (string | undefined)[] => [
    name,
    value,
    meaning,
    type,
  ];
  const found = matching(claims.shown, terms, texts);
  const sorted = found.toSorted((a, b) => groupOrder.indexOf(a.group) - groupOrder.indexOf(b.group));
  const rows = sorted.slice(0, mostRows);
  const current = rows.find(({ name }) => name === view.row) ?? rows[0];
  const groups = [...new Set(rows.map(({ group }) => group))];
  const all = units[unit].count(claims.total);
  const note = noteBelow(found.length, unit, terms.length > 0);
  return html`<section aria-labelledby="${id}-title">
    <div class="section-head flow">
      <h2 id="${id}-title">${title}</h2>
      <span class="subtle" role="status">
        ${terms.length === 0 ? all : l10n.t`${grouped(found.length)} of ${all}`}
      </span>
    </div>
    <p hidden id="${id}-keys">
      ${l10n.t('The arrow keys move between the rows. Enter copies the value, Shift+Enter the name.')}
    </p>
    <table
      class="claims"
      role="grid"
      aria-labelledby="${id}-title"
      aria-describedby="${id}-keys"
      ?hidden=${rows.length === 0}
      @focusin=${({ target }: Event) => {
        // The focused row and its buttons are the only ones that Tab reaches.
        const row = rowOf(target)?.dataset['name'];
        if (row !== undefined && row !== view.row) view.change({ row });
      }}
      @keydown=${(event: KeyboardEvent) => {
        press(event, source, view);
      }}
    >
      <!-- The first row of a table is a group's heading, which would set other widths. -->
      <colgroup>
        <col class="col-name" />
        <col class="col-value" />
        <col class="col-about" />
      </colgroup>
      <thead role="rowgroup" class="hidden-text">
        <tr role="row">
          ${[units[unit].name, l10n.t('Value'), l10n.t('Meaning')].map(
            (heading) => html`<th scope="col" role="columnheader">${heading}</th>`,
          )}
        </tr>
      </thead>
      ${repeat(
        groups,
        (group) => group,
        (group) =>
          html`<tbody role="rowgroup" aria-labelledby="${id}-${group}">
            ${groupHeading(`${id}-${group}`, group, found)}
            ${repeat(
              rows.filter((claim) => claim.group === group),
              ({ name }) => name,
              (claim) => claimRow(claim, source, claim === current, view),
            )}
          </tbody>`,
      )}
    </table>
    <p class="blank subtle" ?hidden=${note === undefined}>${note}</p>
  </section>`;
}

function noteBelow(found: number, unit: keyof typeof units, filtered: boolean): string | undefined {
  if (found > mostRows) return l10n.t`… and ${grouped(found - mostRows)} more. Use the filter to find them.`;
  if (found > 0) return undefined;
  return filtered ? units[unit].noMatch : units[unit].none;
}

function groupHeading(id: string, group: ClaimGroup, found: readonly Claim[]): TemplateResult {
  const count = found.filter((claim) => claim.group === group).length;
  return html`<tr role="row" class="group-row">
    <td role="gridcell" colspan="3">
      <span id=${id}>${groupTitles[group]}</span> <span class="count subtle">${grouped(count)}</span>
    </td>
  </tr>`;
}

function claimRow(claim: Claim, source: ClaimSource, current: boolean, view: View): TemplateResult {
  const { name, meaning, type } = claim;
  // Non-breaking spaces keep the separator and the type on one line.
  const about = meaning === undefined ? '' : `${meaning}\u00a0·\u00a0`;
  const tabindex = current ? 0 : -1;
  return html`<tr role="row" tabindex=${tabindex} data-name=${name}>
    ${nameCell(name)}
    <td role="gridcell">${claimValue(claim, view.now)}</td>
    <td role="gridcell" class="about subtle">
      ${about}<span class="type">${type}</span>
      <span class="row-actions">
        ${copyButton({ source, name, what: 'value' }, tabindex, view)}
        ${copyButton({ source, name, what: 'name' }, tabindex, view)}
      </span>
    </td>
  </tr>`;
}

const copies = {
  value: {
    glyph: 'copy',
    title: l10n.t('Copy value'),
    label: (name: string) => l10n.t`Copy the value of ${name}`,
  },
  name: { glyph: 'tag', title: l10n.t('Copy name'), label: (name: string) => l10n.t`Copy the name ${name}` },
} as const;

function copyButton(part: ClaimPart, tabindex: number, { copied, post }: View): TemplateResult {
  const { glyph, title, label } = copies[part.what];
  const done = copied.has(copyKey(part));
  return html`<button
    type="button"
    class="row-action ${done ? 'done small' : ''}"
    tabindex=${tabindex}
    title=${title}
    aria-label=${label(part.name.slice(0, 80))}
    @click=${() => {
      post({ type: 'copyClaim', ...part });
    }}
  >
    ${done ? html`${icon('check')}<span>${l10n.t('Copied')}</span>` : icon(glyph)}
  </button>`;
}

function rowOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('tr[data-name]') : null;
}

function press(event: KeyboardEvent, source: ClaimSource, { post }: View): void {
  const { key, shiftKey, target } = event;
  const row = rowOf(target);
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  if (key === 'Enter' && target === row) {
    post({ type: 'copyClaim', source, name: row.dataset['name'] ?? '', what: shiftKey ? 'name' : 'value' });
    return;
  }
  const rows = [...(row.closest('table')?.querySelectorAll<HTMLElement>('tr[data-name]') ?? [])];
  const at = rows.indexOf(row);
  const destinations: Readonly<Record<string, HTMLElement | undefined>> = {
    ArrowDown: rows[at + 1],
    ArrowUp: rows[at - 1],
    Home: rows[0],
    End: rows.at(-1),
  };
  const next = destinations[key];
  // In a long value, the arrow keys scroll it.
  if (!next || (target instanceof Element && target.closest('.long-value'))) return;
  event.preventDefault();
  next.focus();
}
