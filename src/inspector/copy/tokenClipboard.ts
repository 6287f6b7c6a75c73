import * as l10n from '@vscode/l10n';
import { env, workspace } from 'vscode';
import { confirmDone } from '../../editor/notify';

/** Copies tokens. Every token that is copied goes through here. */
export interface TokenClipboard {
  /**
   * Copies a text that contains a token and confirms it. Clears the clipboard after the time in the user's settings.
   * @param label what is copied, for the status bar
   * @param form the form in words, if it is not the token itself
   */
  readonly copy: (text: string, label: string, form?: string) => Promise<void>;
  /** Clears the clipboard at once, if it would be cleared later. */
  readonly dispose: () => Promise<void>;
}

/** @param clearAfter milliseconds after which the clipboard is cleared; 0: never */
export function createTokenClipboard(clearAfter: () => number = clearAfterSetting): TokenClipboard {
  let pending: { readonly timer: NodeJS.Timeout; readonly clear: () => Promise<void> } | undefined;

  const forget = (): void => {
    clearTimeout(pending?.timer);
    pending = undefined;
  };
  return {
    copy: async (text, label, form) => {
      forget();
      await env.clipboard.writeText(text);
      const after = clearAfter();
      const done = form === undefined ? l10n.t`${label} copied` : l10n.t`${label} copied as ${form}`;
      confirmDone(after === 0 ? done : l10n.t`${done}, cleared in ${after / 1000} s`);
      if (after === 0) return;
      const clear = async (): Promise<void> => {
        forget();
        // The user may have copied something else in the meantime.
        if ((await env.clipboard.readText()) === text) await env.clipboard.writeText('');
      };
      pending = { timer: setTimeout(() => void clear(), after), clear };
    },
    // Clear now, because a closed window cannot clear later.
    dispose: async () => {
      await pending?.clear();
    },
  };
}

/** The setting `cognito.clearClipboardAfterSeconds`, in milliseconds. */
function clearAfterSetting(): number {
  const value = workspace.getConfiguration('cognito').get<number>('clearClipboardAfterSeconds', 0);
  return Number.isFinite(value) ? Math.min(Math.max(Math.round(value), 0), 3600) * 1000 : 0;
}
