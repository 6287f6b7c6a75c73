import { startApiProxy, type ApiProxy } from './apiProxy';
import { targetPath } from './headers';
import type { ApiProxyContext } from './passOn';

/** How the proxies of APIs and those of MCP servers differ. */
export interface ProxyKind extends Pick<ApiProxyContext, 'pathAt' | 'hidesRefusals'> {
  readonly start: (context: ApiProxyContext) => Promise<ApiProxy>;
}

/** The proxies of `cognito.apiProxies`. */
export const apiProxyKind: ProxyKind = {
  start: startApiProxy,
  pathAt: targetPath,
  hidesRefusals: false,
};
