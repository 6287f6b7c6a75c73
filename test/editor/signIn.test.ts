import { deepEqual, equal, ok } from 'node:assert/strict';
import { commands, env } from 'vscode';
import { decodeJwt } from '../../src/core/jwt';
import type { LocalPool } from '../../src/localPool/localPool';
import {
  beginSignIn,
  callbackUrl,
  closeInspectors,
  copied,
  handOver,
  inspectors,
  setProfiles,
  signInAs,
  startPool,
  zoë,
} from '../support/inEditor';
import { jane, publicClient as clientId } from '../support/localClients';
import { openedInBrowser, UserAgent } from '../support/userAgent';
import { eventually } from '../support/waiting';

describe('Sign-in flow', () => {
  let pool: LocalPool;
  /** The global fetch dispatchers of the extension host before the first sign-in, by version. */
  const dispatchers = new Map<number, unknown>();

  const setDemoProfile = (): Promise<void> => setProfiles([{ name: 'demo', issuer: pool.issuer, clientId }]);

  before(async () => {
    for (const version of [1, 2]) {
      const slot = Symbol.for(`undici.globalDispatcher.${version}`);
      dispatchers.set(version, (globalThis as Record<symbol, unknown>)[slot]);
    }
    pool = await startPool();
  });

  beforeEach(() => setDemoProfile());

  afterEach(async () => {
    await setDemoProfile();
    await commands.executeCommand('cognito.signOut', 'demo');
  });

  after(async () => {
    await setProfiles([]);
    await pool.stop();
    await closeInspectors();
  });

  it('requests a code with PKCE, a state, a nonce and only the scopes of the profile', async () => {
    const { url, ended } = await beginSignIn('demo');
    const { searchParams } = new URL(url);
    equal(searchParams.get('response_type'), 'code');
    equal(searchParams.get('client_id'), clientId);
    equal(searchParams.get('redirect_uri'), callbackUrl);
    equal(searchParams.get('code_challenge_method'), 'S256');
    equal(searchParams.has('scope'), false);
    for (const name of ['state', 'nonce', 'code_challenge']) {
      ok(/^[A-Za-z0-9_-]{43}$/.test(searchParams.get(name) ?? ''), name);
    }
    await handOver(await new UserAgent().signIn(url, jane));
    await ended;
  });

  it('opens the inspector and lets the copy commands copy the tokens', async () => {
    await closeInspectors();
    await signInAs('demo');
    await eventually('the inspector', () => inspectors().includes('Cognito: demo') || undefined);
    const access = decodeJwt(await copied('cognito.copyAccessToken', 'demo'));
    equal(access?.claims.client_id, clientId);
    equal(access.claims.username, 'jane');
    equal(decodeJwt(await copied('cognito.copyIdToken', 'demo'))?.claims.aud, clientId);
  });

  it('shows the profile of the session when another profile has got its name', async () => {
    await closeInspectors();
    const { url, ended } = await beginSignIn('demo');
    const callback = await new UserAgent().signIn(url, jane);
    await setProfiles([
      { name: 'demo', issuer: pool.issuer, clientId: 'another' },
      { name: 'renamed', issuer: pool.issuer, clientId },
    ]);
    await handOver(callback);
    await ended;
    await eventually('the inspector', () => inspectors().includes('Cognito: renamed') || undefined);
  });

  it('stops before the browser opens when the callback URL is not registered', async () => {
    const redirectUri = 'https://app.example.com/signed-in';
    await setProfiles([
      { name: 'demo', issuer: pool.issuer, clientId },
      { name: 'mistaken', issuer: pool.issuer, clientId, redirectUri },
    ]);
    await commands.executeCommand('cognito.signIn', 'mistaken');
    // Opened addresses arrive in order: had the first sign-in opened one, it would be this one.
    const { url, ended } = await beginSignIn('demo');
    ok(new URL(url).searchParams.get('redirect_uri')?.startsWith(`${env.uriScheme}:`), url);
    await handOver(await new UserAgent().signIn(url, jane));
    await ended;
  });

  it('returns no token to the caller of a command', async () => {
    await signInAs('demo');
    for (const command of ['copyAccessToken', 'copyIdToken', 'refreshTokens', 'openInspector']) {
      equal(await commands.executeCommand(`cognito.${command}`, 'demo'), undefined);
    }
  });

  it('lets Refresh Tokens refresh twice when the pool returns no new refresh token', async () => {
    await signInAs('demo');
    const first = await copied('cognito.copyAccessToken', 'demo');
    await commands.executeCommand('cognito.refreshTokens', 'demo');
    const second = await copied('cognito.copyAccessToken', 'demo');
    await commands.executeCommand('cognito.refreshTokens', 'demo');
    const third = await copied('cognito.copyAccessToken', 'demo');
    equal(new Set([first, second, third]).size, 3);
  });

  it('ignores a callback that belongs to no sign-in', async () => {
    await signInAs('demo');
    const before = await copied('cognito.copyAccessToken', 'demo');
    for (const query of ['', '?code=x', '?code=x&state=unknown', `?error=x&state=${'a'.repeat(43)}`]) {
      await handOver(callbackUrl + query);
    }
    equal(await copied('cognito.copyAccessToken', 'demo'), before);
  });

  it('ignores a callback that arrives a second time', async () => {
    const callback = await signInAs('demo');
    const before = await copied('cognito.copyAccessToken', 'demo');
    await handOver(callback);
    equal(await copied('cognito.copyAccessToken', 'demo'), before);
  });

  it('replaces the pending sign-in of the profile and ignores its callback', async () => {
    const first = await beginSignIn('demo');
    const late = await new UserAgent().signIn(first.url, zoë);
    await signInAs('demo');
    await first.ended;
    await handOver(late);
    equal(decodeJwt(await copied('cognito.copyAccessToken', 'demo'))?.claims.username, 'jane');
  });

  it('shares the session between all profiles with the same pool and app client, and with no other profile', async () => {
    await signInAs('demo');
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

  it('works with a profile that has only a domain', async () => {
    await setProfiles([{ name: 'by domain', domain: pool.domain, clientId }]);
    await signInAs('by domain');
    equal(decodeJwt(await copied('cognito.copyIdToken', 'by domain'))?.claims.iss, pool.issuer);
  });

  it('keeps the global fetch dispatcher of the extension host', async () => {
    await signInAs('demo');
    for (const version of [1, 2]) {
      const slot = (globalThis as Record<symbol, unknown>)[Symbol.for(`undici.globalDispatcher.${version}`)];
      equal(dispatchers.get(version), slot);
    }
  });

  it('ends the browser session on sign-out when the profile has a sign-out URL', async () => {
    await signInAs('demo');
    const logoutUri = 'https://example.com/signed-out';
    await setProfiles([{ name: 'demo', issuer: pool.issuer, clientId, logoutUri }]);
    const ended = commands.executeCommand('cognito.signOut', 'demo');
    const logout = new URL(await openedInBrowser());
    await ended;
    equal(logout.origin + logout.pathname, `${pool.origin}/logout`);
    deepEqual(Object.fromEntries(logout.searchParams), { client_id: clientId, logout_uri: logoutUri });
  });

  it('revokes the refresh token and removes the session on sign-out', async () => {
    await signInAs('demo');
    const token = await copied('cognito.copyAccessToken', 'demo');
    await commands.executeCommand('cognito.signOut', 'demo');
    equal(await copied('cognito.copyAccessToken', 'demo'), 'nothing copied');
    const answer = await fetch(`${pool.origin}/oauth2/userInfo`, {
      headers: { authorization: `Bearer ${token}` },
    });
    equal(answer.status, 401);
  });
});
