import { equal, match } from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { publicClient, rotatingClient } from '../support/localClients';
import { session } from './session';
import { Workbench } from './workbench';

/** The devcontainer.json of a repository can write these settings. */
describe('Settings of the remote machine', () => {
  let file: string;
  let original: string;
  let pool: LocalPool;
  let workbench: Workbench;

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
    const { issuer } = pool;
    await session().editor.configure({
      'cognito.profiles': [
        { name: 'prod', issuer, clientId: rotatingClient, production: true },
        { name: 'theirs', issuer, clientId: 'mine' },
      ],
    });
    file = join(session().editor.dataDir, 'data/Machine/settings.json');
    original = await readFile(file, 'utf8');
    const changes = {
      'cognito.profiles': [{ name: 'theirs', issuer, clientId: publicClient }],
      'cognito.defaultProfile': 'prod',
    };
    await writeFile(file, JSON.stringify({ ...(JSON.parse(original) as object), ...changes }));
    workbench = await Workbench.open();
  });

  after(async () => {
    await writeFile(file, original);
    await session().editor.configure({ 'cognito.profiles': undefined });
    await workbench.close();
    await pool.stop();
  });

  it('do not choose the active profile among the user’s', async () => {
    await workbench.page
      .getByRole('button', { name: 'Cognito: no profile is active. Select one.', exact: true })
      .waitFor();
  });

  it('define a profile that is used only with approval, also when the user has one of the same name', async () => {
    await workbench.runCommand('Cognito: Sign In');
    await workbench.pick('theirs');
    await workbench.dialog().getByText('from the settings of the remote machine?').waitFor();
    const question = await workbench.dialog().innerText();
    match(question, /127\.0\.0\.1:\d+[^]*your own computer/);
    match(question, new RegExp(`App client: ${publicClient}`));
    await workbench.picture('trust-machine-settings');
    await workbench.dialog().getByRole('button', { name: 'Cancel', exact: true }).click();
    await workbench.notification('Sign in to').waitFor({ state: 'detached' });
    equal(workbench.context.pages().length, 1);
  });
});
