import * as l10n from '@vscode/l10n';
import { env, QuickPickItemKind, window, workspace, type QuickPickItem } from 'vscode';
import { findTokens, tokenAt, tokenTitles, type FoundToken } from './model/anyToken';
import { textClaim, timeClaim } from '../core/jwt';
import { localTime } from '../core/localTime';
import { member } from '../core/members';
import { plainLabel, truncate, sentences } from '../core/text';
import { noteOn } from './model/sections';
import { byKind, claimsOf, userOf, type TokenClaims, type TokenSet } from './model/tokenSet';

/**
 * Finds the tokens to inspect: at `place`, else in the selection, else in the clipboard, else asks for them.
 * @param place a command's argument of any shape, because any extension can run the command. It names a place in an open
 * document and never holds a token.
 * @returns undefined when the user cancels
 */
export async function askForTokens(place: unknown): Promise<TokenSet | undefined> {
  const found = tokenInDocument(place);
  if (found) return byKind([found]);
  const selected = selectedText().trim();
  const tokens = findTokens(selected);
  if (tokens.length > 0) return choose(tokens, inspecting.title);
  if (selected === '') return pasteTokens(inspecting, env.clipboard.readText());
  // The user selected a text: the clipboard is not opened in its place.
  return pasteTokens({ ...inspecting, prompt: sentences(nothingSelected, inspecting.prompt) });
}

/** A session or pasted tokens that a panel can be compared with. */
export interface ComparisonTarget {
  /** The id of the session that it is, if it is one. */
  readonly sessionId?: string;
  readonly title: string;
  /** Reads the claims. @returns undefined when the session or the pasted tokens are gone */
  readonly claims: () => Promise<TokenClaims | undefined>;
}

/**
 * Asks what to compare a panel with.
 * @param targets the sessions and pasted tokens to choose from
 * @returns undefined when the user cancels
 */
export async function askForTarget(
  targets: readonly ComparisonTarget[],
): Promise<ComparisonTarget | undefined> {
  const items: readonly (QuickPickItem & { readonly target?: ComparisonTarget })[] = [
    ...targets.map((target) => ({ label: plainLabel(target.title), target })),
    { label: '', kind: QuickPickItemKind.Separator },
    { label: l10n.t('$(clippy) Paste a Token…') },
  ];
  // Skip the list when pasting is the only option.
  if (targets.length > 0) {
    const chosen = await window.showQuickPick(items, {
      title: comparing.title,
      placeHolder: l10n.t('Select a session or a token'),
      // A webview takes the focus back when the command palette closes, which would close the list.
      ignoreFocusOut: true,
    });
    if (chosen === undefined || chosen.target) return chosen?.target;
  }
  const pasted = await pasteTokens(comparing);
  if (pasted === undefined) return undefined;
  const claims = claimsOf(pasted);
  return { title: l10n.t('the pasted token'), claims: () => Promise.resolve(claims) };
}

/** The texts of the input box that asks for tokens. */
interface Purpose {
  readonly title: string;
  readonly prompt: string;
  /** Tokens without claims are refused, because they have nothing to compare. */
  readonly readable?: true;
}
const inspecting: Purpose = {
  title: l10n.t('Inspect Any Token'),
  prompt: l10n.t(
    'Paste a token, or a text that contains tokens, such as a curl command, a token response or a URL. It stays on this computer.',
  ),
};
const comparing: Purpose = {
  title: l10n.t('Compare With'),
  prompt: l10n.t(
    'Paste the token to compare with, or a text that contains it, such as a curl command, a token response or a URL. It stays on this computer.',
  ),
  readable: true,
};
const nothingSelected = l10n.t('The selected text contains no token.');
const noToken = l10n.t(
  'This text contains no token. A token begins with “ey”, contains dots, and is at most 64 kB long.',
);

/**
 * Asks for a text that contains tokens.
 * @param clipboard the text of the clipboard, which is used when it contains tokens and arrives before the user types.
 * It may arrive late or never, because a browser may ask for permission first: the box is open meanwhile.
 * @returns undefined when the user cancels
 */
async function pasteTokens(
  { title, prompt, readable }: Purpose,
  clipboard?: Thenable<string>,
): Promise<TokenSet | undefined> {
  const input = window.createInputBox();
  input.title = title;
  input.prompt = prompt;
  // The user may be sharing the screen.
  input.password = true;
  input.ignoreFocusOut = true;
  const found = await new Promise<readonly FoundToken[]>((resolve) => {
    const use = (text: string): string | undefined => {
      const all = findTokens(text);
      const usable = all.filter(({ claims }) => readable === undefined || claims !== undefined);
      if (usable.length > 0) resolve(usable);
      return usable.length > 0 ? undefined : ((all[0] && noteOn(all[0])) ?? noToken);
    };
    input.onDidChangeValue(() => {
      input.validationMessage = undefined;
    });
    input.onDidAccept(() => {
      input.validationMessage = use(input.value);
    });
    input.onDidHide(() => {
      resolve([]);
    });
    input.show();
    clipboard?.then(
      (text) => input.value === '' && use(text),
      () => undefined,
    );
  });
  input.dispose();
  return choose(found, title);
}

/** Asks which token to take when there are several of one kind, because a panel shows one of each kind. */
async function choose(found: readonly FoundToken[], title: string): Promise<TokenSet | undefined> {
  if (found.length === 0) return undefined;
  const all = byKind(found);
  if (all) return all;
  const items = found.map((token) => ({ ...describe(token), token }));
  const chosen = await window.showQuickPick(items, {
    title,
    placeHolder: l10n.t`Select one of the ${found.length} tokens`,
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
    expiry === undefined ? undefined : l10n.t`Expiry: ${localTime(expiry)}`,
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
