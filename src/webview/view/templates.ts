import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';

/** A codicon, hidden from screen readers, because a text beside it says the same. */
export function icon(name: string, className = ''): TemplateResult {
  return html`<span class="codicon codicon-${name} ${className}" aria-hidden="true"></span>`;
}

/** A text for screen readers. */
export function spoken(text: string): TemplateResult {
  return html`<span class="hidden-text">${text}</span>`;
}

// Controls (but tab and line feed), bidi marks and overrides, zero-width space, BOM, surrogates without their other half.
// ZWJ and ZWNJ stay: names use them.
const invisible =
  /([\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff])/u;

/**
 * Text from a token or a server. It keeps its own direction. Invisible characters, and characters that reorder text, are written
 * as escapes, because a value may only look right.
 */
export function untrusted(value: string, className?: string): TemplateResult {
  return html`<bdi class=${className ?? nothing}>${guard([value], () => withEscapes(value))}</bdi>`;
}

function withEscapes(value: string): unknown {
  // The pattern is a group, so every second piece is a character that it found.
  return value.split(invisible).map((piece, index) => (index % 2 === 0 ? piece : escaped(piece)));
}

function escaped(character: string): TemplateResult {
  const code = character.charCodeAt(0).toString(16).padStart(4, '0');
  return html`<span class="escape">\\u${code}</span>`;
}

/** The first `length` characters of a text. It never ends in half a surrogate pair. */
export function head(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}

/** A number in the format of the user's language: 12,345. */
export function grouped(count: number): string {
  return count.toLocaleString();
}

/**
 * "1 claim", "12,345 claims".
 * @param one the text for one
 * @param many makes the text for any other number, from the number as `grouped` gives it
 */
export function counted(count: number, one: string, many: (count: string) => string): string {
  return count === 1 ? one : many(grouped(count));
}
