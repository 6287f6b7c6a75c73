type Attributes = Readonly<Record<string, string | boolean | undefined>>;
export type Child = Node | string | undefined;

/** Builds one element. Children are nodes or text, never markup, so that text from a token stays text. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
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

/** Words for those who do not see the page. */
export function spoken(text: string): HTMLElement {
  return element('span', { class: 'hidden-text' }, text);
}

// Controls (but tab and line feed), bidi marks and overrides, zero-width space, BOM, surrogates without their other half.
// ZWJ and ZWNJ stay: names use them.
const invisible =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/gu;

/**
 * Text from a token or a server. It keeps its own direction. Invisible characters, and characters that reorder text, are written
 * as escapes, because a value may only look right.
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

/** `text` up to `length` characters, never ending in half of one. */
export function head(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}

/** 12,345 as people here write it. */
export function grouped(count: number): string {
  return count.toLocaleString();
}

/** "1 claim", "12,345 claims". */
export function counted(count: number, unit: string): string {
  return `${grouped(count)} ${unit}${count === 1 ? '' : 's'}`;
}
