import { equal } from 'node:assert/strict';
import { commands } from 'vscode';
import { eventually } from '../support/waiting';
import { setProfiles } from '../support/inEditor';

async function isRunning(): Promise<boolean> {
  const discovery = 'http://127.0.0.1:9270/local_Pool00001/.well-known/openid-configuration';
  return fetch(discovery).then(
    ({ ok }) => ok,
    () => false,
  );
}

describe('Start and Stop Local User Pool', () => {
  afterEach(async () => {
    await commands.executeCommand('cognito.stopLocalUserPool');
    await setProfiles([]);
  });

  it('frees the port when the pool is stopped while it starts', async () => {
    const started = commands.executeCommand('cognito.startLocalUserPool');
    await commands.executeCommand('cognito.stopLocalUserPool');
    await started;
    equal(await isRunning(), false);
  });

  it('keeps a pool running that is started right after a stop', async () => {
    const first = commands.executeCommand('cognito.startLocalUserPool');
    const stopped = commands.executeCommand('cognito.stopLocalUserPool');
    await Promise.all([first, stopped]);
    await commands.executeCommand('cognito.startLocalUserPool');
    await eventually('the pool', async () => (await isRunning()) || undefined);
  });
});
