import * as l10n from '@vscode/l10n';
import { listenOnUserSocket } from '../../loopback/userSocket';
import { startApiProxy, type ApiProxy } from '../proxy/apiProxy';
import type { ApiProxyContext } from '../proxy/passOn';
import type { ProxyKind } from '../proxy/proxyKind';
import { createProxyServer } from '../proxy/proxyServer';

/** What the proxies of MCP servers have in common. Only the URL of the entry is forwarded to. */
const shared = {
  pathAt: ({ pathname, search }: URL, path: string) => (path === '/' ? pathname + search : undefined),
  isMcp: true,
  setting: 'cognito.mcpServers',
} as const;

/** The proxies for the editor itself. They listen on sockets, which no web page and no other user can reach. */
export const editorMcpKind: ProxyKind = {
  ...shared,
  start: startSocketProxy,
  hasPort: false,
  question: {
    id: 'mcpServer',
    ask: (entry) => l10n.t`Connect the editor to the MCP server ${entry}?`,
    who: l10n.t('the chat and the extensions of this editor'),
    target: l10n.t('the MCP server'),
    accept: l10n.t('Connect'),
  },
};

/** The proxies for MCP clients outside of the editor, on loopback. */
export const loopbackMcpKind: ProxyKind = {
  ...shared,
  start: startApiProxy,
  hasPort: true,
  question: {
    id: 'mcpProxy',
    ask: (entry) => l10n.t`Start a proxy for the MCP server ${entry}?`,
    who: l10n.t('your programs on this computer'),
    target: l10n.t('the MCP server'),
    accept: l10n.t('Start Proxy'),
  },
};

/** @returns as its `url`, the path of the socket */
async function startSocketProxy(context: ApiProxyContext): Promise<ApiProxy> {
  const server = createProxyServer(context, {
    // The editor names this host in its requests to a socket.
    hosts: () => ['localhost'],
    isOwnUser: () => Promise.resolve(true),
  });
  const { path, close } = await listenOnUserSocket(server);
  return {
    url: path,
    close: () => {
      close();
      return Promise.resolve();
    },
  };
}
