import { QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import { plainLabel } from '../core/text';
import { comparePairs, type Comparison } from './model/comparison';
import { pasteTokens, type Purpose } from './findTokens';
import { claimsOf, type TokenClaims } from './model/tokenSet';

/** A session or pasted tokens that a panel can be compared with. */
export interface ComparisonTarget {
  readonly title: string;
  /** Reads the claims. @returns undefined when the session or the pasted tokens are gone */
  readonly claims: () => Promise<TokenClaims | undefined>;
}

/** The comparison of each panel, until the user ends it or closes the panel. */
export interface Comparisons {
  /**
   * Asks what to compare a panel with.
   * @param offered the sessions and pasted tokens to choose from
   * @returns false when the user cancels
   */
  readonly choose: (key: string, offered: readonly ComparisonTarget[]) => Promise<boolean>;
  /**
   * Compares a panel with the target that the user chose for it.
   * @param title the title of the panel
   * @returns undefined when there is no target, or when it cannot be read
   */
  readonly find: (key: string, title: string, claims: TokenClaims) => Promise<Comparison | undefined>;
  readonly end: (key: string) => void;
}

export function createComparisons(): Comparisons {
  const targets = new Map<string, ComparisonTarget>();
  return {
    choose: async (key, offered) => {
      const chosen = await chooseTarget(offered);
      if (chosen) targets.set(key, chosen);
      return chosen !== undefined;
    },
    find: async (key, title, claims) => {
      const target = targets.get(key);
      // A target that cannot be read must not keep the panel from being shown.
      const others = await target?.claims().catch(() => undefined);
      return target && others && comparePairs(claims, others, [title, target.title], 'other');
    },
    end: (key) => {
      targets.delete(key);
    },
  };
}

const comparing: Purpose = {
  title: 'Compare With',
  prompt:
    'Paste the token to compare with, or a text that contains it, such as a curl command, a token response or a URL. It stays on this computer.',
  readable: true,
};

async function chooseTarget(targets: readonly ComparisonTarget[]): Promise<ComparisonTarget | undefined> {
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
