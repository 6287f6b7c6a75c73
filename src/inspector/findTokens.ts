import { env, window, workspace } from 'vscode';
import { findTokens, tokenAt, type FoundToken } from './model/anyToken';
import { textClaim, timeClaim } from '../core/jwt';
import { localTime } from '../core/localTime';
import { member } from '../core/members';
import { plainLabel, truncate } from '../core/text';
import { tokenTitles } from './model/sections';
import { byKind, userOf, type TokenSet } from './model/tokenSet';

/**
 * Finds the tokens to inspect: at `place`, else in the selection, else in the clipboard, else asks for them.
 * @param place a command's argument of any shape, because any extension can run the command. It names a place in an open
 * document and never holds a token.
 * @returns undefined when the user cancels
 */
export async function askForTokens(place: unknown): Promise<TokenSet | undefined> {
  const found = tokenInDocument(place);
  if (found) return byKind([found]);
  for (const text of [selectedText(), await env.clipboard.readText()]) {
    const tokens = findTokens(text);
    if (tokens.length > 0) return choose(tokens, inspecting.title);
  }
  return pasteTokens();
}

/** The texts of the input box that asks for tokens. */
export interface Purpose {
  readonly title: string;
  readonly prompt: string;
  /** Encrypted tokens are refused. */
  readonly readable?: true;
}
const inspecting: Purpose = {
  title: 'Inspect Any Token',
  prompt:
    'Paste a token, or a text that contains tokens, such as a curl command, a token response or a URL. It stays on this computer.',
};

/**
 * Asks for a text that contains tokens.
 * @returns undefined when the user cancels
 */
export async function pasteTokens(purpose = inspecting): Promise<TokenSet | undefined> {
  const { title, prompt, readable } = purpose;
  const find = (text: string): readonly FoundToken[] =>
    findTokens(text).filter(({ claims }) => readable === undefined || claims !== undefined);
  const text = await window.showInputBox({
    title,
    prompt,
    // The user may be sharing the screen.
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) => {
      if (value === '' || find(value).length > 0) return undefined;
      return findTokens(value).length > 0
        ? 'This token is encrypted: only its recipient can decrypt it.'
        : 'This text contains no token. A token begins with “ey”, contains dots, and is at most 64 kB long.';
    },
  });
  return text === undefined ? undefined : choose(find(text), title);
}

/** Asks which token to take when there are several of one kind, because a panel shows one of each kind. */
async function choose(found: readonly FoundToken[], title: string): Promise<TokenSet | undefined> {
  if (found.length === 0) return undefined;
  const all = byKind(found);
  if (all) return all;
  const items = found.map((token) => ({ ...describe(token), token }));
  const chosen = await window.showQuickPick(items, {
    title,
    placeHolder: `Select one of the ${found.length} tokens`,
    // A webview takes the focus back when the command palette closes, which would close the list.
    ignoreFocusOut: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen && byKind([chosen.token]);
}

/** A token as a list shows it: kind, user, issuer and expiry. It shows no part of the token itself. */
function describe(token: FoundToken): { label: string; description: string; detail: string } {
  const { kind, claims = {} } = token;
  const expiry = timeClaim(claims, 'exp');
  const details = [
    textClaim(claims, 'iss'),
    expiry === undefined ? undefined : `Expiry: ${localTime(expiry) ?? 'invalid date'}`,
  ];
  return {
    label: tokenTitles[kind],
    description: truncate(plainLabel(userOf({ other: claims }) ?? ''), 100),
    detail: truncate(plainLabel(details.filter((text) => text !== undefined).join(', ')), 200),
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
  const uri = member(place, 'uri');
  const line = member(place, 'line');
  const character = member(place, 'character');
  const document = workspace.textDocuments.find((open) => open.uri.toString() === uri);
  if (document === undefined || typeof line !== 'number' || typeof character !== 'number') return undefined;
  if (!Number.isInteger(line) || line < 0 || line >= document.lineCount) return undefined;
  return tokenAt(document.lineAt(line).text, character)?.found;
}
