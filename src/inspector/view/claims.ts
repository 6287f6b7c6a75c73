import type { ClaimSource } from '../protocol';
import type { Host } from './buttons';
import { plainButton } from './buttons';
import { claimValue, nameCell } from './claimValue';
import { counted, element, grouped } from '../../webview/view/dom';
import { highlight } from './filter';
import { matching } from './matching';
import './claims.css';
import { GridKeys } from './rowActions';
import type { Claim, Rows } from '../model/claims';
import type { ClaimGroup } from '../model/claimMeanings';

/** Rows built at once: a page and a half for every key typed; the next ones come when the reader gets near. */
const batch = 50;
const near = '800px';

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
      // Not at the start of a line of its own.
      claim.meaning === undefined ? undefined : '\u00a0·\u00a0',
      element('span', { class: 'type' }, claim.type),
    ),
  );
}

/** The widths: the first row of a table is a heading and would set others. */
function columns(): HTMLElement {
  return element(
    'colgroup',
    {},
    ...['name', 'value', 'about'].map((name) => element('col', { class: `col-${name}` })),
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

interface Options {
  readonly id: string;
  readonly title: string;
  readonly source: ClaimSource;
  /** "claim" or "attribute". */
  readonly unit: string;
  readonly claims: Rows<Claim>;
  readonly host: Host;
}

/** Claims by group, narrowed by a filter. Rows are built as far as the reader scrolls, so any number of claims will do. */
export class ClaimsView {
  readonly root: HTMLElement;
  readonly #options: Options;
  readonly #ordered: readonly Claim[];
  readonly #grid: HTMLTableElement;
  readonly #count = element('span', { class: 'note', role: 'status' });
  readonly #end = element('div', { class: 'claims-end' });
  readonly #keys: GridKeys;
  readonly #observer: IntersectionObserver;
  #terms: readonly string[] = [];
  #matches: readonly Claim[] | undefined;
  #shown = 0;

  constructor(options: Options) {
    this.#options = options;
    const { id, title, source, claims, host } = options;
    this.#ordered = claims.shown.toSorted(
      (a, b) => groupOrder.indexOf(a.group) - groupOrder.indexOf(b.group),
    );
    this.#grid = element('table', { class: 'claims', role: 'grid', 'aria-labelledby': `${id}-title` });
    this.#keys = new GridKeys(this.#grid, source, host);
    this.#observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) this.#more();
      },
      { rootMargin: near },
    );
    this.root = element(
      'section',
      { class: 'claims-section', 'aria-labelledby': `${id}-title` },
      element('div', { class: 'section-head' }, element('h2', { id: `${id}-title` }, title), this.#count),
      this.#grid,
      this.#end,
    );
  }

  /** Shows the claims that hold every term. */
  filter(terms: readonly string[]): void {
    this.#terms = terms;
    const found = matching(this.#ordered, terms, (claim) => [
      claim.name,
      claim.value,
      claim.meaning,
      claim.type,
    ]);
    const { unit, claims } = this.#options;
    const all = claims.total;
    this.#count.textContent =
      terms.length === 0 ? counted(all, unit) : `${grouped(found.length)} of ${counted(all, unit)}`;
    if (this.#matches && isSame(found, this.#matches)) {
      // One letter more often finds the same: the rows stay as they are.
      highlight(this.#grid, terms);
      return;
    }
    this.#matches = found;
    this.#grid.replaceChildren(columns());
    this.#shown = 0;
    this.#grid.hidden = found.length === 0;
    this.#more();
  }

  copied(name: string, what: 'name' | 'value'): void {
    this.#keys.copied(name, what);
  }

  /** The row of a claim gets the focus, when it is shown. */
  focusRow(name: string): boolean {
    const row = [...this.#grid.rows].find((candidate) => candidate.dataset['name'] === name);
    row?.focus({ preventScroll: true });
    return row !== undefined;
  }

  #more(): void {
    const now = this.#options.host.now();
    const from = this.#shown;
    const matches = this.#matches ?? [];
    const next = matches.slice(from, from + batch);
    let body = this.#grid.tBodies[this.#grid.tBodies.length - 1];
    for (const claim of next) {
      if (body?.dataset['group'] !== claim.group) {
        const count = matches.reduce((sum, { group }) => sum + Number(group === claim.group), 0);
        body = element(
          'tbody',
          { role: 'rowgroup', 'data-group': claim.group },
          groupHeading(claim.group, count),
        );
        this.#grid.append(body);
      }
      body.append(claimRow(claim, now));
    }
    this.#shown = from + next.length;
    this.#keys.adopt();
    this.#showEnd(matches.length);
    highlight(this.#grid, this.#terms);
  }

  #showEnd(found: number): void {
    this.#observer.disconnect();
    const left = found - this.#shown;
    if (found === 0) {
      const { unit } = this.#options;
      const text = this.#terms.length > 0 ? `No ${unit} matches the filter.` : `There is no ${unit}.`;
      this.#end.replaceChildren(element('p', { class: 'blank' }, text));
    } else if (left > 0) {
      const more = plainButton(`Show more (${grouped(left)} left)`, () => {
        this.#more();
      });
      this.#end.replaceChildren(more);
      this.#observer.observe(more);
    } else {
      const { shown, total } = this.#options.claims;
      const unseen = this.#terms.length === 0 ? total - shown.length : 0;
      const rest = element('p', { class: 'note' }, `… and ${grouped(unseen)} more`);
      this.#end.replaceChildren(...(unseen === 0 ? [] : [rest]));
    }
  }
}
