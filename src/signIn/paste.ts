import { env, window } from 'vscode';
import { parsePasted, type Callback } from './callback';

/**
 * Asks for the address that the browser ended at, until it is the answer to a sign-in that waits or the user gives up.
 * An answer that is in the clipboard already is filled in.
 * @param waiting the states of the sign-ins that wait
 */
export async function askForCallback(
  waiting: () => Promise<readonly string[]>,
): Promise<Callback | undefined> {
  const clipboard = await env.clipboard.readText();
  const found = 'callback' in parsePasted(clipboard, await waiting());
  const input = window.createInputBox();
  input.title = 'Paste Callback URL';
  input.prompt = 'Paste the address that the browser shows after the sign-in, its query, or the code.';
  input.placeholder = 'vscode://…/callback?code=…&state=…';
  input.value = found ? clipboard.trim() : '';
  input.ignoreFocusOut = true;
  try {
    return await new Promise<Callback | undefined>((resolve) => {
      input.onDidAccept(async () => {
        const pasted = parsePasted(input.value, await waiting());
        if ('callback' in pasted) resolve(pasted.callback);
        else input.validationMessage = pasted.inputError;
      });
      input.onDidChangeValue(() => {
        input.validationMessage = undefined;
      });
      input.onDidHide(() => {
        resolve(undefined);
      });
      input.show();
    });
  } finally {
    input.dispose();
  }
}
