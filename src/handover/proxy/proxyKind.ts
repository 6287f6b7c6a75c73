import * as l10n from '@vscode/l10n';
import { startApiProxy, type ApiProxy } from './apiProxy';
import { targetPath } from './headers';
import type { ApiProxyContext } from './passOn';

/** How the proxies of APIs and those of MCP servers differ. */
export interface ProxyKind extends Pick<ApiProxyContext, 'pathAt' | 'isMcp'> {
  readonly start: (context: ApiProxyContext) => Promise<ApiProxy>;
  /** Whether it listens on the port of the entry. */
  readonly hasPort: boolean;
  /** The name of the list that the entries are in. */
  readonly setting: 'cognito.apiProxies' | 'cognito.mcpServers';
  /** The parts of the question before a proxy starts. */
  readonly question: {
    /** Tells approvals apart in the storage. */
    readonly id: string;
    /** Asks whether it may begin. @param entry the name of the entry and where it is from */
    readonly ask: (entry: string) => string;
    /** Who can use the token then. */
    readonly who: string;
    readonly target: string;
    readonly accept: string;
  };
}

/** The proxies of `cognito.apiProxies`. */
export const apiProxyKind: ProxyKind = {
  start: startApiProxy,
  hasPort: true,
  pathAt: targetPath,
  isMcp: false,
  setting: 'cognito.apiProxies',
  question: {
    id: 'apiProxy',
    ask: (entry) => l10n.t`Start the API proxy ${entry}?`,
    who: l10n.t('your programs on this computer'),
    target: l10n.t('the API'),
    accept: l10n.t('Start API Proxy'),
  },
};
