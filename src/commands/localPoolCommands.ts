import { commands } from 'vscode';
import { confirmDone, offerSignIn } from '../editor/notify';
import { saveProfile } from '../profiles/profileEdits';
import { localProfile, signInHint, type LocalPoolInEditor } from './localPoolInEditor';

/**
 * Starts the local user pool, saves a profile for it, and says who to sign in as.
 * @throws CognitoError port_taken, local_pool_config, settings_unwritable
 */
export async function startLocalUserPool(localPool: LocalPoolInEditor): Promise<void> {
  const pool = await localPool.start();
  if (pool === undefined) return;
  const profile = localProfile(pool);
  await saveProfile(profile);
  const message = `The local user pool runs at ${pool.origin}. Your settings have the profile “${profile.name}” for it. ${signInHint(pool)}`;
  void offerSignIn(message, profile.name, {
    Stop: () => commands.executeCommand('cognito.stopLocalUserPool'),
  });
}

export async function stopLocalUserPool(localPool: LocalPoolInEditor): Promise<void> {
  await localPool.stop();
  confirmDone('Local user pool stopped');
}
