import { deepEqual, equal, ok } from 'node:assert/strict';
import { authentication, commands, extensions } from 'vscode';
import type { LocalPool } from '../../src/localPool/localPool';
import {
  closeInspectors,
  copied,
  extensionId,
  publicClient,
  setProfiles,
  signInAs,
  startPool,
} from '../support/inEditor';
import { eventually } from '../support/waiting';

const provider = 'cognito';

async function labels(): Promise<readonly string[]> {
  return (await authentication.getAccounts(provider)).map(({ label }) => label).sort();
}

async function accounts(expected: readonly string[]): Promise<void> {
  await eventually(`the accounts ${expected.join(', ')}`, async () =>
    JSON.stringify(await labels()) === JSON.stringify(expected) ? true : undefined,
  );
}

describe('Two profiles at one pool', () => {
  let pool: LocalPool;

  before(async () => {
    pool = await startPool();
    const clients = pool.config.clients.filter(({ secret }) => secret === undefined);
    await setProfiles(
      clients.slice(0, 2).map(({ clientId }, index) => ({
        name: `app ${index + 1}`,
        issuer: pool.issuer,
        clientId,
      })),
    );
    for (const name of ['app 1', 'app 2']) await signInAs(name);
    await accounts(['jane.doe@example.com (app 1)', 'jane.doe@example.com (app 2)']);
  });

  after(async () => {
    await setProfiles([]);
    await pool.stop();
    await closeInspectors();
  });

  it('are signed out one by one: the other stays, with its tokens and its refresh token', async () => {
    const token = await copied('cognito.copyAccessToken', 'app 2');
    ok(token.startsWith('ey'));
    await commands.executeCommand('cognito.signOut', 'app 1');
    await accounts(['jane.doe@example.com (app 2)']);
    equal(await copied('cognito.copyAccessToken', 'app 1'), 'nothing copied');
    equal(await copied('cognito.copyAccessToken', 'app 2'), token);
    await commands.executeCommand('cognito.refreshTokens', 'app 2');
    const refreshed = await copied('cognito.copyAccessToken', 'app 2');
    ok(refreshed.startsWith('ey') && refreshed !== token);
    await commands.executeCommand('cognito.signOut', 'app 2');
    await accounts([]);
  });
});

describe('Accounts of the editor', () => {
  let pools: readonly [LocalPool, LocalPool];

  before(async () => {
    pools = [await startPool(), await startPool()];
    await setProfiles(
      pools.map((pool, index) => ({
        name: `pool ${index + 1}`,
        issuer: pool.issuer,
        clientId: publicClient(pool),
      })),
    );
  });

  after(async () => {
    await setProfiles([]);
    await Promise.all(pools.map((pool) => pool.stop()));
    await closeInspectors();
  });

  it('are there when start-up is over, without a command', async () => {
    await eventually('the activation', () => extensions.getExtension(extensionId)?.isActive || undefined);
    deepEqual(await labels(), []);
  });

  it('are one for each profile that somebody is signed in to, several at once', async () => {
    await signInAs('pool 1');
    await accounts(['jane.doe@example.com (pool 1)']);
    await signInAs('pool 2');
    await accounts(['jane.doe@example.com (pool 1)', 'jane.doe@example.com (pool 2)']);
  });

  it('give no session to an extension that the user has not allowed', async () => {
    for (const scopes of [[], ['profile:pool 1']]) {
      equal(await authentication.getSession(provider, scopes, { silent: true }), undefined);
    }
  });

  it('follow a sign-out, and say that they changed', async () => {
    let changes = 0;
    const subscription = authentication.onDidChangeSessions(({ provider: { id } }) => {
      if (id === provider) changes += 1;
    });
    await commands.executeCommand('cognito.signOut', 'pool 1');
    await accounts(['jane.doe@example.com (pool 2)']);
    await eventually('a change', () => (changes > 0 ? true : undefined));
    subscription.dispose();
  });

  it('follow the settings: without a profile there is no account', async () => {
    const [, second] = pools;
    await setProfiles([]);
    await accounts([]);
    await setProfiles([{ name: 'renamed', issuer: second.issuer, clientId: publicClient(second) }]);
    await accounts(['jane.doe@example.com (renamed)']);
  });

  it('have commands that take what the Cognito view hands them', async () => {
    const node = { profileName: 'renamed', status: {} };
    const token = await copied('cognito.copyAccessToken', node as unknown as string);
    ok(token.startsWith('ey'));
    await commands.executeCommand('cognito.signOut', node);
    await accounts([]);
  });
});
