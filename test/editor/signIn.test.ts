import { deepEqual, equal, ok } from 'node:assert/strict';
import { commands, env } from 'vscode';
import { decodeJwt } from '../../src/core/jwt';
import type { LocalPool } from '../../src/localPool/localPool';
import {
  beginSignIn,
  closeInspectors,
  copied,
  handOver,
  inspectors,
  jane,
  publicClient,
  setProfiles,
  signInAs,
  startPool,
} from '../support/inEditor';
import { openedInBrowser, UserAgent } from '../support/userAgent';
import { eventually } from '../support/waiting';

describe('Signing in', () => {
  let pool: LocalPool;
  let clientId: string;
  const dispatchers = new Map<number, unknown>();

  before(async () => {
    for (const version of [1, 2]) {
      const slot = Symbol.for(`undici.globalDispatcher.${version}`);
      dispatchers.set(version, (globalThis as Record<symbol, unknown>)[slot]);
    }
    pool = await startPool();
    clientId = publicClient(pool);
    await setProfiles([{ name: 'demo', issuer: pool.issuer, clientId }]);
  });

  after(async () => {
    await commands.executeCommand('cognito.signOut', 'demo');
    await setProfiles([]);
    await pool.stop();
    await closeInspectors();
  });

  it('asks for a code with PKCE, a state and a nonce, and without a scope that the profile does not have', async () => {
    const { url, ended } = await beginSignIn('demo');
    const { searchParams } = new URL(url);
    equal(searchParams.get('response_type'), 'code');
    equal(searchParams.get('client_id'), clientId);
    equal(
      searchParams.get('redirect_uri'),
      `${env.uriScheme}://cognito-tools.cognito-token-inspector/callback`,
    );
    equal(searchParams.get('code_challenge_method'), 'S256');
    equal(searchParams.has('scope'), false);
    for (const name of ['state', 'nonce', 'code_challenge']) {
      ok(/^[A-Za-z0-9_-]{43}$/.test(searchParams.get(name) ?? ''), name);
    }
    await handOver(await new UserAgent().signIn(url, jane));
    await ended;
  });

  it('opens the inspector and has the tokens one command away', async () => {
    await signInAs('demo');
    await eventually('the inspector', () => inspectors().includes('Cognito: demo') || undefined);
    const access = decodeJwt(await copied('cognito.copyAccessToken', 'demo'));
    equal(access?.claims.client_id, clientId);
    equal(access.claims.username, 'jane');
    equal(decodeJwt(await copied('cognito.copyIdToken', 'demo'))?.claims.aud, clientId);
  });

  it('stops before a browser opens when the callback URL is not registered', async () => {
    const redirectUri = 'https://app.example.com/signed-in';
    await setProfiles([
      { name: 'demo', issuer: pool.issuer, clientId },
      { name: 'mistaken', issuer: pool.issuer, clientId, redirectUri },
    ]);
    await commands.executeCommand('cognito.signIn', 'mistaken');
    // The addresses come in their order: the next one is that of the next sign-in.
    const { url, ended } = await beginSignIn('demo');
    ok(new URL(url).searchParams.get('redirect_uri')?.startsWith(`${env.uriScheme}:`), url);
    await handOver(await new UserAgent().signIn(url, jane));
    await ended;
  });

  it('returns no token to whoever runs a command', async () => {
    for (const command of ['copyAccessToken', 'copyIdToken', 'refreshTokens', 'openInspector']) {
      equal(await commands.executeCommand(`cognito.${command}`, 'demo'), undefined);
    }
  });

  it('refreshes, and keeps the refresh token that the answer left out', async () => {
    const first = await copied('cognito.copyAccessToken', 'demo');
    await commands.executeCommand('cognito.refreshTokens', 'demo');
    const second = await copied('cognito.copyAccessToken', 'demo');
    await commands.executeCommand('cognito.refreshTokens', 'demo');
    const third = await copied('cognito.copyAccessToken', 'demo');
    equal(new Set([first, second, third]).size, 3);
  });

  it('ignores callbacks that nobody waits for', async () => {
    const before = await copied('cognito.copyAccessToken', 'demo');
    const callback = `${env.uriScheme}://cognito-tools.cognito-token-inspector/callback`;
    for (const query of ['', '?code=x', '?code=x&state=unknown', `?error=x&state=${'a'.repeat(43)}`]) {
      await handOver(callback + query);
    }
    equal(await copied('cognito.copyAccessToken', 'demo'), before);
  });

  it('ignores a callback that comes a second time', async () => {
    const callback = await signInAs('demo');
    const before = await copied('cognito.copyAccessToken', 'demo');
    await handOver(callback);
    equal(await copied('cognito.copyAccessToken', 'demo'), before);
  });

  it('replaces a sign-in that still waits, whose callback then changes nothing', async () => {
    const first = await beginSignIn('demo');
    const late = await new UserAgent().signIn(first.url, { username: 'zoë', password: 'Passw0rd!' });
    await signInAs('demo');
    await first.ended;
    await handOver(late);
    equal(decodeJwt(await copied('cognito.copyAccessToken', 'demo'))?.claims.username, 'jane');
  });

  it('gives every profile with the same pool and client the same session, and no other', async () => {
    const { domain, issuer } = pool;
    await setProfiles([
      { name: 'demo', issuer, clientId },
      { name: 'by domain', domain, clientId },
      { name: 'other client', issuer, clientId: `${clientId}x` },
    ]);
    const token = await copied('cognito.copyAccessToken', 'demo');
    equal(await copied('cognito.copyAccessToken', 'by domain'), token);
    equal(await copied('cognito.copyAccessToken', 'other client'), 'nothing copied');
  });

  it('signs in with a profile that has only a domain', async () => {
    await signInAs('by domain');
    equal(decodeJwt(await copied('cognito.copyIdToken', 'by domain'))?.claims.iss, pool.issuer);
  });

  it('leaves the host’s dispatcher slots to their owner', () => {
    for (const version of [1, 2]) {
      const slot = (globalThis as Record<symbol, unknown>)[Symbol.for(`undici.globalDispatcher.${version}`)];
      equal(dispatchers.get(version), slot);
    }
  });

  it('ends the browser session too when the profile has a sign-out URL', async () => {
    const logoutUri = 'https://example.com/signed-out';
    await setProfiles([{ name: 'demo', issuer: pool.issuer, clientId, logoutUri }]);
    const ended = commands.executeCommand('cognito.signOut', 'demo');
    const logout = new URL(await openedInBrowser());
    await ended;
    equal(logout.origin + logout.pathname, `${pool.origin}/logout`);
    deepEqual(Object.fromEntries(logout.searchParams), { client_id: clientId, logout_uri: logoutUri });
    await setProfiles([{ name: 'demo', issuer: pool.issuer, clientId }]);
    await signInAs('demo');
  });

  it('signs out: revokes the refresh token and forgets the session', async () => {
    const token = await copied('cognito.copyAccessToken', 'demo');
    await commands.executeCommand('cognito.signOut', 'demo');
    equal(await copied('cognito.copyAccessToken', 'demo'), 'nothing copied');
    const answer = await fetch(`${pool.origin}/oauth2/userInfo`, {
      headers: { authorization: `Bearer ${token}` },
    });
    equal(answer.status, 401);
  });
});
