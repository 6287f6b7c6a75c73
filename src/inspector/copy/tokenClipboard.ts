import { env, workspace } from 'vscode';
import type { Disposable } from 'vscode';
import { confirmDone } from '../../editor/notify';

/** The way of every token into the clipboard. */
export interface TokenClipboard extends Disposable {
  /**
   * Copies a text that holds a token, says so, and takes it away again after the time that the user's settings name.
   * @param label what was copied, for the status bar
   * @param form what it was copied as, when it is not the token itself
   */
  readonly copy: (text: string, label: string, form?: string) => Promise<void>;
}

/** @param seconds how long a token stays; 0 for as long as nothing else is copied */
export function createTokenClipboard(seconds: () => number = clearAfter): TokenClipboard {
  let pending: { readonly timer: NodeJS.Timeout; readonly clear: () => Promise<void> } | undefined;

  const forget = (): void => {
    clearTimeout(pending?.timer);
    pending = undefined;
  };
  return {
    copy: async (text, label, form) => {
      forget();
      const said = `${label} copied${form === undefined ? '' : ` as ${form}`}`;
      await env.clipboard.writeText(text);
      const after = seconds();
      if (after === 0) {
        confirmDone(said);
        return;
      }
      const clear = async (): Promise<void> => {
        forget();
        // The user may have copied something else meanwhile.
        if ((await env.clipboard.readText()) === text) await env.clipboard.writeText('');
      };
      pending = { timer: setTimeout(() => void clear(), after * 1000), clear };
      confirmDone(`${said}, cleared in ${after} s`);
    },
    // A window that closes cannot clear later.
    dispose: () => void pending?.clear(),
  };
}

/** `cognito.clearClipboardAfterSeconds`. */
function clearAfter(): number {
  const value = workspace.getConfiguration('cognito').get<number>('clearClipboardAfterSeconds', 0);
  return Number.isFinite(value) ? Math.min(Math.max(Math.round(value), 0), 3600) : 0;
}
