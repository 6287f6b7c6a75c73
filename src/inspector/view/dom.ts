type Attributes = Readonly<Record<string, string | boolean | undefined>>;
export type Child = Node | string | undefined;

/** Builds one element. Children are nodes or text, never markup: whatever a token says stays text. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    created.setAttribute(name, value === true ? '' : value);
  }
  created.append(...children.filter((child) => child !== undefined));
  return created;
}

/** A codicon, for the eye only: what it says is always beside it in words. */
export function icon(name: string, className = ''): HTMLElement {
  return element('span', { class: `codicon codicon-${name} ${className}`.trim(), 'aria-hidden': 'true' });
}

// Controls (but tab and line feed), bidi marks and overrides, zero-width space, BOM. ZWJ and ZWNJ stay: names use them.
const invisible =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/**
 * Text from outside. Its direction stays its own, and characters that nobody can see, or that reorder what is beside
 * them, are spelled out: a value that only looks right is what an inspector is there to show.
 */
export function untrusted(value: string, className?: string): HTMLElement {
  const shown = element('bdi', { class: className });
  let from = 0;
  for (const found of value.matchAll(invisible)) {
    const code = found[0].charCodeAt(0).toString(16).padStart(4, '0');
    shown.append(value.slice(from, found.index), element('span', { class: 'escape' }, `\\u${code}`));
    from = found.index + 1;
  }
  shown.append(value.slice(from));
  return shown;
}
