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
  jane,
  publicClient,
  setProfiles,
  signInAs,
  startPool,
} from '../support/inEditor';
import { UserAgent } from '../support/userAgent';
import { defaultLocalPoolConfig } from '../../src/localPool/defaults';

/** A port that is free now, for a callback URL that has to be registered before it is used. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Timers and sockets of this extension host that would keep it busy; connections that are kept alive close by themselves. */
function resources(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo()) {
    if (name === 'TCPServerWrap' || name === 'Timeout') counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

describe('Every way back', () => {
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
    const clientId = publicClient(pool);
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

  /** A sign-in whose answer the browser takes to the loopback listener. @returns the page it shows */
  async function signInByLoopback(agent = new UserAgent()): Promise<Response> {
    const { url, ended } = await beginSignIn('loopback');
    const callback = await agent.signIn(url, jane, new RegExp(`^${loopback}`));
    const page = await fetch(callback);
    await ended;
    return page;
  }

  /** A sign-in whose answer the person pastes: the input box finds it in the clipboard. */
  async function signInByPaste(agent = new UserAgent()): Promise<void> {
    const { url, ended } = await beginSignIn('paste');
    const callback = await agent.signIn(url, jane, new RegExp(`^${pasted}`));
    await commands.executeCommand('cognito.pasteCallbackUrl', callback);
    await ended;
  }

  it('loopback: the browser gets a page without the code, and the session is there', async () => {
    const page = await signInByLoopback();
    equal(page.status, 200);
    ok((await page.text()).includes('You can close this tab'));
    equal(decodeJwt(await copied('cognito.copyAccessToken', 'loopback'))?.claims.username, 'jane');
  });

  it('loopback: nobody listens any more afterwards', async () => {
    await signInByLoopback();
    equal(
      await fetch(loopback).then(
        () => 'answered',
        () => 'refused',
      ),
      'refused',
    );
  });

  it('loopback: a port that is taken ends the sign-in before a browser opens, and nothing is waited for', async () => {
    const { port } = new URL(loopback);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(Number(port), '127.0.0.1', resolve));
    await commands.executeCommand('cognito.signIn', 'loopback');
    await new Promise((resolve) => other.close(resolve));
    equal(await copied('cognito.copyAccessToken', 'loopback'), 'nothing copied');
  });

  it('loopback: a second sign-in closes the listener of the first and listens anew', async () => {
    const first = await beginSignIn('loopback');
    await signInByLoopback();
    await first.ended;
    ok((await copied('cognito.copyAccessToken', 'loopback')).startsWith('ey'));
  });

  it('paste: the whole address, with the sign-in page on another host', async () => {
    await signInByPaste();
    equal(decodeJwt(await copied('cognito.copyIdToken', 'paste'))?.claims['cognito:username'], 'jane');
  });

  it('the sign-in link can be copied for another browser while it is waited for', async () => {
    const { url, ended } = await beginSignIn('handler');
    await commands.executeCommand('cognito.copySignInLink');
    // This host writes the addresses of loopback anew before it opens them: the same address, encoded otherwise.
    const link = new URL(await env.clipboard.readText());
    deepEqual([...link.searchParams], [...new URL(url).searchParams]);
    await handOver(await new UserAgent().signIn(link.href, jane));
    await ended;
    await env.clipboard.writeText('nothing copied');
    await commands.executeCommand('cognito.copySignInLink');
    equal(await env.clipboard.readText(), 'nothing copied');
  });

  it('a browser that is signed in already comes back at once, every way', async () => {
    const agent = new UserAgent();
    await signInAs('handler', jane, agent);
    await signInAs('handler', jane, agent);
    await signInByLoopback(agent);
    await signInByPaste(agent);
    ok((await copied('cognito.copyAccessToken', 'handler')).startsWith('ey'));
  });

  it('an answer that belongs to one profile never becomes the session of another', async () => {
    const first = await beginSignIn('handler');
    const late = await new UserAgent().signIn(first.url, { username: 'zoë', password: 'Passw0rd!' });
    await signInByLoopback();
    await first.ended;
    await handOver(late);
    equal(decodeJwt(await copied('cognito.copyAccessToken', 'loopback'))?.claims.username, 'jane');
  });

  for (const [way, once] of [
    ['the URI handler', (agent: UserAgent): Promise<unknown> => signInAs('handler', jane, agent)],
    ['loopback', signInByLoopback],
    ['paste', signInByPaste],
  ] as const) {
    it(`a hundred sign-ins in a row through ${way} leave nothing behind`, async function () {
      this.timeout(120_000);
      const agent = new UserAgent();
      await once(agent);
      const before = resources();
      for (let count = 0; count < runs(10, 100); count += 1) await once(agent);
      const after = resources();
      equal(after.TCPServerWrap ?? 0, before.TCPServerWrap ?? 0);
      ok((after.Timeout ?? 0) <= (before.Timeout ?? 0) + 3, JSON.stringify({ before, after }));
    });
  }
});
