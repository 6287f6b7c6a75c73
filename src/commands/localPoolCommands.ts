import { commands, window } from 'vscode';
import { confirmDone } from '../editor/notify';
import { plain } from '../core/text';
import { localProfile, signInHint } from './localPoolInEditor';
import type { LocalUserPool } from './localPoolInEditor';
import { saveProfile } from '../profiles/profileEdits';

/** Starts the local user pool with a profile for it, and says whom to sign in as. @throws CognitoError port_taken, local_pool_config */
export async function startLocalUserPool(localUserPool: LocalUserPool): Promise<void> {
  const pool = await localUserPool.start();
  const profile = localProfile(pool);
  await saveProfile(profile);
  const message = `The local user pool runs at ${pool.origin}, with a profile “${profile.name}” in your settings. ${signInHint(pool)}`;
  void window.showInformationMessage(plain(message), 'Sign In', 'Stop').then((choice) => {
    if (choice === 'Sign In') void commands.executeCommand('cognito.signIn', profile.name);
    if (choice === 'Stop') void commands.executeCommand('cognito.stopLocalUserPool');
  });
}

export async function stopLocalUserPool(localUserPool: LocalUserPool): Promise<void> {
  await localUserPool.stop();
  confirmDone('Local user pool stopped');
}
