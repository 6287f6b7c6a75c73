import { commands, ConfigurationTarget, env, TabInputWebview, Uri, window, workspace } from 'vscode';
import { startLocalPool } from '../../src/localPool/localPool';
import type { LocalPool, LocalPoolOptions } from '../../src/localPool/localPool';
import { openedInBrowser, UserAgent } from './userAgent';
import type { LocalPoolConfig } from '../../src/localPool/configTypes';

export const extensionId = 'cognito-tools.cognito-token-inspector';
/** The first user that the local user pool ships with. */
export const jane = { username: 'jane', password: 'Passw0rd!' };

/** A local user pool on loopback, apart from the one that the extension's own command starts. */
export function startPool(
  config?: LocalPoolConfig,
  options: Partial<LocalPoolOptions> = {},
): Promise<LocalPool> {
  return startLocalPool({
    host: '127.0.0.1',
    port: 0,
    ...(config === undefined ? {} : { config }),
    ...options,
  });
}

/** The pool's first public app client. */
export function publicClient(pool: LocalPool): string {
  const client = pool.config.clients.find(
    ({ secret, rotation }) => secret === undefined && rotation === undefined,
  );
  if (client === undefined) throw new Error('The local user pool ships with no public client.');
  return client.clientId;
}

export async function setProfiles(profiles: readonly object[]): Promise<void> {
  await workspace.getConfiguration('cognito').update('profiles', profiles, ConfigurationTarget.Global);
}

/** Answers Set Client Secret as a user does, through the keyboard of the workbench. */
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

/** Hands a callback to the editor as the system does. */
export async function handOver(callback: string): Promise<void> {
  await commands.executeCommand('vscode.open', Uri.parse(callback, true));
}

/** A person's whole sign-in; resolves when the command has ended. @returns the callback that came back */
export async function signInAs(profile: string, user = jane, agent = new UserAgent()): Promise<string> {
  const { url, ended } = await beginSignIn(profile);
  const callback = await agent.signIn(url, user);
  await handOver(callback);
  await ended;
  return callback;
}

/** What a copy command leaves in the clipboard; the text before stays when there is nothing to copy. */
export async function copied(command: string, profile: string): Promise<string> {
  await env.clipboard.writeText('nothing copied');
  await commands.executeCommand(command, profile);
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
