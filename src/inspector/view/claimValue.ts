import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { localTime } from '../../core/localTime';
import { head, untrusted } from '../../webview/view/templates';
import { relative, utcTime } from './time';
import type { Claim } from '../model/claims';
import type { Part } from '../model/claimParts';

/** The longest name of a claim that is shown whole, in characters. */
const longestName = 300;

/** A value with more characters or lines than this scrolls in a box of its own. */
const longValue = { characters: 600, lines: 12 };

/** A time claim: local time, the time until or since then, and the number in the token. */
function moment(value: string, at: number, now: number): TemplateResult {
  const utc = utcTime(at);
  return html`<span class="moment flow">
    <time datetime=${utc} title=${utc}>${localTime(at)}</time>
    <span class="relative subtle" data-moment=${at}>${relative(at, now)}</span>
    ${untrusted(value, 'value')}
  </span>`;
}

/** The moments under `root` whose time until or since then is shown, in milliseconds since 1970. */
export function shownMoments(root: ParentNode): readonly number[] {
  const shown = root.querySelectorAll<HTMLElement>('[data-moment]');
  return [...shown].map(({ dataset }) => Number(dataset['moment']));
}

/** The name of a claim or header member, as the heading of its row. */
export function nameCell(name: string): TemplateResult {
  return html`<th scope="row" role="rowheader">${untrusted(head(name, longestName))}</th>`;
}

/** A value as the token has it. A long one scrolls in a box, so that the next claim can be reached. */
export function textValue(name: string, value: string): TemplateResult {
  const shown = untrusted(value, 'value');
  const { characters, lines } = longValue;
  if (value.length <= characters && value.split('\n', lines + 1).length <= lines) return shown;
  return html`<div class="long-value" tabindex="0" role="group" aria-label=${head(name, 100)}>${shown}</div>`;
}

/** The items of a list, each on a line of its own when some have a note. */
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

/** A claim's value: a time, a list of its parts, or text. */
export function claimValue(
  { name, value, isText, moment: at, parts = [] }: Claim,
  now: number,
): TemplateResult {
  if (at !== undefined) return moment(value, at, now);
  if (parts.length > 0) {
    const list = partList(parts);
    const isAll = !isText || parts.map(({ text }) => text).join(' ') === value;
    return isAll ? list : html`${textValue(name, value)}${list}`;
  }
  if (value === '') return html`<em class="subtle">${l10n.t('empty')}</em>`;
  return textValue(name, value);
}
