import { env, window, workspace } from 'vscode';
import { findTokens, tokenAt } from './model/anyToken';
import type { FoundToken } from './model/anyToken';
import { textClaim, timeClaim } from '../core/jwt';
import { localTime } from '../core/localTime';
import { plainLabel, truncate } from '../core/text';
import { tokenTitles } from './model/sections';
import { byKind, userOf } from './model/tokenSet';
import type { TokenSet } from './model/tokenSet';

/**
 * Finds the tokens to inspect: where `place` says, else in the selection, else in the clipboard, else asks for them.
 * @param place a command's argument, which may come from anybody: it names a place in an open document and never a token
 * @returns undefined when the user cancels
 */
export async function askForTokens(place: unknown): Promise<TokenSet | undefined> {
  const there = tokenInDocument(place);
  if (there) return byKind([there]);
  for (const text of [selectedText(), await env.clipboard.readText()]) {
    const found = findTokens(text);
    if (found.length > 0) return choose(found, inspecting.title);
  }
  return pasteTokens();
}

/** What pasted tokens are wanted for. */
interface Purpose {
  readonly title: string;
  readonly prompt: string;
  /** No token that is encrypted will do. */
  readonly readable?: true;
}
const inspecting: Purpose = { title: 'Inspect Any Token', prompt: 'Paste a token' };

/**
 * Asks for a text with tokens in it.
 * @returns undefined when the user cancels
 */
export async function pasteTokens(purpose = inspecting): Promise<TokenSet | undefined> {
  const { title, prompt, readable } = purpose;
  const find = (text: string): readonly FoundToken[] =>
    findTokens(text).filter(({ claims }) => readable === undefined || claims !== undefined);
  const text = await window.showInputBox({
    title,
    prompt: `${prompt}, or a text with tokens in it: a curl line, a token answer, a URL. It stays on this computer.`,
    // The one who asks for a token may be sharing the screen.
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) => {
      if (value === '' || find(value).length > 0) return undefined;
      return findTokens(value).length > 0
        ? 'This token is encrypted: only whom it is meant for can read it.'
        : 'There is no token in this. A token begins with ey, has dots in it, and is at most 64 kB long.';
    },
  });
  return text === undefined ? undefined : choose(find(text), title);
}

/** One panel shows one token of each kind: of more, the user takes one. */
async function choose(found: readonly FoundToken[], title: string): Promise<TokenSet | undefined> {
  if (found.length === 0) return undefined;
  const all = byKind(found);
  if (all) return all;
  const items = found.map((token) => ({ ...describe(token), token }));
  const chosen = await window.showQuickPick(items, {
    title,
    placeHolder: `There are ${found.length} tokens. Which one?`,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen && byKind([chosen.token]);
}

/** A token in a list: its kind, whose it is, where from. No part of the token itself. */
function describe(token: FoundToken): { label: string; description: string; detail: string } {
  const { kind, claims = {} } = token;
  const expiry = timeClaim(claims, 'exp');
  const until = expiry === undefined ? undefined : localTime(expiry);
  return {
    label: tokenTitles[kind],
    description: truncate(plainLabel(userOf({ other: claims }) ?? ''), 100),
    detail: truncate(
      plainLabel(
        [textClaim(claims, 'iss') ?? '', until === undefined ? '' : `until ${until}`]
          .filter(Boolean)
          .join(', '),
      ),
      200,
    ),
  };
}

function selectedText(): string {
  const editor = window.activeTextEditor;
  if (editor === undefined) return '';
  const { document, selection } = editor;
  if (!selection.isEmpty) return document.getText(selection);
  const { text } = document.lineAt(selection.active.line);
  return tokenAt(text, selection.active.character)?.found.token ?? '';
}

function tokenInDocument(place: unknown): FoundToken | undefined {
  if (typeof place !== 'object' || place === null) return undefined;
  const { uri, line, character } = place as { uri?: unknown; line?: unknown; character?: unknown };
  const document = workspace.textDocuments.find((open) => open.uri.toString() === uri);
  if (document === undefined || typeof line !== 'number' || typeof character !== 'number') return undefined;
  if (!Number.isInteger(line) || line < 0 || line >= document.lineCount) return undefined;
  return tokenAt(document.lineAt(line).text, character)?.found;
}
