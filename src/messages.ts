import { commands, window } from 'vscode';
import type { LogOutputChannel } from 'vscode';
import { clockDifference } from './core/clock';
import { isCognitoError } from './core/errors';
import { logLine } from './core/logLine';
import type { Remedy } from './core/problem';
import { defaultRedirectUri } from './profiles/settings';

interface Button {
  readonly title: string;
  readonly command: string;
  readonly argument?: string;
  /** The command takes the name of the profile that the problem is about. */
  readonly ofProfile?: true;
}

const buttons: Readonly<Record<Remedy, Button>> = {
  sign_in: { title: 'Sign In', command: 'cognito.signIn', ofProfile: true },
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
  add_profile: { title: 'Add Profile', command: 'cognito.addProfile' },
  edit_profile: { title: 'Edit Profile', command: 'cognito.editProfile', ofProfile: true },
  select_profile: { title: 'Select Profile', command: 'cognito.selectProfile', ofProfile: true },
  set_client_secret: { title: 'Set Client Secret', command: 'cognito.setClientSecret', ofProfile: true },
  move_client_secret: {
    title: 'Move to Secret Storage',
    command: 'cognito.moveClientSecret',
    ofProfile: true,
  },
  check_app_client: { title: 'Check App Client', command: 'cognito.checkAppClient', ofProfile: true },
};

const told = new WeakSet<Error>();

/**
 * Shows a failure as one message with its next steps as buttons, and logs its kind. Cancelling says nothing, and a failure
 * that many waited for is told once.
 */
export function showProblem(error: unknown, log: LogOutputChannel, profile?: string): void {
  if (isCognitoError(error, 'sign_in_cancelled')) return;
  if (error instanceof Error) {
    if (told.has(error)) return;
    told.add(error);
  }
  log.error(logLine(error));
  void show(error, profile);
}

/** Says that this computer's clock is wrong. @param skew how far the host's clock is ahead, in seconds */
export function showClockDifference(skew: number, host: string, log: LogOutputChannel): void {
  const difference = clockDifference(skew) ?? 'right';
  log.warn(`[clock] this computer's clock is ${difference}, compared with ${host}`);
  void window.showWarningMessage(
    `This computer’s clock is ${difference}, compared with ${host}. Tokens are judged by that host’s clock. Set yours right, or other programs may refuse them.`,
  );
}

async function show(error: unknown, profile: string | undefined): Promise<void> {
  const { explain } = await import('./core/problems');
  const context = { callbackUrl: defaultRedirectUri(), ...(profile === undefined ? {} : { profile }) };
  const { what, why, next, remedies } = explain(error, context);
  const titles = remedies.map((remedy) => buttons[remedy].title);
  const title = await window.showErrorMessage(`${what} ${why} ${next}`, ...titles);
  const remedy = remedies.find((candidate) => buttons[candidate].title === title);
  if (remedy === undefined) return;
  const { command, argument, ofProfile } = buttons[remedy];
  await commands.executeCommand(command, ofProfile ? (profile ?? namedIn(error)) : argument);
}

/** A profile that cannot be read is named by what is wrong with it. */
function namedIn(error: unknown): unknown {
  return isCognitoError(error) ? error.detail.name : undefined;
}
