import { commands, window } from 'vscode';
import type { LogOutputChannel } from 'vscode';
import { isCognitoError } from './core/errors';
import type { Remedy } from './core/problem';
import { explain } from './core/problems';
import { defaultRedirectUri } from './profiles/settings';

const buttons: Readonly<
  Record<Remedy, { readonly title: string; readonly command: string; readonly argument?: string }>
> = {
  sign_in: { title: 'Sign In', command: 'cognito.signIn' },
  open_settings: {
    title: 'Open Settings',
    command: 'workbench.action.openSettings',
    argument: '@ext:cognito-tools.cognito-token-inspector',
  },
  paste_callback: { title: 'Paste Callback URL', command: 'cognito.pasteCallbackUrl' },
  copy_callback_url: { title: 'Copy Callback URL', command: 'cognito.copyCallbackUrl' },
  start_local_pool: { title: 'Start Local User Pool', command: 'cognito.startLocalUserPool' },
  open_proxy_settings: {
    title: 'Proxy Settings',
    command: 'workbench.action.openSettings',
    argument: 'http.proxy',
  },
  show_log: { title: 'Show Log', command: 'cognito.showLog' },
};

/** Shows a failure as one message with its next steps as buttons, and logs its kind. Cancelling says nothing. */
export function showProblem(error: unknown, log: LogOutputChannel, profile?: string): void {
  if (isCognitoError(error, 'sign_in_cancelled')) return;
  log.error(logLine(error));
  const context = { callbackUrl: defaultRedirectUri(), ...(profile === undefined ? {} : { profile }) };
  const { what, why, next, remedies } = explain(error, context);
  const titles = remedies.map((remedy) => buttons[remedy].title);
  void window.showErrorMessage(`${what} ${why} ${next}`, ...titles).then((title) => {
    const remedy = remedies.find((candidate) => buttons[candidate].title === title);
    if (remedy === undefined) return;
    const { command, argument } = buttons[remedy];
    void commands.executeCommand(command, remedy === 'sign_in' ? profile : argument);
  });
}

/** The facts that may be logged: the others can hold what a server or a token says, a person's address for one. */
const logged: ReadonlySet<string> = new Set([
  'host',
  'expected',
  'status',
  'port',
  'field',
  'check',
  'operation',
  'minutes',
]);

/** An error's kind and facts. An unknown error's message may quote what it failed on, so only its name is kept. */
export function logLine(error: unknown): string {
  if (!isCognitoError(error)) return `[error] ${error instanceof Error ? error.name : typeof error}`;
  const facts = Object.entries(error.detail).filter(
    ([name, value]) => logged.has(name) && /^[\w.:[\]-]{1,100}$/.test(String(value)),
  );
  return `[${error.code}] ${JSON.stringify(Object.fromEntries(facts))}`;
}
