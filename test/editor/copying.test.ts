import { equal, match, ok } from 'node:assert/strict';
import { commands, ConfigurationTarget, env, workspace } from 'vscode';
import { decodeJwt } from '../../src/core/jwt';
import { createTokenClipboard, type TokenClipboard } from '../../src/inspector/copy/tokenClipboard';
import type { LocalPool } from '../../src/localPool/localPool';
import { closeInspectors, copied, setProfiles, signInAs, startPool } from '../support/inEditor';
import { identityPoolId } from '../support/identityPools';
import { publicClient } from '../support/localClients';
import { eventually } from '../support/waiting';

async function setClearAfter(seconds: number | undefined): Promise<void> {
  await workspace
    .getConfiguration('cognito')
    .update('clearClipboardAfterSeconds', seconds, ConfigurationTarget.Global);
}

/** Runs Copy Token As and accepts its first choice: the access token itself. @returns the clipboard */
async function copyTokenAs(): Promise<string> {
  await env.clipboard.writeText('nothing copied');
  let ended = false;
  const command = commands.executeCommand('cognito.copyAs', 'demo').then((result) => {
    ended = true;
    equal(result, undefined);
  });
  // The editor has no event for an open list. Until it is open, accepting does nothing: so accept again and again.
  await eventually('the choice', async () => {
    if (ended) return true;
    await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return undefined;
  });
  await command;
  return env.clipboard.readText();
}

describe('Token copying', () => {
  let pool: LocalPool;

  before(async () => {
    pool = await startPool();
    await setProfiles([{ name: 'demo', issuer: pool.issuer, clientId: publicClient }]);
    await signInAs('demo');
  });

  after(async () => {
    await commands.executeCommand('cognito.signOut', 'demo');
    await setProfiles([]);
    await setClearAfter(undefined);
    await pool.stop();
    await closeInspectors();
  });

  afterEach(() => setClearAfter(undefined));

  it('returns no token to the caller of Copy Token As', async () => {
    equal(decodeJwt(await copyTokenAs())?.claims.token_use, 'access');
  });

  it('copies a profile for the AWS CLI, without a key', async () => {
    await setProfiles([{ name: 'demo', issuer: pool.issuer, clientId: publicClient, identityPoolId }]);
    match(
      await copied('cognito.copyAwsProfile', 'demo'),
      /^\[profile demo\]\nregion = us-east-1\ncredential_process = '\/.*\/bin\/cognito-token' 'demo' --aws\n$/,
    );
    await setProfiles([{ name: 'demo', issuer: pool.issuer, clientId: publicClient }]);
    equal(await copied('cognito.copyAwsProfile', 'demo'), 'nothing copied');
  });

  it('clears the clipboard after the number of seconds in the settings', async () => {
    await setClearAfter(1);
    ok((await copied('cognito.copyAccessToken', 'demo')).startsWith('ey'));
    await eventually('an empty clipboard', async () => (await env.clipboard.readText()) === '' || undefined);
    ok((await copyTokenAs()).startsWith('ey'));
    await eventually('an empty clipboard', async () => (await env.clipboard.readText()) === '' || undefined);
  });
});

describe('createTokenClipboard', () => {
  /** @param clearAfter in milliseconds; 0 clears nothing */
  const copyToken = async (clearAfter: number): Promise<TokenClipboard> => {
    const clipboard = createTokenClipboard(() => clearAfter);
    await clipboard.copy('token', 'Access token of “demo”');
    return clipboard;
  };

  beforeEach(() => env.clipboard.writeText('copied before'));

  it('clears the clipboard when the window closes', async () => {
    const clipboard = await copyToken(60_000);
    equal(await env.clipboard.readText(), 'token');
    await clipboard.dispose();
    equal(await env.clipboard.readText(), '');
  });

  it('keeps a text that was copied after the token', async () => {
    const clipboard = await copyToken(60_000);
    await env.clipboard.writeText('mine');
    await clipboard.dispose();
    equal(await env.clipboard.readText(), 'mine');
  });

  it('keeps the token in the clipboard when the settings have no time', async () => {
    const clipboard = await copyToken(0);
    await clipboard.dispose();
    equal(await env.clipboard.readText(), 'token');
  });
});
