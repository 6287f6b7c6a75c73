import { commands, ConfigurationTarget, env, TabInputWebview, Uri, window, workspace } from 'vscode';
import { defined } from '../../src/core/members';
import { startLocalPool, type LocalPool, type LocalPoolOptions } from '../../src/localPool/localPool';
import { shippedPassword } from '../../src/localPool/defaults';
import { jane, localPoolId } from './localClients';
import { openedInBrowser, UserAgent } from './userAgent';
import type { LocalPoolConfig } from '../../src/localPool/configSchema';

export const extensionId = 'cognito-tools.cognito-token-inspector';
/** The callback URL of this editor. */
export const callbackUrl = `${env.uriScheme}://${extensionId}/callback`;
/** The second user of the shipped local user pool. */
export const zoë = { username: 'zoë', password: shippedPassword };
/** An issuer that cannot be reached: port 9 is not listened on. */
export const unreachableIssuer = `http://127.0.0.1:9/${localPoolId}`;

/** A local user pool of the test, besides the one that Start Local User Pool starts. */
export function startPool(
  config?: LocalPoolConfig,
  options: Partial<LocalPoolOptions> = {},
): Promise<LocalPool> {
  return startLocalPool({
    host: '127.0.0.1',
    port: 0,
    ...defined({ config }),
    ...options,
  });
}

export async function setProfiles(profiles: readonly object[]): Promise<void> {
  await workspace.getConfiguration('cognito').update('profiles', profiles, ConfigurationTarget.Global);
}

/** Runs Set Client Secret and types the secret into its input box, through the keyboard server of the runner. */
export async function setClientSecret(profile: string, secret: string): Promise<void> {
  const done = commands.executeCommand('cognito.setClientSecret', profile);
  const typed = await fetch(process.env.TEST_KEYBOARD ?? '', { method: 'POST', body: secret });
  if (!typed.ok) throw new Error(`The input box was not answered: ${await typed.text()}`);
  await done;
}

/** Starts a sign-in and waits until the browser has been opened. */
export async function beginSignIn(
  profile: string,
): Promise<{ readonly url: string; readonly ended: Thenable<unknown> }> {
  const ended = commands.executeCommand('cognito.signIn', profile);
  return { url: await openedInBrowser(), ended };
}

/** Opens a callback URL in the editor, as the operating system does. */
export async function handOver(callback: string): Promise<void> {
  await commands.executeCommand('vscode.open', Uri.parse(callback, true));
}

/** A whole sign-in of a user; resolves when the command has ended. @returns the callback URL */
export async function signInAs(profile: string, user = jane, agent = new UserAgent()): Promise<string> {
  const { url, ended } = await beginSignIn(profile);
  const callback = await agent.signIn(url, user);
  await handOver(callback);
  await ended;
  return callback;
}

/** Runs a copy command. @param user left out: the active user @returns the clipboard afterwards: “nothing copied” when the command copied nothing */
export async function copied(command: string, profile: string, user?: string): Promise<string> {
  await env.clipboard.writeText('nothing copied');
  await commands.executeCommand(command, profile, user);
  return env.clipboard.readText();
}

/** The titles of the open inspectors. */
export function inspectors(): readonly string[] {
  return window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('cognito.inspector'))
    .map(({ label }) => label);
}

export async function closeInspectors(): Promise<void> {
  await commands.executeCommand('workbench.action.closeAllEditors');
}
