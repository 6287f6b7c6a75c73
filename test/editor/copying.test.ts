import { equal, ok } from 'node:assert/strict';
import { commands, ConfigurationTarget, env, workspace } from 'vscode';
import { decodeJwt } from '../../src/core/jwt';
import { createTokenClipboard } from '../../src/inspector/copy/tokenClipboard';
import type { TokenClipboard } from '../../src/inspector/copy/tokenClipboard';
import type { LocalPool } from '../../src/localPool/localPool';
import { closeInspectors, copied, publicClient, setProfiles, signInAs, startPool } from '../support/inEditor';
import { eventually } from '../support/waiting';

async function setClearAfter(seconds: number | undefined): Promise<void> {
  await workspace
    .getConfiguration('cognito')
    .update('clearClipboardAfterSeconds', seconds, ConfigurationTarget.Global);
}

/** Runs Copy Token As and takes the first choice: the access token itself. */
async function copyAs(): Promise<string> {
  await env.clipboard.writeText('nothing copied');
  let ended = false;
  const command = commands.executeCommand('cognito.copyAs', 'demo').then((result) => {
    ended = true;
    equal(result, undefined);
  });
  // No event tells that the list is open. Until then the command does nothing.
  await eventually('the choice', async () => {
    if (ended) return true;
    await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return undefined;
  });
  await command;
  return env.clipboard.readText();
}

describe('Copying a token', () => {
  let pool: LocalPool;

  before(async () => {
    pool = await startPool();
    await setProfiles([{ name: 'demo', issuer: pool.issuer, clientId: publicClient(pool) }]);
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
    equal(decodeJwt(await copyAs())?.claims.token_use, 'access');
  });

  it('clears the clipboard after the time in the settings', async () => {
    await setClearAfter(1);
    ok((await copied('cognito.copyAccessToken', 'demo')).startsWith('ey'));
    await eventually('an empty clipboard', async () => (await env.clipboard.readText()) === '' || undefined);
    ok((await copyAs()).startsWith('ey'));
    await eventually('an empty clipboard', async () => (await env.clipboard.readText()) === '' || undefined);
  });
});

describe('createTokenClipboard', () => {
  /** Copies a token that is to be cleared after some milliseconds. */
  const copyToken = async (clearAfter: number): Promise<TokenClipboard> => {
    const clipboard = createTokenClipboard(() => clearAfter);
    await clipboard.copy('token', 'Access token of “demo”');
    return clipboard;
  };

  it('clears the clipboard when the window closes', async () => {
    const clipboard = await copyToken(60_000);
    equal(await env.clipboard.readText(), 'token');
    await clipboard.dispose();
    equal(await env.clipboard.readText(), '');
  });

  it('keeps a text that was copied later', async () => {
    const clipboard = await copyToken(60_000);
    await env.clipboard.writeText('mine');
    await clipboard.dispose();
    equal(await env.clipboard.readText(), 'mine');
  });

  it('keeps the token when no time is set', async () => {
    const clipboard = await copyToken(0);
    await clipboard.dispose();
    equal(await env.clipboard.readText(), 'token');
  });
});
