// This import also registers the element.
import { type VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { element, icon } from '../../webview/view/dom';

/** The box that narrows what the page lists. */
export class FilterBox {
  readonly root: HTMLElement;
  readonly #field: VscodeTextfield;

  constructor(changed: (text: string) => void) {
    const field = element('vscode-textfield', { id: 'filter', placeholder: 'Filter claims' });
    field.label = 'Filter claims by name, value or meaning';
    field.append(element('span', { slot: 'content-before', class: 'filter-icon' }, icon('filter')));
    field.addEventListener('input', () => {
      changed(field.value);
    });
    field.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || field.value === '') return;
      this.clear();
      changed('');
    });
    this.#field = field;
    this.root = element('div', { class: 'filter', role: 'search' }, field);
  }

  focus(): void {
    this.#field.focus();
  }

  clear(): void {
    this.#field.value = '';
  }
}

const highlightName = 'filter-match';

/** Marks where the terms stand, without a change to the page's elements. */
export function highlight(root: Element, terms: readonly string[]): void {
  CSS.highlights.delete(highlightName);
  if (terms.length === 0) return;
  // They are made anew with every key: live ranges would follow each change of the page until they are collected.
  const ranges: StaticRange[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode() !== null && ranges.length < 500) {
    const node = walker.currentNode;
    const text = (node.nodeValue ?? '').toLowerCase();
    // A letter may change its length in lower case: then places would be off.
    if (text.length !== node.nodeValue?.length) continue;
    for (const term of terms) {
      for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length)) {
        const place = { startContainer: node, startOffset: at, endContainer: node };
        ranges.push(new StaticRange({ ...place, endOffset: at + term.length }));
      }
    }
  }
  CSS.highlights.set(highlightName, new Highlight(...ranges));
}
