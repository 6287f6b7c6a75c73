import * as l10n from '@vscode/l10n';
import { ThemeColor, ThemeIcon, TreeItem } from 'vscode';
import { localTime, localTimeOfDay } from '../core/localTime';
import { entryFault, plain, sentence, sentences, withDots, untranslated } from '../core/text';
import { handedTitles, type HandedKind } from '../handover/freshToken';
import type { HandedOut, HandedOutList } from '../handover/handedOut';
import type { ProfileStatus, UserStatus } from './profileStatus';
import type { InvalidSettingEntry } from '../handover/settingEntries';
import { mcpServerEntries } from '../handover/mcp/mcpServerEntries';
import { apiProxyEntries } from '../handover/proxy/apiProxyEntries';

/** An API proxy or an MCP server of the settings, and the address of its proxy while it runs. */
export interface ProxyState {
  readonly name: string;
  /** The URL of the API or of the MCP server. */
  readonly target: string;
  readonly url?: string | undefined;
}

/** An entry of `cognito.apiProxies` or `cognito.mcpServers` that cannot be used. */
export interface InvalidLine extends InvalidSettingEntry {
  readonly setting: 'cognito.apiProxies' | 'cognito.mcpServers';
}

/**
 * A line of the Cognito view below a profile: a user, an API proxy, an MCP server, or a program that got tokens. A line whose profile
 * does not exist is shown by itself.
 */
export type ProfileLine = { readonly profileName: string } & (
  | { readonly user: UserStatus }
  | { readonly apiProxy: ProxyState }
  | { readonly mcpServer: ProxyState }
  | { readonly handedOut: HandedOut }
  | { readonly invalid: InvalidLine }
);

/** The users of each profile that has several. */
export function userLines(statuses: readonly ProfileStatus[]): readonly ProfileLine[] {
  return statuses.flatMap(({ profile, users }) =>
    users.length < 2 ? [] : users.map((user) => ({ profileName: profile.name, user })),
  );
}

/** The API proxies and MCP servers of the settings, and the programs that got tokens. */
export function profileLines({
  all,
  runningProxies,
}: Pick<HandedOutList, 'all' | 'runningProxies'>): readonly ProfileLine[] {
  return [
    ...apiProxyEntries.all().map(({ settings: { name, profile, url: target } }) => ({
      profileName: profile,
      apiProxy: { name, target, url: runningProxies('apiProxies').get(name) },
    })),
    ...mcpServerEntries.all().map(({ settings: { name, profile, url: target } }) => ({
      profileName: profile,
      mcpServer: { name, target, url: runningProxies('mcpServers').get(name) },
    })),
    ...apiProxyEntries.invalid().map((entry) => invalidLine('cognito.apiProxies', entry)),
    ...mcpServerEntries.invalid().map((entry) => invalidLine('cognito.mcpServers', entry)),
    ...all().map((handedOut) => ({ profileName: handedOut.profileName, handedOut })),
  ];
}

function invalidLine(setting: InvalidLine['setting'], entry: InvalidSettingEntry): ProfileLine {
  return { profileName: '', invalid: { ...entry, setting } };
}

export function profileLineItem(line: ProfileLine): TreeItem {
  if ('user' in line) return userItem(line.profileName, line.user);
  if ('apiProxy' in line) return apiProxyItem(line.apiProxy);
  if ('mcpServer' in line) return mcpServerItem(line.mcpServer);
  return 'invalid' in line ? invalidItem(line.invalid) : handedOutItem(line.handedOut);
}

function userItem(profileName: string, { name, subject, active }: UserStatus): TreeItem {
  const item = new TreeItem(name);
  item.id = `user:${profileName}:${subject}`;
  item.description = active ? l10n.t('active') : '';
  item.iconPath = new ThemeIcon(active ? 'account' : 'person');
  item.tooltip = active
    ? l10n.t`The profile “${plain(profileName)}” uses the session of ${name}.`
    : l10n.t`${name} is signed in too. Select this user to use this session for the profile “${plain(profileName)}”.`;
  item.accessibilityInformation = { label: item.tooltip };
  item.contextValue = untranslated(`user ${active ? 'activeUser' : 'otherUser'}`);
  item.command = {
    title: l10n.t('Select User'),
    command: 'cognito.selectUser',
    arguments: [profileName, subject],
  };
  return item;
}

function invalidItem({ setting, name, ...fault }: InvalidLine): TreeItem {
  const item = new TreeItem(plain(name));
  const shown = plain(entryFault(fault));
  item.iconPath = new ThemeIcon('error', new ThemeColor('list.errorForeground'));
  item.description = shown;
  item.tooltip = l10n.t`This entry of ${setting} cannot be used: ${shown}.`;
  item.accessibilityInformation = { label: sentences(sentence(plain(name)), item.tooltip) };
  item.command = {
    title: l10n.t('Open Settings'),
    command: 'workbench.action.openSettings',
    arguments: [setting],
  };
  return item;
}

function mcpServerItem({ name, target, url }: ProxyState): TreeItem {
  const item = new TreeItem(l10n.t`MCP server ${plain(name)}`);
  const { host } = new URL(target);
  item.id = `mcpServer:${name}`;
  item.description = url === undefined ? host : withDots(new URL(url).host, host);
  item.iconPath =
    url === undefined
      ? new ThemeIcon('mcp')
      : new ThemeIcon('broadcast', new ThemeColor('testing.iconPassed'));
  const inEditor = l10n.t`The editor’s MCP server “${plain(name)}” sends a token of this profile to ${target}. MCP: List Servers starts and stops it.`;
  item.tooltip =
    url === undefined
      ? inEditor
      : sentences(inEditor, l10n.t`For other MCP clients, its proxy runs at ${url}.`);
  item.accessibilityInformation = { label: item.tooltip };
  item.contextValue = url === undefined ? 'mcpServer' : untranslated(`mcpServer running`);
  return item;
}

function apiProxyItem({ name, target, url }: ProxyState): TreeItem {
  const item = new TreeItem(l10n.t`API proxy ${plain(name)}`);
  const { host } = new URL(target);
  const state = url === undefined ? l10n.t('stopped') : new URL(url).host;
  item.id = `apiProxy:${name}`;
  item.description = withDots(state, host);
  item.iconPath =
    url === undefined
      ? new ThemeIcon('circle-large-outline')
      : new ThemeIcon('broadcast', new ThemeColor('testing.iconPassed'));
  item.tooltip =
    url === undefined
      ? l10n.t`The API proxy “${plain(name)}” for ${target} is stopped.`
      : l10n.t`The API proxy “${plain(name)}” runs at ${url} and forwards to ${target}.`;
  item.accessibilityInformation = { label: item.tooltip };
  item.contextValue = untranslated(`apiProxy ${url === undefined ? 'stopped' : 'running'}`);
  return item;
}

const handedOutTitles: Readonly<Record<HandedKind, (receiver: string) => string>> = {
  access: (receiver) => l10n.t`Access token for ${receiver}`,
  id: (receiver) => l10n.t`ID token for ${receiver}`,
  aws: (receiver) => l10n.t`AWS credentials for ${receiver}`,
};

function handedOutItem({ kind, receiver, count, lastAt }: HandedOut): TreeItem {
  const times = count === 1 ? l10n.t('once') : l10n.t('{0} times', count);
  const item = new TreeItem(handedOutTitles[kind](plain(receiver)));
  item.description = withDots(times, l10n.t('last at {0}', localTimeOfDay(lastAt)));
  item.iconPath = new ThemeIcon('terminal');
  item.tooltip = l10n.t`${plain(receiver)} got ${handedTitles[kind]} ${times} in this window, the last time at ${localTime(lastAt)}.`;
  item.accessibilityInformation = { label: item.tooltip };
  item.contextValue = 'handedOut';
  return item;
}
