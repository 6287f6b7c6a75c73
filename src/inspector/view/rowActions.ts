import type { ClaimSource } from '../protocol';
import type { Host } from './buttons';
import { element, icon } from '../../webview/view/dom';

/** How long a copy is acknowledged at its row, in milliseconds. */
const acknowledged = 2500;

type What = 'name' | 'value';
const symbols: Readonly<Record<What, string>> = { value: 'copy', name: 'tag' };

/** The two buttons of a row. They move from row to row: ten thousand rows need no twenty thousand buttons. */
class RowButtons {
  readonly root = element('span', { class: 'row-actions' });
  readonly #buttons: Readonly<Record<What, HTMLButtonElement>>;
  #timer: number | undefined;

  constructor(copy: (name: string, what: What) => void, focusable: boolean) {
    const button = (what: What): HTMLButtonElement => {
      const created = element(
        'button',
        { type: 'button', class: 'row-action', tabindex: focusable ? '0' : '-1' },
        icon(symbols[what]),
      );
      created.addEventListener('click', () => {
        const name = this.root.closest<HTMLElement>('tr')?.dataset['name'];
        if (name !== undefined) copy(name, what);
      });
      return created;
    };
    this.#buttons = { value: button('value'), name: button('name') };
    this.root.append(this.#buttons.value, this.#buttons.name);
    // Those that follow the mouse are the same as those that follow the keyboard: said once is enough.
    if (focusable) return;
    this.root.setAttribute('aria-hidden', 'true');
    // Nor do they take the focus: the row would get the others, in the place of those being pressed.
    this.root.addEventListener('mousedown', (event) => {
      event.preventDefault();
    });
  }

  moveTo(row: HTMLTableRowElement): void {
    if (this.root.parentElement?.parentElement === row) return;
    const shown = (row.dataset['name'] ?? '').slice(0, 80);
    for (const what of ['value', 'name'] as const) {
      const label = what === 'value' ? `Copy the value of ${shown}` : `Copy the name ${shown}`;
      this.#buttons[what].setAttribute('aria-label', label);
      this.#buttons[what].title = what === 'value' ? 'Copy value' : 'Copy name';
    }
    this.#settle();
    row.lastElementChild?.append(this.root);
  }

  copied(name: string, what: What): void {
    if (this.root.closest<HTMLElement>('tr')?.dataset['name'] !== name) return;
    this.#settle();
    this.#acknowledge(what, true);
    this.#timer = window.setTimeout(() => {
      this.#acknowledge(what, false);
    }, acknowledged);
  }

  #settle(): void {
    window.clearTimeout(this.#timer);
    for (const what of ['value', 'name'] as const) this.#acknowledge(what, false);
  }

  #acknowledge(what: What, done: boolean): void {
    this.#buttons[what].classList.toggle('done', done);
    this.#buttons[what].replaceChildren(
      ...(done ? [icon('check'), element('span', {}, 'Copied')] : [icon(symbols[what])]),
    );
  }
}

/**
 * A grid's keyboard and copy buttons (WAI-ARIA Authoring Practices, grid): one row is the tab stop, arrow keys move
 * between rows, Enter copies the value.
 */
export class GridKeys {
  readonly #focused: RowButtons;
  readonly #hovered: RowButtons;
  #current: HTMLTableRowElement | undefined;

  constructor(
    private readonly grid: HTMLTableElement,
    source: ClaimSource,
    host: Host,
  ) {
    const copy = (name: string, what: What): void => {
      host.copyClaim(source, name, what);
    };
    this.#focused = new RowButtons(copy, true);
    this.#hovered = new RowButtons(copy, false);
    grid.addEventListener('focusin', (event) => {
      const row = rowOf(event.target);
      if (row) this.#makeCurrent(row);
    });
    grid.addEventListener('pointerover', (event) => {
      const row = rowOf(event.target);
      if (row && row !== this.#focused.root.closest('tr')) this.#hovered.moveTo(row);
    });
    grid.addEventListener('keydown', (event) => {
      const row = rowOf(event.target);
      if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Enter' && event.target === row && row.dataset['name'] !== undefined) {
        copy(row.dataset['name'], event.shiftKey ? 'name' : 'value');
        return;
      }
      const next = this.#destination(row, event.key);
      // Inside a scrolling value the arrow keys scroll.
      if (!next || (event.target instanceof Element && event.target.closest('.long-value'))) return;
      event.preventDefault();
      next.focus();
    });
  }

  /** Says that a row can be reached by Tab, when none is yet or the one that was is gone. */
  adopt(): void {
    if (this.#current?.isConnected === true) return;
    const [first] = rowsOf(this.grid);
    this.#current = first;
    first?.setAttribute('tabindex', '0');
  }

  copied(name: string, what: What): void {
    this.#focused.copied(name, what);
    this.#hovered.copied(name, what);
  }

  #makeCurrent(row: HTMLTableRowElement): void {
    if (this.#current !== row) {
      this.#current?.setAttribute('tabindex', '-1');
      row.setAttribute('tabindex', '0');
      this.#current = row;
    }
    if (this.#hovered.root.closest('tr') === row) this.#hovered.root.remove();
    this.#focused.moveTo(row);
  }

  #destination(row: HTMLTableRowElement, key: string): HTMLElement | undefined {
    const rows = rowsOf(this.grid);
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
}

function rowOf(target: EventTarget | null): HTMLTableRowElement | undefined {
  return (target instanceof Element && target.closest<HTMLTableRowElement>('tr[data-name]')) || undefined;
}

function rowsOf(grid: HTMLTableElement): readonly HTMLTableRowElement[] {
  return [...grid.querySelectorAll<HTMLTableRowElement>('tr[data-name]')];
}
