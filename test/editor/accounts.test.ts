import { deepEqual, equal, ok } from 'node:assert/strict';
import { authentication, commands, extensions } from 'vscode';
import { claimsOf } from '../../src/core/jwt';
import type { LocalPool } from '../../src/localPool/localPool';
import {
  closeInspectors,
  copied,
  extensionId,
  setProfiles,
  signInAs,
  startPool,
  zoë,
} from '../support/inEditor';
import { publicClient, rotatingClient } from '../support/localClients';
import { eventually } from '../support/waiting';

const provider = 'cognito';

async function accountLabels(): Promise<readonly string[]> {
  return (await authentication.getAccounts(provider)).map(({ label }) => label).sort();
}

/** Waits until the accounts are these: the editor learns about changes through an event. */
async function accountsToBe(expected: readonly string[]): Promise<void> {
  await eventually(`the accounts ${expected.join(', ')}`, async () =>
    JSON.stringify(await accountLabels()) === JSON.stringify(expected) ? true : undefined,
  );
}

describe('Activation after start-up', () => {
  it('activates the extension without a command and with no account', async () => {
    await eventually('the activation', () => extensions.getExtension(extensionId)?.isActive || undefined);
    deepEqual(await accountLabels(), []);
  });
});

describe('Sign Out with two profiles at one user pool', () => {
  let pool: LocalPool;

  before(async () => {
    pool = await startPool();
    await setProfiles([
      { name: 'app 1', issuer: pool.issuer, clientId: publicClient },
      { name: 'app 2', issuer: pool.issuer, clientId: rotatingClient },
    ]);
    for (const name of ['app 1', 'app 2']) await signInAs(name);
    await accountsToBe(['jane.doe@example.com (app 1)', 'jane.doe@example.com (app 2)']);
  });

  after(async () => {
    await setProfiles([]);
    await pool.stop();
    await closeInspectors();
  });

  it('keeps the tokens and the refresh token of the other profile', async () => {
    const token = await copied('cognito.copyAccessToken', 'app 2');
    ok(token.startsWith('ey'));
    await commands.executeCommand('cognito.signOut', 'app 1');
    await accountsToBe(['jane.doe@example.com (app 2)']);
    equal(await copied('cognito.copyAccessToken', 'app 1'), 'nothing copied');
    equal(await copied('cognito.copyAccessToken', 'app 2'), token);
    await commands.executeCommand('cognito.refreshTokens', 'app 2');
    const refreshed = await copied('cognito.copyAccessToken', 'app 2');
    ok(refreshed.startsWith('ey') && refreshed !== token);
    await commands.executeCommand('cognito.signOut', 'app 2');
    await accountsToBe([]);
  });
});

describe('Users of one app client', () => {
  let pool: LocalPool;

  before(async () => {
    pool = await startPool();
    await setProfiles([{ name: 'dev', issuer: pool.issuer, clientId: publicClient }]);
  });

  after(async () => {
    await setProfiles([]);
    await pool.stop();
    await closeInspectors();
  });

  const userOf = (token: string): unknown => claimsOf(token)['username'];

  it('are an account each, and commands take the one that they name', async () => {
    await signInAs('dev');
    await signInAs('dev', zoë);
    await accountsToBe(['jane.doe@example.com (dev)', 'zoe@example.com (dev)']);
    equal(userOf(await copied('cognito.copyAccessToken', 'dev')), 'zoë');
    equal(userOf(await copied('cognito.copyAccessToken', 'dev', 'jane.doe@example.com')), 'jane');
    equal(await copied('cognito.copyAccessToken', 'dev', 'adam'), 'nothing copied');
    await commands.executeCommand('cognito.selectUser', 'dev', 'jane');
    equal(userOf(await copied('cognito.copyAccessToken', 'dev')), 'jane');
    await commands.executeCommand('cognito.signOut', 'dev', 'zoë');
    await accountsToBe(['jane.doe@example.com (dev)']);
    equal(userOf(await copied('cognito.copyAccessToken', 'dev')), 'jane');
    await commands.executeCommand('cognito.signOut', 'dev');
    await accountsToBe([]);
  });
});

describe('Cognito authentication provider', () => {
  let pools: readonly [LocalPool, LocalPool];

  before(async () => {
    pools = [await startPool(), await startPool()];
  });

  const setBothProfiles = (): Promise<void> =>
    setProfiles(
      pools.map(({ issuer }, index) => ({ name: `pool ${index + 1}`, issuer, clientId: publicClient })),
    );

  beforeEach(async () => {
    await setBothProfiles();
    await accountsToBe([]);
    await signInAs('pool 1');
    await accountsToBe(['jane.doe@example.com (pool 1)']);
    await signInAs('pool 2');
    await accountsToBe(['jane.doe@example.com (pool 1)', 'jane.doe@example.com (pool 2)']);
  });

  afterEach(async () => {
    await setBothProfiles();
    for (const name of ['pool 1', 'pool 2']) await commands.executeCommand('cognito.signOut', name);
    await accountsToBe([]);
    await setProfiles([]);
  });

  after(async () => {
    await Promise.all(pools.map((pool) => pool.stop()));
    await closeInspectors();
  });

  it('lists one account for each profile that is signed in', async () => {
    deepEqual(await accountLabels(), ['jane.doe@example.com (pool 1)', 'jane.doe@example.com (pool 2)']);
  });

  it('gives no session to an extension that the user has not allowed', async () => {
    for (const scopes of [[], ['profile:pool 1']]) {
      equal(await authentication.getSession(provider, scopes, { silent: true }), undefined);
    }
  });

  it('removes the account and fires onDidChangeSessions after Sign Out', async () => {
    let changes = 0;
    const subscription = authentication.onDidChangeSessions(({ provider: { id } }) => {
      if (id === provider) changes += 1;
    });
    await commands.executeCommand('cognito.signOut', 'pool 1');
    await accountsToBe(['jane.doe@example.com (pool 2)']);
    await eventually('a change', () => (changes > 0 ? true : undefined));
    subscription.dispose();
  });

  it('removes accounts with their profiles, and names them after a renamed profile', async () => {
    const [, second] = pools;
    await setProfiles([]);
    await accountsToBe([]);
    await setProfiles([{ name: 'renamed', issuer: second.issuer, clientId: publicClient }]);
    await accountsToBe(['jane.doe@example.com (renamed)']);
  });

  it('lets Copy Access Token and Sign Out take a node of the Cognito view instead of a name', async () => {
    const node = { profileName: 'pool 2', status: {} };
    const token = await copied('cognito.copyAccessToken', node as unknown as string);
    ok(token.startsWith('ey'));
    await commands.executeCommand('cognito.signOut', node);
    await accountsToBe(['jane.doe@example.com (pool 1)']);
  });
});
