import { commands } from 'vscode';
import type { LocalPool } from '../localPool/localPool';
import type { LaunchContext } from './launchLocalPool';

/** The local user pool of this window. */
export interface LocalPoolInEditor {
  /**
   * Starts it unless it runs already.
   * @returns undefined when it was stopped while it started
   * @throws CognitoError as launchLocalPool
   */
  start: () => Promise<LocalPool | undefined>;
  stop: () => Promise<void>;
  /**
   * The file of the certificate that was made for the local user pool, which browsers do not trust yet.
   * @returns undefined with http, and with a certificate of the user's own
   */
  madeCertificateFile: () => Promise<string | undefined>;
}

export function createLocalPoolInEditor(context: LaunchContext): LocalPoolInEditor {
  let running: Promise<LocalPool> | undefined;
  const setRunning = (pool: Promise<LocalPool> | undefined): void => {
    running = pool;
    void commands.executeCommand('setContext', 'cognito.localUserPoolRunning', pool !== undefined);
  };
  return {
    start: async () => {
      const started = running ?? launch(context);
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
    madeCertificateFile: async () => {
      const { localPoolHttps } = await import('../profiles/localPoolHttps');
      const https = localPoolHttps(context.extension.globalStorageUri.fsPath);
      return https?.isOwn === false ? https.files.certificateFile : undefined;
    },
  };
}

async function launch(context: LaunchContext): Promise<LocalPool> {
  const { launchLocalPool } = await import('./launchLocalPool');
  return launchLocalPool(context);
}
