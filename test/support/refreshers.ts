import type { CognitoClient } from '../../src/client/cognitoClient';
import { createPoolClocks } from '../../src/core/serverTime';
import { createRefresher } from '../../src/sessions/refresher';
import type { Refresher } from '../../src/sessions/refresher';
import { createRefreshFlow } from '../../src/sessions/refreshFlow';
import type { RefreshFlowContext } from '../../src/sessions/refreshFlow';
import type { SessionStore } from '../../src/sessions/store';
import type { WindowLock } from '../../src/sessions/windowLock';

/** The lock of a single window, which is always free. */
export const alone: WindowLock = {
  take: () =>
    Promise.resolve({
      lastWritten: undefined,
      recordWritten: () => Promise.resolve(),
      release: () => Promise.resolve(),
    }),
};

/** A refresher with the same parts as in extension.ts. */
export function refresherOf(
  client: CognitoClient | (() => Promise<CognitoClient>),
  store: SessionStore,
  replaced: Partial<RefreshFlowContext> = {},
): Refresher {
  const clocks = createPoolClocks(replaced.now === undefined ? {} : { now: replaced.now });
  const refreshing = createRefreshFlow({
    client: typeof client === 'function' ? client : () => Promise.resolve(client),
    store,
    lock: alone,
    clocks,
    ...replaced,
  });
  return createRefresher(() => Promise.resolve(refreshing), replaced.clocks ?? clocks);
}
