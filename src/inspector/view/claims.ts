import type { Claim, Rows } from '../model/claims';
import type { ClaimGroup } from '../model/claimMeanings';
import type { ClaimSource } from '../protocol';
import { counted, element, grouped } from '../../webview/view/dom';
import type { Host } from './buttons';
import './claims.css';
import { claimValue, nameCell } from './claimValue';
import { highlight } from './filter';
import { matching } from './matching';
import { ClaimGrid } from './claimGrid';

/** At most so many rows are shown. The filter finds the other claims. */
const mostRows = 500;

const groupTitles: Readonly<Record<ClaimGroup, string>> = {
  who: 'Who',
  where_from: 'Where from',
  when: 'When',
  rights: 'Rights',
  cognito: 'Cognito’s own',
  custom: 'Custom',
  other: 'Other',
};
const groupOrder = Object.keys(groupTitles) as readonly ClaimGroup[];

interface Options {
  readonly id: string;
  readonly title: string;
  readonly source: ClaimSource;
  /** What one row is: `claim` of a token, `attribute` of USERINFO. */
  readonly unit: string;
  readonly claims: Rows<Claim>;
  readonly host: Host;
}

/** The claims of a token, or the attributes of USERINFO, by group, narrowed by a filter. */
export class ClaimsView {
  readonly root: HTMLElement;
  readonly #options: Options;
  readonly #claims: readonly Claim[];
  readonly #grid: ClaimGrid;
  readonly #count = element('span', { class: 'note', role: 'status' });
  readonly #note = element('p', { class: 'blank' });
  #matches: readonly Claim[] | undefined;

  constructor(options: Options) {
    this.#options = options;
    const { id, title, source, claims, host } = options;
    this.#claims = claims.shown.toSorted((a, b) => groupOrder.indexOf(a.group) - groupOrder.indexOf(b.group));
    this.#grid = new ClaimGrid(`${id}-title`, (name, what) => {
      host.copyClaim(source, name, what);
    });
    this.root = element(
      'section',
      { class: 'claims-section', 'aria-labelledby': `${id}-title` },
      element('div', { class: 'section-head' }, element('h2', { id: `${id}-title` }, title), this.#count),
      this.#grid.root,
      this.#note,
    );
  }

  /** Shows the claims that contain every term. */
  filter(terms: readonly string[]): void {
    const found = matching(this.#claims, terms, (claim) => [
      claim.name,
      claim.value,
      claim.meaning,
      claim.type,
    ]);
    const all = counted(this.#options.claims.total, this.#options.unit);
    this.#count.textContent = terms.length === 0 ? all : `${grouped(found.length)} of ${all}`;
    if (!this.#matches || !isSame(found, this.#matches)) this.#show(found, terms.length > 0);
    highlight(this.#grid.root, terms);
  }

  /** Confirms a copy at the claim's row. */
  copied(name: string, what: 'name' | 'value'): void {
    this.#grid.copied(name, what);
  }

  /** Focuses the row of a claim. @returns false when the claim has no row */
  focusRow(name: string): boolean {
    return this.#grid.focusRow(name);
  }

  #show(found: readonly Claim[], filtered: boolean): void {
    this.#matches = found;
    const now = this.#options.host.now();
    const rows = found.slice(0, mostRows);
    this.#grid.show(
      groupOrder.flatMap((group) => {
        const members = rows.filter((claim) => claim.group === group);
        if (members.length === 0) return [];
        const count = found.filter((claim) => claim.group === group).length;
        const heading = groupHeading(group, count);
        return element(
          'tbody',
          { role: 'rowgroup' },
          heading,
          ...members.map((claim) => claimRow(claim, now)),
        );
      }),
    );
    const { unit } = this.#options;
    const more = found.length - rows.length;
    if (more > 0) this.#note.textContent = `… and ${grouped(more)} more. Use the filter to find them.`;
    else if (found.length > 0) this.#note.textContent = '';
    else this.#note.textContent = filtered ? `No ${unit} matches the filter.` : `There is no ${unit}.`;
    this.#note.hidden = this.#note.textContent === '';
  }
}

function claimRow(claim: Claim, now: number): HTMLElement {
  return element(
    'tr',
    { role: 'row', tabindex: '-1', 'data-name': claim.name },
    nameCell(claim.name),
    element('td', { role: 'gridcell' }, claimValue(claim, now)),
    element(
      'td',
      { role: 'gridcell', class: 'about' },
      claim.meaning === undefined ? undefined : element('span', { class: 'meaning' }, claim.meaning),
      // The separator stays with the type, so that it never starts a line.
      claim.meaning === undefined ? undefined : '\u00a0·\u00a0',
      element('span', { class: 'type' }, claim.type),
    ),
  );
}

function groupHeading(group: ClaimGroup, count: number): HTMLElement {
  const title = element('th', { scope: 'rowgroup', role: 'rowheader', colspan: '3' }, groupTitles[group]);
  title.append(' ', element('span', { class: 'count' }, grouped(count)));
  return element('tr', { role: 'row', class: 'group-row' }, title);
}

function isSame(one: readonly Claim[], other: readonly Claim[]): boolean {
  return one.length === other.length && one.every((claim, index) => claim === other[index]);
}
