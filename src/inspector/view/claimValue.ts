import { html, type TemplateResult } from 'lit';
import { localTime } from '../../core/localTime';
import { head, untrusted } from '../../webview/view/templates';
import { relative, utcTime } from './time';
import type { Claim } from '../model/claims';
import type { Part } from '../model/claimParts';

/** A claim's name is cut to so many characters. */
const longestName = 300;

/** A value with more characters or lines than this scrolls in a box of its own. */
const longValue = { characters: 600, lines: 12 };

/** A moment in local time, how far away it is, and the number in the token. */
function moment(value: string, at: number, now: number): TemplateResult {
  const utc = utcTime(at);
  return html`<span class="moment flow">
    <time datetime=${utc} title=${utc}>${localTime(at)}</time>
    <span class="relative subtle" data-moment=${at}>${relative(at, now)}</span>
    ${untrusted(value, 'value')}
  </span>`;
}

/** The moments whose distance is shown under `root`, in milliseconds since 1970. */
export function shownMoments(root: ParentNode): readonly number[] {
  const shown = root.querySelectorAll<HTMLElement>('[data-moment]');
  return [...shown].map(({ dataset }) => Number(dataset['moment']));
}

/** The name of a claim or header member, at the head of its row. */
export function nameCell(name: string): TemplateResult {
  return html`<th scope="row" role="rowheader">${untrusted(head(name, longestName))}</th>`;
}

/** A value as the token has it. A long one scrolls in a box of its own, so that the next claim stays in reach. */
export function textValue(name: string, value: string): TemplateResult {
  const shown = untrusted(value, 'value');
  const { characters, lines } = longValue;
  if (value.length <= characters && value.split('\n', lines + 1).length <= lines) return shown;
  return html`<div class="long-value" tabindex="0" role="group" aria-label=${head(name, 100)}>${shown}</div>`;
}

/** The items of a list: chips, or a line for each when some have a note. */
export function partList(parts: readonly Part[]): TemplateResult {
  const noted = parts.some(({ note }) => note !== undefined);
  return html`<ul class="parts ${noted ? 'noted stack' : 'flow'}" role="list">
    ${parts.map(
      ({ text, note }) =>
        html`<li class="flow">
          ${untrusted(text, 'chip')}
          ${note === undefined ? undefined : html`<span class="subtle">${untrusted(note)}</span>`}
        </li>`,
    )}
  </ul>`;
}

/** A claim's value: a moment, a list of its parts, or text. */
export function claimValue(
  { name, value, type, moment: at, parts = [] }: Claim,
  now: number,
): TemplateResult {
  if (at !== undefined) return moment(value, at, now);
  if (parts.length > 0) {
    const list = partList(parts);
    const isAll = type !== 'text' || parts.map(({ text }) => text).join(' ') === value;
    return isAll ? list : html`${textValue(name, value)}${list}`;
  }
  if (value === '') return html`<em class="subtle">empty</em>`;
  return textValue(name, value);
}
