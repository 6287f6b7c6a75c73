import * as l10n from '@vscode/l10n';
import { commands, env, window } from 'vscode';
import { member } from '../core/members';
import { plainLabel } from '../core/text';
import { confirmDone } from '../editor/notify';
import type { Parts } from './parts';

type ProxyParts = Pick<Parts, 'handover' | 'handedOut'>;

/** The proxy's name in a command's argument: text, the Cognito view's node, or an object from a launch configuration. */
function proxyName(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  const name = member(argument, 'apiProxy', 'name') ?? member(argument, 'name');
  return typeof name === 'string' ? name : undefined;
}

/** @returns undefined when the user picks none @throws CognitoError api_proxy_missing, api_proxy_invalid */
async function chooseProxy(
  argument: unknown,
  { handover }: Pick<Parts, 'handover'>,
  placeHolder: string,
): Promise<string | undefined> {
  const given = proxyName(argument);
  if (given !== undefined) return given;
  const names = (await handover()).proxies.names();
  return names.length === 1 ? names[0] : pickName(names, placeHolder);
}

/** @returns undefined when the user picks none */
export async function pickName(names: readonly string[], placeHolder: string): Promise<string | undefined> {
  const items = names.map((name) => ({ label: plainLabel(name), name }));
  return (await window.showQuickPick(items, { placeHolder, ignoreFocusOut: true }))?.name;
}

/** Starts a proxy, and says where it is. @throws CognitoError as ApiProxies.start */
export async function startApiProxy(parts: ProxyParts, argument: unknown): Promise<void> {
  const name = await chooseProxy(argument, parts, l10n.t('Choose the API proxy to start'));
  if (name === undefined) return;
  const { proxies } = await parts.handover();
  const url = await proxies.start(name);
  const message = l10n.t`The API proxy “${plainLabel(name)}” is at ${url}. Use this as the base URL of the API in your client.`;
  const [copy, stop] = [l10n.t('Copy URL'), l10n.t('Stop')];
  void window.showInformationMessage(message, copy, stop).then(async (button) => {
    if (button === copy) await copyUrl(name, url);
    if (button === stop) await proxies.stop(name);
  });
}

/** Stops a proxy of this window. @param argument as in `proxyName`, or the Cognito view's node of an MCP server */
export async function stopApiProxy(parts: ProxyParts, argument: unknown): Promise<void> {
  const mcpServer = member(argument, 'line', 'mcpServer', 'name');
  if (typeof mcpServer === 'string') {
    await (await parts.handover()).mcpServers.stop(mcpServer);
    confirmDone(l10n.t`Proxy of the MCP server “${plainLabel(mcpServer)}” stopped`);
    return;
  }
  const running = [...parts.handedOut.runningProxies('apiProxies').keys()];
  const name =
    proxyName(argument) ??
    (running.length > 1 ? await pickName(running, l10n.t('Choose the API proxy to stop')) : running[0]);
  if (name === undefined) {
    if (running.length === 0) void offerStart();
    return;
  }
  await (await parts.handover()).proxies.stop(name);
  confirmDone(l10n.t`API proxy “${plainLabel(name)}” stopped`);
}

async function offerStart(): Promise<void> {
  const start = l10n.t('Start API Proxy');
  const answer = await window.showInformationMessage(l10n.t('No API proxy runs in this window.'), start);
  if (answer === start) await commands.executeCommand('cognito.startApiProxy');
}

/** Copies the address of a proxy, which is started if need be. @throws CognitoError as ApiProxies.start */
export async function copyApiProxyUrl(parts: ProxyParts, argument: unknown): Promise<void> {
  const name = await chooseProxy(argument, parts, l10n.t('Choose the API proxy whose URL to copy'));
  if (name !== undefined) await copyUrl(name, await (await parts.handover()).proxies.start(name));
}

/**
 * The address of a proxy, which is started if need be. It is no token, so a command may return it.
 * @param argument the name of the proxy, or an object with the member `name`, as `args` of an input in launch.json or tasks.json
 * @returns undefined when the user picks none
 * @throws CognitoError as ApiProxies.start
 */
export async function apiProxyUrl(parts: ProxyParts, argument: unknown): Promise<string | undefined> {
  const name = await chooseProxy(argument, parts, l10n.t('Choose an API proxy'));
  return name === undefined ? undefined : (await parts.handover()).proxies.start(name);
}

async function copyUrl(name: string, url: string): Promise<void> {
  await env.clipboard.writeText(url);
  confirmDone(l10n.t`URL of the API proxy “${plainLabel(name)}” copied`);
}
