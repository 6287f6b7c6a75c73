import * as l10n from '@vscode/l10n';
import { commands, env, window, type QuickPickItem } from 'vscode';
import { claimsOf } from '../core/jwt';
import type { Profile } from '../core/profile';
import type { Session } from '../core/session';
import { plainLabel } from '../core/text';
import type { SentToken } from './answer';
import type { ApiCalls } from './callsPanel';
import { parsePastedAnswer } from './pastedAnswer';

export interface PastedContext {
  readonly apiCalls: () => Promise<Pick<ApiCalls, 'explain'>>;
  readonly activeProfile: { readonly get: () => Profile | undefined };
  readonly store: { readonly find: (profile: Profile) => Promise<Session | undefined> };
}

/** Explains an answer of an API that is selected in the editor or is in the clipboard: what `curl -i` prints. */
export async function explainPasted({ apiCalls, activeProfile, store }: PastedContext): Promise<void> {
  const editor = window.activeTextEditor;
  const selected = editor?.document.getText(editor.selection) ?? '';
  const answer = parsePastedAnswer(selected) ?? parsePastedAnswer(await env.clipboard.readText());
  if (answer === undefined) {
    void askToCopy();
    return;
  }
  const profile = activeProfile.get();
  const session = profile && (await store.find(profile));
  const chosen = profile && session ? await chooseToken(profile, session) : { sent: undefined };
  if (chosen === undefined) return;
  (await apiCalls()).explain(answer, chosen.sent, profile?.name ?? '');
}

async function askToCopy(): Promise<void> {
  const again = l10n.t('Try Again');
  const answer = await window.showInformationMessage(
    l10n.t(
      'There is no answer of an API in the selection or the clipboard. Copy its status line, headers and body, such as the output of curl -i, and run the command again.',
    ),
    again,
  );
  if (answer === again) await commands.executeCommand('cognito.explainApiAnswer');
}

interface Item extends QuickPickItem {
  readonly sent: SentToken | undefined;
}

/** Asks which token was sent, because an answer does not tell. @returns undefined when the user gives up */
async function chooseToken(
  { name }: Profile,
  { accessToken, idToken }: Session,
): Promise<Pick<Item, 'sent'> | undefined> {
  const profile = plainLabel(name);
  const hasOther = idToken !== undefined;
  const items: readonly Item[] = [
    {
      label: l10n.t`Access token of “${profile}”`,
      sent: { kind: 'access', claims: claimsOf(accessToken), hasOther },
    },
    ...(idToken === undefined
      ? []
      : [
          {
            label: l10n.t`ID token of “${profile}”`,
            sent: { kind: 'id', claims: claimsOf(idToken), hasOther: true } as const,
          },
        ]),
    { label: l10n.t('Another token, or none'), sent: undefined },
  ];
  return window.showQuickPick(items, {
    title: l10n.t('Explain API Answer'),
    placeHolder: l10n.t('Which token was sent?'),
    ignoreFocusOut: true,
  });
}
