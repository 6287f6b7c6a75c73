import * as l10n from '@vscode/l10n';
import { Hover, MarkdownString, Range, type Position, type TextDocument } from 'vscode';
import { tokenAt, tokenTitles, type FoundToken } from './model/anyToken';
import { clientOf, textClaim, timeClaim } from '../core/jwt';
import { localTime } from '../core/localTime';
import { markdownText, plain, truncate } from '../core/text';
import { noteOn } from './model/sections';
import { userOf } from './model/tokenSet';

/** Longer values are cut, in characters. */
const longest = 120;

/**
 * Summarises the token under the pointer. The token is not checked, and no request is made.
 * @returns undefined where there is no token
 */
export function tokenHover(document: TextDocument, position: Position): Hover | undefined {
  const { text } = document.lineAt(position.line);
  const at = tokenAt(text, position.character);
  if (at === undefined) return undefined;
  const { found, start } = at;
  const content = new MarkdownString('', true);
  // The only command that a link may run. Texts from the token are escaped, so they cannot contain links.
  content.isTrusted = { enabledCommands: ['cognito.inspectToken'] };
  content.appendMarkdown(`$(key) **${tokenTitles[found.kind]}**\n\n`);
  for (const [name, value] of summary(found, Date.now())) {
    if (value) content.appendMarkdown(`${name}: ${markdownText(truncate(plain(value), longest))}\n\n`);
  }
  const place = [{ uri: document.uri.toString(), line: position.line, character: position.character }];
  const link = `command:cognito.inspectToken?${encodeURIComponent(JSON.stringify(place))}`;
  content.appendMarkdown(`[${l10n.t('Inspect Token')}](${link} "${l10n.t('Cognito: Inspect Any Token')}")`);
  return new Hover(content, new Range(position.line, start, position.line, start + found.token.length));
}

/** @returns lines of a name and a value, if the token has one */
function summary(found: FoundToken, now: number): readonly (readonly [string, string?])[] {
  const { claims } = found;
  const note = [l10n.t('Note'), noteOn(found)] as const;
  if (claims === undefined) return [note];
  const expiry = timeClaim(claims, 'exp');
  return [
    [l10n.t('User'), userOf({ other: claims })],
    [l10n.t('Issuer'), textClaim(claims, 'iss')],
    [l10n.t('App client'), clientOf(claims)],
    [l10n.t('Scopes'), textClaim(claims, 'scope')],
    [l10n.t('Expiry'), expiry === undefined ? undefined : expiryText(expiry, now)],
    [l10n.t('Not verified'), l10n.t('these are the claims of the token; its signature has not been checked')],
    note,
  ];
}

function expiryText(expiry: number, now: number): string {
  return expiry > now ? l10n.t`valid until ${localTime(expiry)}` : l10n.t`expired on ${localTime(expiry)}`;
}
