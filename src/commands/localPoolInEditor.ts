import { commands, workspace } from 'vscode';
import type { LocalPool } from '../localPool/localPool';
import { CognitoError } from '../core/errors';
import { localPoolPort } from '../profiles/settings';

/** The local user pool of this window. */
export interface LocalPoolInEditor {
  /**
   * Starts it unless it runs already.
   * @returns undefined when it was stopped while it started
   * @throws CognitoError port_taken, local_pool_config
   */
  start: () => Promise<LocalPool | undefined>;
  stop: () => Promise<void>;
}

export function createLocalPoolInEditor(): LocalPoolInEditor {
  let running: Promise<LocalPool> | undefined;
  const setRunning = (pool: Promise<LocalPool> | undefined): void => {
    running = pool;
    void commands.executeCommand('setContext', 'cognito.localUserPoolRunning', pool !== undefined);
  };
  return {
    start: async () => {
      const started = running ?? launch();
      if (started !== running) setRunning(started);
      try {
        const pool = await started;
        return running === started ? pool : undefined;
      } catch (error) {
        if (running === started) setRunning(undefined);
        throw error;
      }
    },
    stop: async () => {
      const stopped = running;
      setRunning(undefined);
      await (await stopped?.catch(() => undefined))?.stop();
    },
  };
}

async function launch(): Promise<LocalPool> {
  const settings = workspace.getConfiguration('cognito.localUserPool');
  const file = settings.get<string>('configFile', '');
  const [{ parseLocalPoolConfig }, { startLocalPool }] = await Promise.all([
    import('../localPool/config'),
    import('../localPool/localPool'),
  ]);
  return startLocalPool({
    host: settings.get('host', '127.0.0.1'),
    port: localPoolPort(),
    config: file === '' ? undefined : parseLocalPoolConfig(await readJson(file)),
  });
}

async function readJson(file: string): Promise<unknown> {
  const { readFile } = await import('node:fs/promises');
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new CognitoError('local_pool_config', { reason: `${file} is missing or not JSON` }, cause);
  }
}
