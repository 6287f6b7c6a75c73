import { commands, workspace } from 'vscode';
import type { LocalPool } from '../localPool/localPool';
import { CognitoError } from '../core/errors';
import { defined } from '../core/members';
import type { Profile } from '../core/profile';
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

/** The name of the profile that comes with the local user pool. */
const localProfileName = 'Local user pool';

/** The profile for the pool's first public app client, with an identity pool that accepts it. */
export function localProfile(
  pool: LocalPool,
): Pick<Profile, 'name' | 'issuer' | 'clientId' | 'identityPoolId'> {
  const client = pool.config.clients.find(
    ({ secret, flows }) => secret === undefined && flows.includes('code'),
  );
  if (!client) {
    throw new CognitoError('local_pool_config', { reason: 'It has no public app client to sign in with' });
  }
  const { clientId } = client;
  const identityPool = pool.config.identityPools.find(({ clients }) => clients?.includes(clientId) ?? true);
  return {
    name: localProfileName,
    issuer: pool.issuer,
    clientId,
    ...defined({ identityPoolId: identityPool?.identityPoolId }),
  };
}

/** Says which user to sign in as. Shows the password of the shipped user only, never one from a configuration file. */
export function signInHint(pool: LocalPool): string {
  const [user] = pool.config.users;
  if (user === undefined) return '';
  const own = workspace.getConfiguration('cognito.localUserPool').get<string>('configFile', '') !== '';
  return own
    ? `Sign in as ${user.username}.`
    : `Sign in as ${user.username} with the password ${user.password}`;
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
