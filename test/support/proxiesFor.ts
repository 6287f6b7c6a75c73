import type { CognitoClient } from '../../src/client/cognitoClient';
import { CognitoError } from '../../src/core/errors';
import type { Profile } from '../../src/core/profile';
import { createApiProxies, type ApiProxies } from '../../src/handover/proxy/apiProxies';
import type { ProxyKind } from '../../src/handover/proxy/proxyKind';
import { explain } from '../../src/problems/explain';
import type { Refresher } from '../../src/sessions/refresher';
import type { SessionStore } from '../../src/sessions/store';

/** The parts of a window that a proxy needs. */
export interface WindowParts {
  readonly kind: ProxyKind;
  readonly client: CognitoClient;
  readonly store: SessionStore;
  readonly refresher: Refresher;
  readonly profile: Profile;
}

/** The proxies of a window, with the parts that extension.ts gives them. One entry, `orders`, leads to `url`. */
export function createProxiesFor(
  url: string,
  { kind, client, store, refresher, profile }: WindowParts,
): ApiProxies {
  const settings = {
    name: 'orders',
    profile: profile.name,
    url,
    token: 'access',
    port: 0,
    origins: [],
  } as const;
  return createApiProxies({
    kind,
    client: () => Promise.resolve(client),
    session: async (_, use) => {
      const stored = await store.find(profile);
      if (stored === undefined) throw new CognitoError('session_missing');
      return refresher.fresh(stored, use);
    },
    refresh: refresher.refresh,
    entry: () => ({ settings: { ...settings, origins: [] }, source: 'user' }),
    profile: () => profile,
    approve: () => Promise.resolve(),
    record: () => undefined,
    changed: () => undefined,
    explain: (error, name) => {
      const { what, why, next } = explain(error, { profile: name });
      return Promise.resolve(`${what} ${why} ${next}`);
    },
    report: () => undefined,
  });
}
