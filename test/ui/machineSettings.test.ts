import { equal, match } from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { publicClient } from '../support/localClients';
import { session } from './session';
import { Workbench } from './workbench';

/** The devcontainer.json of a repository can write these settings. */
describe('Approval of a profile in the settings of the remote machine', () => {
  let file: string;
  let original: string;
  let pool: LocalPool;
  let workbench: Workbench;

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
    file = join(session().editor.dataDir, 'data/Machine/settings.json');
    original = await readFile(file, 'utf8');
    await writeFile(
      file,
      JSON.stringify({
        ...(JSON.parse(original) as object),
        'cognito.profiles': [{ name: 'theirs', issuer: pool.issuer, clientId: publicClient }],
      }),
    );
    workbench = await Workbench.open();
  });

  after(async () => {
    await writeFile(file, original);
    await workbench.close();
    await pool.stop();
  });

  it('is requested before the browser opens', async () => {
    await workbench.runCommand('Cognito: Sign In');
    await workbench.dialog().getByText('from the settings of the remote machine?').waitFor();
    match(await workbench.dialog().innerText(), /127\.0\.0\.1:\d+[^]*your own computer/);
    await workbench.picture('trust-machine-settings');
    await workbench.dialog().getByRole('button', { name: 'Cancel', exact: true }).click();
    await workbench.notification('Sign in to').waitFor({ state: 'detached' });
    equal(workbench.context.pages().length, 1);
  });

  it('is not given by a profile with the same name in the user settings', async () => {
    await session().editor.configure({
      'cognito.profiles': [{ name: 'theirs', issuer: pool.issuer, clientId: 'mine' }],
    });
    try {
      await workbench.runCommand('Cognito: Sign In');
      await workbench.dialog().getByText('from the settings of the remote machine?').waitFor();
      match(await workbench.dialog().innerText(), new RegExp(`App client: ${publicClient}`));
      await workbench.dialog().getByRole('button', { name: 'Cancel', exact: true }).click();
    } finally {
      await session().editor.configure({ 'cognito.profiles': undefined });
    }
  });
});
