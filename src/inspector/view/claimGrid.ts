import { element, icon } from '../../webview/view/dom';

/** How long a row confirms a copy, in milliseconds. */
const confirmationTime = 2500;

type What = 'name' | 'value';
const symbols: Readonly<Record<What, string>> = { value: 'copy', name: 'tag' };

/**
 * The table of claims with its keyboard and copy buttons (WAI-ARIA Authoring Practices, grid): one row is the tab stop, the
 * arrow keys move between rows, Enter copies the value, Shift+Enter the name.
 */
export class ClaimGrid {
  readonly root: HTMLTableElement;
  readonly #copy: (name: string, what: What) => void;
  #current: HTMLTableRowElement | undefined;

  /** @param labelledBy the id of the table's heading. @param copy asks the host to copy a claim's name or value */
  constructor(labelledBy: string, copy: (name: string, what: What) => void) {
    this.root = element('table', { class: 'claims', role: 'grid', 'aria-labelledby': labelledBy });
    this.#copy = copy;
    this.root.addEventListener('focusin', (event) => {
      const row = rowOf(event.target);
      if (row) this.#makeCurrent(row);
    });
    this.root.addEventListener('keydown', (event) => {
      this.#press(event);
    });
  }

  /** @param groups table bodies whose rows carry their claim's name in `data-name` */
  show(groups: readonly HTMLElement[]): void {
    this.root.replaceChildren(columns(), ...groups);
    this.root.hidden = groups.length === 0;
    for (const row of this.#rows()) row.lastElementChild?.append(this.#buttons(row));
    const [first] = this.#rows();
    if (first) this.#makeCurrent(first);
  }

  /** Shows for a moment that a claim was copied. */
  copied(name: string, what: What): void {
    const button = this.#row(name)?.querySelector(`[data-copies="${what}"]`);
    if (!button) return;
    button.classList.add('done');
    button.replaceChildren(icon('check'), element('span', {}, 'Copied'));
    window.setTimeout(() => {
      button.classList.remove('done');
      button.replaceChildren(icon(symbols[what]));
    }, confirmationTime);
  }

  /** @returns false when the claim has no row */
  focusRow(name: string): boolean {
    const row = this.#row(name);
    row?.focus({ preventScroll: true });
    return row !== undefined;
  }

  #buttons(row: HTMLTableRowElement): HTMLElement {
    const name = row.dataset['name'] ?? '';
    const shown = name.slice(0, 80);
    const button = (what: What, title: string, label: string): HTMLElement => {
      const created = element(
        'button',
        {
          type: 'button',
          class: 'row-action',
          tabindex: '-1',
          title,
          'aria-label': label,
          'data-copies': what,
        },
        icon(symbols[what]),
      );
      created.addEventListener('click', () => {
        this.#copy(name, what);
      });
      return created;
    };
    return element(
      'span',
      { class: 'row-actions' },
      button('value', 'Copy value', `Copy the value of ${shown}`),
      button('name', 'Copy name', `Copy the name ${shown}`),
    );
  }

  #press(event: KeyboardEvent): void {
    const row = rowOf(event.target);
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' && event.target === row) {
      this.#copy(row.dataset['name'] ?? '', event.shiftKey ? 'name' : 'value');
      return;
    }
    const next = this.#destination(row, event.key);
    // In a long value, which scrolls, the arrow keys scroll.
    if (!next || (event.target instanceof Element && event.target.closest('.long-value'))) return;
    event.preventDefault();
    next.focus();
  }

  /** Makes a row and its buttons the only ones that Tab reaches. */
  #makeCurrent(row: HTMLTableRowElement): void {
    if (this.#current) setTabIndex(this.#current, -1);
    setTabIndex(row, 0);
    this.#current = row;
  }

  #destination(row: HTMLTableRowElement, key: string): HTMLElement | undefined {
    const rows = this.#rows();
    const at = rows.indexOf(row);
    switch (key) {
      case 'ArrowDown':
        return rows[at + 1];
      case 'ArrowUp':
        return rows[at - 1];
      case 'Home':
        return rows[0];
      case 'End':
        return rows.at(-1);
      default:
        return undefined;
    }
  }

  #rows(): readonly HTMLTableRowElement[] {
    return [...this.root.querySelectorAll<HTMLTableRowElement>('tr[data-name]')];
  }

  #row(name: string): HTMLTableRowElement | undefined {
    return this.#rows().find((row) => row.dataset['name'] === name);
  }
}

function rowOf(target: EventTarget | null): HTMLTableRowElement | undefined {
  return (target instanceof Element && target.closest<HTMLTableRowElement>('tr[data-name]')) || undefined;
}

function setTabIndex(row: HTMLTableRowElement, index: number): void {
  row.tabIndex = index;
  for (const button of row.querySelectorAll<HTMLElement>('.row-action')) button.tabIndex = index;
}

/** The widths of the columns: the first row of a table is a group's heading, and would set other ones. */
function columns(): HTMLElement {
  return element(
    'colgroup',
    {},
    ...['name', 'value', 'about'].map((name) => element('col', { class: `col-${name}` })),
  );
}
