import * as l10n from '@vscode/l10n';
import { env, window } from 'vscode';
import { CognitoError } from '../core/errors';
import type { Callback } from './callback';
import { parsePasted, readPasted, type States } from './pastedCallback';

/**
 * Reads the callback of a sign-in that waits.
 * @param url what another command passes; the user is asked for it when it is left out
 * @returns undefined when the user gives up
 * @throws CognitoError sign_in_missing, callback_unusable, secrets_unavailable
 */
export async function readCallback(states: States, url: unknown): Promise<Callback | undefined> {
  const waiting = await states();
  if (waiting.length === 0) throw new CognitoError('sign_in_missing');
  if (typeof url !== 'string') return askForCallback(states, waiting);
  const given = parsePasted(url, waiting);
  if ('callback' in given) return given.callback;
  throw new CognitoError('callback_unusable', { reason: given.inputError });
}

/** Asks for the address that the browser ended at, until it is the answer to a sign-in that waits or the user gives up. */
async function askForCallback(states: States, waiting: readonly string[]): Promise<Callback | undefined> {
  const input = window.createInputBox();
  input.title = l10n.t('Paste Callback URL');
  input.prompt = l10n.t(
    'Paste the address that the browser shows after the sign-in, its query, or the code.',
  );
  input.placeholder = 'vscode://…/callback?code=…&state=…';
  input.ignoreFocusOut = true;
  try {
    return await new Promise<Callback | undefined>((resolve, reject) => {
      input.onDidAccept(() => {
        readPasted(input.value, states).then((pasted) => {
          if ('callback' in pasted) resolve(pasted.callback);
          else input.validationMessage = pasted.inputError;
        }, reject);
      });
      input.onDidChangeValue(() => {
        input.validationMessage = undefined;
      });
      input.onDidHide(() => {
        resolve(undefined);
      });
      input.show();
      // The clipboard may answer late, or ask for permission, so the box does not wait for it.
      env.clipboard.readText().then(
        (clipboard) => {
          if (input.value === '' && 'callback' in parsePasted(clipboard, waiting)) {
            input.value = clipboard.trim();
          }
        },
        () => undefined,
      );
    });
  } finally {
    input.dispose();
  }
}
