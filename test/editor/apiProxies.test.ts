import { equal, match } from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { commands, ConfigurationTarget, env, workspace } from 'vscode';
import { claimsOf } from '../../src/core/jwt';
import type { LocalPool } from '../../src/localPool/localPool';
import { listenOnLoopback } from '../support/apiProxies';
import { setProfiles, signInAs, startPool, zoë } from '../support/inEditor';
import { publicClient } from '../support/localClients';
import { eventually } from '../support/waiting';

describe('API proxy commands', () => {
  let pool: LocalPool;
  let api: Server;
  let authorizations: (string | undefined)[];
  let url: string;

  const setProxies = (proxies: readonly object[] | undefined): Thenable<void> =>
    workspace.getConfiguration('cognito').update('apiProxies', proxies, ConfigurationTarget.Global);
  const proxyUrl = (argument?: unknown): Thenable<string | undefined> =>
    commands.executeCommand<string | undefined>('cognito.apiProxyUrl', argument);

  before(async () => {
    authorizations = [];
    pool = await startPool();
    api = createServer((request, response) => {
      authorizations.push(request.headers.authorization);
      response.end('orders');
    });
    url = await listenOnLoopback(api);
    await setProfiles([{ name: 'dev', issuer: pool.issuer, clientId: publicClient }]);
    await setProxies([{ name: 'orders', profile: 'dev', url }]);
    await signInAs('dev');
  });
  after(async () => {
    await commands.executeCommand('cognito.signOut', 'dev');
    await setProxies(undefined);
    await setProfiles([]);
    api.closeAllConnections();
    api.close();
    await pool.stop();
  });

  it('return the address of a proxy for a launch configuration, and no token', async () => {
    const address = await proxyUrl('orders');
    match(address ?? '', /^http:\/\/127\.0\.0\.1:\d+$/);
    equal(await proxyUrl({ name: 'orders' }), address);
    // The only proxy needs no name.
    equal(await proxyUrl(), address);
    equal(await (await fetch(`${address ?? ''}/orders`)).text(), 'orders');
    match(authorizations.at(-1) ?? '', /^Bearer ey/);
  });

  it('copy the address', async () => {
    await commands.executeCommand('cognito.copyApiProxyUrl', 'orders');
    equal(await env.clipboard.readText(), await proxyUrl('orders'));
  });

  it('start a proxy that sends the token of the user that its entry names', async () => {
    await setProxies([
      { name: 'orders', profile: 'dev', url },
      { name: 'as jane', profile: 'dev', url, user: 'jane' },
    ]);
    await signInAs('dev', zoë);
    const userAt = async (name: string): Promise<unknown> => {
      await fetch((await proxyUrl(name)) ?? '');
      return claimsOf(authorizations.at(-1)?.slice('Bearer '.length))['username'];
    };
    equal(await userAt('orders'), 'zoë');
    equal(await userAt('as jane'), 'jane');
    await commands.executeCommand('cognito.signOut', 'dev', 'zoë');
    await setProxies([{ name: 'orders', profile: 'dev', url }]);
    equal(await userAt('orders'), 'jane');
  });

  it('stop the proxy, which frees its port', async () => {
    const address = (await proxyUrl('orders')) ?? '';
    await commands.executeCommand('cognito.stopApiProxy', 'orders');
    equal(await fetch(address).catch(() => 'stopped'), 'stopped');
  });

  it('stop the proxy when its entry is removed from the settings', async () => {
    const address = (await proxyUrl('orders')) ?? '';
    await setProxies(undefined);
    await eventually('the proxy to stop', async () =>
      (await fetch(address).catch(() => undefined)) === undefined ? true : undefined,
    );
    await setProxies([{ name: 'orders', profile: 'dev', url }]);
  });

  it('return nothing for a proxy that does not exist or is not valid', async () => {
    equal(await proxyUrl('nothing'), undefined);
    await setProxies([{ name: 'plain', profile: 'dev', url: 'http://api.example.com' }]);
    equal(await proxyUrl('plain'), undefined);
    await setProxies([{ name: 'orders', profile: 'dev', url }]);
  });
});
