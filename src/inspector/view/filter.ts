import * as l10n from '@vscode/l10n';
// This import also registers the element.
import { type VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { html, type TemplateResult } from 'lit';
import { icon } from '../../webview/view/templates';
import { filterTerms } from './matching';
import type { View } from './view';

interface FieldEvent extends KeyboardEvent {
  readonly currentTarget: VscodeTextfield;
}

const label = l10n.t('Filter claims by name, value or meaning');

/** The box that filters the claims. */
export function filterBox(hidden: boolean, { change }: View): TemplateResult {
  const clear = ({ key, currentTarget: field }: FieldEvent): void => {
    if (key !== 'Escape') return;
    field.value = '';
    change({ terms: [] });
  };
  return html`<div class="filter" role="search" ?hidden=${hidden}>
    <vscode-textfield
      id="filter"
      placeholder=${l10n.t('Filter claims')}
      .label=${label}
      @input=${({ currentTarget }: FieldEvent) => {
        change({ terms: filterTerms(currentTarget.value) });
      }}
      @keydown=${clear}
    >
      <span slot="content-before" class="filter-icon">${icon('filter')}</span>
    </vscode-textfield>
  </div>`;
}

const highlightName = 'filter-match';

/** Highlights the terms of the filter, without changing the page's elements. */
export function highlight(root: Element | null, terms: readonly string[]): void {
  CSS.highlights.delete(highlightName);
  if (root === null || terms.length === 0) return;
  // Static ranges, because live ones are updated at every change of the page.
  const ranges: StaticRange[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode() !== null && ranges.length < 500) {
    const node = walker.currentNode;
    const text = (node.nodeValue ?? '').toLowerCase();
    // Some letters have another length in lower case, so the positions would not fit.
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
