import { runs } from '../support/soak';
import { deepEqual, equal, ok } from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { commands, env } from 'vscode';
import { decodeJwt } from '../../src/core/jwt';
import type { LocalPool } from '../../src/localPool/localPool';
import {
  beginSignIn,
  closeInspectors,
  copied,
  handOver,
  setProfiles,
  signInAs,
  startPool,
  zoë,
} from '../support/inEditor';
import { jane, publicClient } from '../support/localClients';
import { UserAgent } from '../support/userAgent';
import { defaultLocalPoolConfig } from '../../src/localPool/defaults';

/** A port that is free now: the app client needs the callback URL before the listener starts. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The number of timers and listening sockets in this extension host. Open connections are left out: they close by themselves. */
function activeResources(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo()) {
    if (name === 'TCPServerWrap' || name === 'Timeout') counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

describe('Callback of a sign-in', () => {
  let pool: LocalPool;
  let loopback: string;
  const pasted = 'https://example.com/callback';

  before(async () => {
    loopback = `http://localhost:${await freePort()}/callback`;
    const config = defaultLocalPoolConfig();
    pool = await startPool({
      ...config,
      clients: config.clients.map((client) => ({
        ...client,
        redirectUris: [...client.redirectUris, loopback],
      })),
    });
    const clientId = publicClient;
    const { issuer } = pool;
    await setProfiles([
      { name: 'handler', issuer, clientId },
      { name: 'loopback', issuer, clientId, redirectUri: loopback },
      { name: 'paste', issuer, clientId, redirectUri: pasted },
    ]);
  });

  after(async () => {
    await setProfiles([]);
    await pool.stop();
    await closeInspectors();
  });

  afterEach(async () => {
    await commands.executeCommand('cognito.signOut', 'handler');
  });

  /** Signs in; the browser brings the callback to the loopback listener. @returns the page of the listener */
  async function signInByLoopback(agent = new UserAgent()): Promise<Response> {
    const { url, ended } = await beginSignIn('loopback');
    const callback = await agent.signIn(url, jane, new RegExp(`^${loopback}`));
    const page = await fetch(callback);
    await ended;
    return page;
  }

  /** Signs in and gives the callback URL to Paste Callback URL. */
  async function signInByPaste(agent = new UserAgent()): Promise<void> {
    const { url, ended } = await beginSignIn('paste');
    const callback = await agent.signIn(url, jane, new RegExp(`^${pasted}`));
    await commands.executeCommand('cognito.pasteCallbackUrl', callback);
    await ended;
  }

  it('creates a session and shows a page that can be closed when it arrives at the loopback listener', async () => {
    const page = await signInByLoopback();
    equal(page.status, 200);
    ok((await page.text()).includes('You can close this tab'));
    equal(decodeJwt(await copied('cognito.copyAccessToken', 'loopback'))?.claims.username, 'jane');
  });

  it('closes the loopback listener when it has arrived', async () => {
    await signInByLoopback();
    equal(
      await fetch(loopback).then(
        () => 'answered',
        () => 'refused',
      ),
      'refused',
    );
  });

  it('can be pasted when another program has the port of the loopback listener', async () => {
    const { port } = new URL(loopback);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(Number(port), '127.0.0.1', resolve));
    const { url, ended } = await beginSignIn('loopback');
    const callback = await new UserAgent().signIn(url, jane, new RegExp(`^${loopback}`));
    await commands.executeCommand('cognito.pasteCallbackUrl', callback);
    await ended;
    await new Promise((resolve) => other.close(resolve));
    ok((await copied('cognito.copyAccessToken', 'loopback')).startsWith('ey'));
  });

  it('creates a session when a provider has appended a fragment', async () => {
    const { url, ended } = await beginSignIn('handler');
    await handOver(`${await new UserAgent().signIn(url, jane)}#_=_`);
    await ended;
    ok((await copied('cognito.copyAccessToken', 'handler')).startsWith('ey'));
  });

  it('arrives at a new loopback listener when a second sign-in replaces the first', async () => {
    const first = await beginSignIn('loopback');
    await signInByLoopback();
    await first.ended;
    ok((await copied('cognito.copyAccessToken', 'loopback')).startsWith('ey'));
  });

  it('creates a session when its URL is pasted', async () => {
    await signInByPaste();
    equal(decodeJwt(await copied('cognito.copyIdToken', 'paste'))?.claims['cognito:username'], 'jane');
  });

  it('arrives from another browser that opened the link of Copy Sign-in Link', async () => {
    const { url, ended } = await beginSignIn('handler');
    await commands.executeCommand('cognito.copySignInLink');
    // The VS Code server encodes loopback addresses anew before it opens them, so compare the parameters.
    const link = new URL(await env.clipboard.readText());
    deepEqual([...link.searchParams], [...new URL(url).searchParams]);
    await handOver(await new UserAgent().signIn(link.href, jane));
    await ended;
    await env.clipboard.writeText('nothing copied');
    await commands.executeCommand('cognito.copySignInLink');
    equal(await env.clipboard.readText(), 'nothing copied');
  });

  it('arrives at once in every way when the browser is already signed in', async () => {
    const agent = new UserAgent();
    await signInAs('handler', jane, agent);
    await signInAs('handler', jane, agent);
    await signInByLoopback(agent);
    await signInByPaste(agent);
    ok((await copied('cognito.copyAccessToken', 'handler')).startsWith('ey'));
  });

  it('creates no session for another profile than that of its sign-in', async () => {
    const first = await beginSignIn('handler');
    const late = await new UserAgent().signIn(first.url, zoë);
    await signInByLoopback();
    await first.ended;
    await handOver(late);
    equal(decodeJwt(await copied('cognito.copyAccessToken', 'loopback'))?.claims.username, 'jane');
  });

  for (const [way, signInOnce] of [
    ['at the URI handler', (agent: UserAgent): Promise<unknown> => signInAs('handler', jane, agent)],
    ['at the loopback listener', signInByLoopback],
    ['by pasting', signInByPaste],
  ] as const) {
    it(`leaves no timer and no listening socket after many sign-ins when it arrives ${way}`, async function () {
      this.timeout(120_000);
      const agent = new UserAgent();
      await signInOnce(agent);
      const before = activeResources();
      for (let count = 0; count < runs(10, 100); count += 1) await signInOnce(agent);
      const after = activeResources();
      equal(after.TCPServerWrap ?? 0, before.TCPServerWrap ?? 0);
      ok((after.Timeout ?? 0) <= (before.Timeout ?? 0) + 3, JSON.stringify({ before, after }));
    });
  }
});
