import { QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import { plainLabel } from '../core/text';
import { pasteTokens, type Purpose } from './findTokens';
import { claimsOf, type TokenClaims } from './model/tokenSet';

/** A session or pasted tokens that a panel can be compared with. */
export interface ComparisonTarget {
  readonly title: string;
  /** Reads the claims. @returns undefined when the session or the pasted tokens are gone */
  readonly claims: () => Promise<TokenClaims | undefined>;
}

const comparing: Purpose = {
  title: 'Compare With',
  prompt:
    'Paste the token to compare with, or a text that contains it, such as a curl command, a token response or a URL. It stays on this computer.',
  readable: true,
};

/**
 * Asks what to compare a panel with.
 * @param targets the sessions and pasted tokens to choose from
 * @returns undefined when the user cancels
 */
export async function chooseTarget(
  targets: readonly ComparisonTarget[],
): Promise<ComparisonTarget | undefined> {
  // Skip the list when pasting is the only option.
  if (targets.length === 0) return pasteTarget();
  const items: readonly (QuickPickItem & { readonly target?: ComparisonTarget })[] = [
    ...targets.map((target) => ({ label: plainLabel(target.title), target })),
    { label: '', kind: QuickPickItemKind.Separator },
    { label: '$(clippy) Paste a Token…' },
  ];
  const chosen = await window.showQuickPick(items, {
    title: comparing.title,
    placeHolder: 'Select a session or a token',
    // A webview takes the focus back when the command palette closes, which would close the list.
    ignoreFocusOut: true,
  });
  return chosen === undefined ? undefined : (chosen.target ?? pasteTarget());
}

async function pasteTarget(): Promise<ComparisonTarget | undefined> {
  const pasted = await pasteTokens(comparing);
  if (pasted === undefined) return undefined;
  const claims = claimsOf(pasted);
  return { title: 'the pasted token', claims: () => Promise.resolve(claims) };
}
