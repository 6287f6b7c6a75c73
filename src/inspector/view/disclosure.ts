import { element, icon, type Child } from '../../webview/view/dom';

/** What the reader opened and closed, for as long as the page lives. */
const remembered = new Map<string, boolean>();

interface Options {
  readonly id: string;
  /** What open or closed is remembered under; the id when left out. */
  readonly memory?: string;
  readonly open: boolean;
}

/** A native disclosure: keyboard, screen reader and find-in-page work without a line of ours. */
export function disclosure(
  options: Options,
  summary: readonly Child[],
  ...body: Child[]
): HTMLDetailsElement {
  const memory = options.memory ?? options.id;
  const header = element('summary', { id: options.id }, icon('chevron-right', 'chevron'), ...summary);
  const created = element('details', { open: remembered.get(memory) ?? options.open }, header, ...body);
  // Not `toggle`: that also tells of our own opening, and only the reader's choice is to be remembered.
  header.addEventListener('click', () => remembered.set(memory, !created.open));
  return created;
}
