import { defined } from '../../src/core/members';
import type { LocalPoolConfig } from '../../src/localPool/configSchema';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import type { WorkbenchOptions } from '../support/browser';
import { session } from './session';
import { Workbench } from './workbench';

/** A running local user pool, and a window of the editor with a profile for it. Both exist once the `before` hooks have run. */
export interface PoolWindow {
  readonly workbench: Workbench;
}

/**
 * Opens a pool and a window for the tests of one `describe`, and closes both after them.
 * @param profileOf the profile of the user settings
 * @param settings further user settings, which are removed after the tests
 * @param config of the pool; the shipped one when it is left out
 */
export function withPoolWindow(
  profileOf: (pool: LocalPool) => object,
  options: WorkbenchOptions = {},
  settings: Readonly<Record<string, unknown>> = {},
  config?: LocalPoolConfig,
): PoolWindow {
  let pool: LocalPool;
  let workbench: Workbench;

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0, ...defined({ config }) });
    await session().editor.configure({ 'cognito.profiles': [profileOf(pool)], ...settings });
    workbench = await Workbench.open(options);
  });

  after(async () => {
    const removed = Object.keys(settings).map((name) => [name, undefined] as const);
    await session().editor.configure({ 'cognito.profiles': [], ...Object.fromEntries(removed) });
    await workbench.close();
    await pool.stop();
  });

  return {
    get workbench() {
      return workbench;
    },
  };
}
