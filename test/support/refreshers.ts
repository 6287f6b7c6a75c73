import type { CognitoClient } from '../../src/client/cognitoClient';
import { createPoolClocks } from '../../src/core/serverTime';
import { createRefresher, type Refresher } from '../../src/sessions/refresher';
import { createRefreshFlow, type RefreshFlowContext } from '../../src/sessions/refreshFlow';
import type { SessionStore } from '../../src/sessions/store';
import type { WindowLock } from '../../src/sessions/windowLock';

/** A lock that never waits: for an editor with one window, or one whose global storage cannot be written. */
export const noLock: WindowLock = {
  take: () =>
    Promise.resolve({
      lastWritten: undefined,
      recordWritten: () => Promise.resolve(),
      release: () => Promise.resolve(),
    }),
};

/** A refresher assembled as extension.ts does it, with parts that a test can replace. */
export function refresherOf(
  client: CognitoClient | (() => Promise<CognitoClient>),
  store: SessionStore,
  replaced: Partial<RefreshFlowContext> = {},
): Refresher {
  const clocks = createPoolClocks(replaced.now === undefined ? {} : { now: replaced.now });
  const refreshing = createRefreshFlow({
    client: typeof client === 'function' ? client : () => Promise.resolve(client),
    store,
    lock: noLock,
    clocks,
    ...replaced,
  });
  return createRefresher(() => Promise.resolve(refreshing), replaced.clocks ?? clocks);
}
