import { QuickPickItemKind, window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import { plainLabel } from '../core/text';
import { comparePairs } from './model/comparison';
import type { Comparison } from './model/comparison';
import { pasteTokens } from './findTokens';
import { claimsOf } from './model/tokenSet';
import type { TokenClaims } from './model/tokenSet';

/** What a panel is compared with: its title, and what it says now. */
export interface ComparisonTarget {
  readonly title: string;
  /** Undefined when it is no longer there. */
  readonly claims: () => Promise<TokenClaims | undefined>;
}

/** What the user compares each panel with, until the comparison is ended or the panel is closed. */
export interface Comparisons {
  /** Asks what to compare with. @param offered sessions and pasted tokens that are there. @returns false when the user cancels */
  readonly choose: (key: string, offered: readonly ComparisonTarget[]) => Promise<boolean>;
  /** The comparison of a panel with what the user chose. @param title the title of the panel */
  readonly find: (key: string, title: string, claims: TokenClaims) => Promise<Comparison | undefined>;
  readonly end: (key: string) => void;
}

export function createComparisons(): Comparisons {
  const others = new Map<string, ComparisonTarget>();
  return {
    choose: async (key, offered) => {
      const chosen = await chooseOther(offered);
      if (chosen) others.set(key, chosen);
      return chosen !== undefined;
    },
    find: async (key, title, claims) => {
      const other = others.get(key);
      // What cannot be read just now is not compared with; the rest is shown all the same.
      const says = await other?.claims().catch(() => undefined);
      return other && says && comparePairs(claims, says, [title, other.title], 'other');
    },
    end: (key) => {
      others.delete(key);
    },
  };
}

const comparing = {
  title: 'Compare With',
  prompt: 'Paste the token to compare with',
  readable: true,
} as const;

async function chooseOther(others: readonly ComparisonTarget[]): Promise<ComparisonTarget | undefined> {
  // With one thing to choose there is no choice.
  if (others.length === 0) return pasteOther();
  const items: readonly (QuickPickItem & { readonly other?: ComparisonTarget })[] = [
    ...others.map((other) => ({ label: plainLabel(other.title), other })),
    { label: '', kind: QuickPickItemKind.Separator },
    { label: '$(clippy) Paste a Token…' },
  ];
  const chosen = await window.showQuickPick(items, {
    title: comparing.title,
    placeHolder: 'A session or a token',
  });
  return chosen === undefined ? undefined : (chosen.other ?? pasteOther());
}

async function pasteOther(): Promise<ComparisonTarget | undefined> {
  const pasted = await pasteTokens(comparing);
  if (pasted === undefined) return undefined;
  const claims = claimsOf(pasted);
  return { title: 'the pasted token', claims: () => Promise.resolve(claims) };
}
