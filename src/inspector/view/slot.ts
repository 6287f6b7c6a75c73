import { element } from '../../webview/view/dom';

/** What was said of an object before: a model does not change, and large ones are shown again and again. */
const keys = new WeakMap<object, string>();

function keyOf(data: unknown): string {
  if (typeof data !== 'object' || data === null) return JSON.stringify(data);
  const known = keys.get(data);
  if (known !== undefined) return known;
  const key = Array.isArray(data) ? data.map(keyOf).join('\n') : JSON.stringify(data);
  keys.set(data, key);
  return key;
}

/** A part of the page that is built anew only when what it shows has changed. */
export class Slot {
  readonly root: HTMLElement;
  #shown: string | undefined;

  constructor(className: string) {
    this.root = element('div', { class: className, hidden: true });
  }

  /** @param data what is shown, as one value; undefined shows nothing. Returns whether it was built anew. */
  show(data: unknown, build: () => HTMLElement): boolean {
    const key = data === undefined ? undefined : keyOf(data);
    if (key === this.#shown) return false;
    this.#shown = key;
    this.root.replaceChildren(...(key === undefined ? [] : [build()]));
    this.root.hidden = key === undefined;
    return true;
  }
}
