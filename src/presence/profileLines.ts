import { ThemeColor, ThemeIcon, TreeItem } from 'vscode';
import { localTime, localTimeOfDay } from '../core/localTime';
import { plain, withDots } from '../core/text';
import { handedTitles } from '../handover/freshToken';
import type { HandedOut, HandedOutList } from '../handover/handedOut';
import { mcpServerEntries } from '../handover/mcp/mcpServerEntries';
import { apiProxyEntries } from '../handover/proxy/apiProxyEntries';

/** An API proxy of the settings, and its address while it runs. */
export interface ApiProxyState {
  readonly name: string;
  /** The URL of the API. */
  readonly target: string;
  readonly url?: string | undefined;
}

/** An MCP server of the settings. */
export interface McpServerLine {
  readonly name: string;
  readonly url: string;
}

/** A line of the Cognito view below a profile: an API proxy, an MCP server, or a program that got tokens. */
export type ProfileLine = { readonly profileName: string } & (
  | { readonly apiProxy: ApiProxyState }
  | { readonly mcpServer: McpServerLine }
  | { readonly handedOut: HandedOut }
);

/** The API proxies and MCP servers of the settings, and the programs that got tokens. */
export function profileLines({
  all,
  runningProxies,
}: Pick<HandedOutList, 'all' | 'runningProxies'>): readonly ProfileLine[] {
  return [
    ...apiProxyEntries.all().map(({ settings: { name, profile, url: target } }) => ({
      profileName: profile,
      apiProxy: { name, target, url: runningProxies().get(name) },
    })),
    ...mcpServerEntries.all().map(({ settings: { name, profile, url } }) => ({
      profileName: profile,
      mcpServer: { name, url },
    })),
    ...all().map((handedOut) => ({ profileName: handedOut.profileName, handedOut })),
  ];
}

export function profileLineItem(line: ProfileLine): TreeItem {
  if ('apiProxy' in line) return apiProxyItem(line.apiProxy);
  return 'mcpServer' in line ? mcpServerItem(line.mcpServer) : handedOutItem(line.handedOut);
}

function mcpServerItem({ name, url }: McpServerLine): TreeItem {
  const item = new TreeItem(`MCP server ${plain(name)}`);
  item.id = `mcpServer:${name}`;
  item.description = new URL(url).host;
  item.iconPath = new ThemeIcon('mcp');
  item.tooltip = `The editor’s MCP server “${plain(name)}” sends a token of this profile to ${url}. MCP: List Servers starts and stops it.`;
  item.accessibilityInformation = { label: item.tooltip };
  item.contextValue = 'mcpServer';
  return item;
}

function apiProxyItem({ name, target, url }: ApiProxyState): TreeItem {
  const item = new TreeItem(`API proxy ${plain(name)}`);
  const { host } = new URL(target);
  const state = url === undefined ? 'stopped' : new URL(url).host;
  item.id = `apiProxy:${name}`;
  item.description = withDots(state, host);
  item.iconPath =
    url === undefined
      ? new ThemeIcon('circle-large-outline')
      : new ThemeIcon('broadcast', new ThemeColor('testing.iconPassed'));
  item.tooltip =
    url === undefined
      ? `The API proxy “${plain(name)}” for ${target} is stopped.`
      : `The API proxy “${plain(name)}” runs at ${url} and forwards to ${target}.`;
  item.accessibilityInformation = { label: item.tooltip };
  item.contextValue = url === undefined ? 'apiProxy stopped' : 'apiProxy running';
  return item;
}

function handedOutItem({ kind, receiver, count, lastAt }: HandedOut): TreeItem {
  const times = count === 1 ? 'once' : `${count} times`;
  const title = `${handedTitles[kind].replace('the ', '')} for ${plain(receiver)}`;
  const item = new TreeItem(title.charAt(0).toUpperCase() + title.slice(1));
  item.description = withDots(times, `last at ${localTimeOfDay(lastAt)}`);
  item.iconPath = new ThemeIcon('terminal');
  item.tooltip = `${plain(receiver)} got ${handedTitles[kind]} ${times} in this window, the last time at ${localTime(lastAt)}.`;
  item.accessibilityInformation = { label: item.tooltip };
  item.contextValue = 'handedOut';
  return item;
}
