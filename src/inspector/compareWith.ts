import { QuickPickItemKind, window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import type { TokenClaims } from '../core/token/comparison';
import { pasteTokens } from './findTokens';
import { pastedClaims } from './tokenModel';

/** What a panel is compared with: its title, and what it says now. */
export interface Other {
  readonly title: string;
  /** Undefined when it is no longer there. */
  readonly claims: () => Promise<TokenClaims | undefined>;
}

/**
 * Asks what to compare with.
 * @param others sessions and pasted tokens that are there
 * @returns undefined when the user cancels
 */
export async function chooseOther(others: readonly Other[]): Promise<Other | undefined> {
  const items: readonly (QuickPickItem & { readonly other?: Other })[] = [
    ...others.map((other) => ({ label: other.title, other })),
    ...(others.length === 0 ? [] : [{ label: '', kind: QuickPickItemKind.Separator }]),
    { label: '$(clippy) Paste a Token…' },
  ];
  const chosen = await window.showQuickPick(items, {
    title: 'Compare With',
    placeHolder: 'A session or a token',
  });
  if (chosen === undefined) return undefined;
  if (chosen.other) return chosen.other;
  const pasted = await pasteTokens(true);
  if (pasted === undefined) return undefined;
  const claims = pastedClaims(pasted);
  return { title: 'the pasted token', claims: () => Promise.resolve(claims) };
}
