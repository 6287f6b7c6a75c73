import type { Verdict } from './verdict';
import { verdictIcons } from './checks';
import { element, icon, spoken } from '../../webview/view/dom';
import './tabs.css';

export interface Tab {
  readonly id: string;
  readonly title: string;
  /** The verdict on the token that the tab shows. */
  readonly status?: Verdict['status'];
}

const statusWords = {
  passed: 'valid',
  failed: 'verification failed',
  unknown: 'not verified in full',
} as const;

/** The pages of the inspector as tabs (WAI-ARIA Authoring Practices, tabs with automatic activation). */
export class Tabs {
  readonly root = element('div', { class: 'tabs', role: 'tablist', 'aria-label': 'What to inspect' });
  readonly #select: (id: string) => void;
  #tabs: readonly Tab[] = [];
  #selected = '';

  /** @param panelId the element that all tabs control */
  constructor(
    private readonly panelId: string,
    select: (id: string) => void,
  ) {
    this.#select = select;
    this.root.addEventListener('keydown', (event) => {
      const next = this.#destination(event.key);
      if (next === undefined) return;
      event.preventDefault();
      this.#select(next.id);
      document.getElementById(`tab-${next.id}`)?.focus();
    });
  }

  show(tabs: readonly Tab[], selected: string): void {
    const focused = this.root.contains(document.activeElement);
    this.#tabs = tabs;
    this.#selected = selected;
    this.root.replaceChildren(...tabs.map((tab) => this.#button(tab)));
    if (focused) document.getElementById(`tab-${selected}`)?.focus();
  }

  #button({ id, title, status }: Tab): HTMLElement {
    const selected = id === this.#selected;
    const created = element(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `tab-${id}`,
        class: status === undefined ? 'tab' : `tab ${status}`,
        'aria-selected': String(selected),
        'aria-controls': this.panelId,
        tabindex: selected ? '0' : '-1',
      },
      status === undefined ? undefined : icon(verdictIcons[status]),
      title,
      status === undefined ? undefined : spoken(`, ${statusWords[status]}`),
    );
    created.addEventListener('click', () => {
      this.#select(id);
    });
    return created;
  }

  #destination(key: string): Tab | undefined {
    const at = this.#tabs.findIndex(({ id }) => id === this.#selected);
    const { length } = this.#tabs;
    switch (key) {
      case 'ArrowRight':
        return this.#tabs[(at + 1) % length];
      case 'ArrowLeft':
        return this.#tabs[(at + length - 1) % length];
      case 'Home':
        return this.#tabs[0];
      case 'End':
        return this.#tabs[length - 1];
      default:
        return undefined;
    }
  }
}
