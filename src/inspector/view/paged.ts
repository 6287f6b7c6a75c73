import { plainButton } from './buttons';

interface Paging<Item> {
  readonly items: readonly Item[];
  /** How many are shown at once. */
  readonly first: number;
  /** How many more each press of the button shows. */
  readonly step: number;
  readonly build: (item: Item, index: number) => Node;
  /** What the button says. `left`: how many are not shown yet. */
  readonly label: (left: number) => string;
}

/** Fills `parent` with the first items and a button for more: a token may hold more of anything than a page can. */
export function fillPaged<Item>(parent: HTMLElement, paging: Paging<Item>): void {
  const { items, first, step, build, label } = paging;
  const show = (from: number, to: number): void => {
    parent.append(...items.slice(from, to).map((item, index) => build(item, from + index)));
    if (to >= items.length) return;
    const more = plainButton(label(items.length - to), () => {
      more.remove();
      show(to, to + step);
      // The keyboard goes on where it was: at the next button, or at what came last.
      const next = parent.querySelector<HTMLElement>(':scope > button.link');
      (next ?? more.parentElement)?.focus();
    });
    parent.append(more);
  };
  show(0, first);
}
