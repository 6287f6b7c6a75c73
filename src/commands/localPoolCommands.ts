import * as l10n from '@vscode/l10n';
import { commands, env, window, workspace } from 'vscode';
import { CognitoError } from '../core/errors';
import { defined } from '../core/members';
import type { Profile } from '../core/profile';
import { sentences, untranslated } from '../core/text';
import { confirmDone, offerSignIn } from '../editor/notify';
import type { LocalPool } from '../localPool/localPool';
import { saveProfile } from '../profiles/profileEdits';
import type { LocalPoolInEditor } from './localPoolInEditor';
import { trustSteps } from './trustSteps';

/** The name of the profile that comes with the local user pool. The settings store it, so it is the same in every language. */
const localProfileName = untranslated('Local user pool');

/**
 * Starts the local user pool, saves a profile for it, and says who to sign in as.
 * @throws CognitoError as launchLocalPool; settings_unwritable
 */
export async function startLocalUserPool(localPool: LocalPoolInEditor): Promise<void> {
  const pool = await localPool.start();
  if (pool === undefined) return;
  const profile = localProfile(pool);
  await saveProfile(profile);
  const certificateFile = await localPool.madeCertificateFile();
  const message = sentences(
    l10n.t`The local user pool runs at ${pool.origin}.`,
    certificateFile !== undefined && l10n.t('Browsers warn about its certificate until they trust it.'),
    l10n.t`Your settings have the profile “${profile.name}” for it.`,
    signInHint(pool),
  );
  void offerSignIn(message, profile.name, {
    ...(certificateFile !== undefined && {
      [l10n.t('How to Trust It')]: () => showTrustSteps(certificateFile, pool.origin),
    }),
    [l10n.t('Stop')]: () => commands.executeCommand('cognito.stopLocalUserPool'),
  });
}

export async function stopLocalUserPool(localPool: LocalPoolInEditor): Promise<void> {
  await localPool.stop();
  confirmDone(l10n.t('Local user pool stopped'));
}

async function showTrustSteps(certificateFile: string, origin: string): Promise<void> {
  const { command, detail } = trustSteps(process.platform, certificateFile, origin);
  const title = l10n.t('How browsers trust the local user pool');
  const choice = await window.showInformationMessage(title, { modal: true, detail }, l10n.t('Copy Command'));
  if (choice === undefined) return;
  await env.clipboard.writeText(command);
  confirmDone(l10n.t('Command copied'));
}

/** The profile for the pool's first public app client, with an identity pool that accepts it. */
function localProfile(pool: LocalPool): Pick<Profile, 'name' | 'issuer' | 'clientId' | 'identityPoolId'> {
  const client = pool.config.clients.find(
    ({ secret, flows }) => secret === undefined && flows.includes('code'),
  );
  if (!client) {
    throw new CognitoError('local_pool_config', {
      reason: l10n.t('It has no public app client to sign in with'),
    });
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
function signInHint(pool: LocalPool): string {
  const [user] = pool.config.users;
  if (user === undefined) return '';
  const own = workspace.getConfiguration('cognito.localUserPool').get<string>('configFile', '') !== '';
  return own
    ? l10n.t`Sign in as ${user.username}.`
    : l10n.t`Sign in as ${user.username} with the password ${user.password}`;
}
