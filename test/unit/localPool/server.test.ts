import { deepEqual, equal, ok } from 'node:assert/strict';
import { request as httpsRequest } from 'node:https';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { startLocalPool } from '../../../src/localPool/localPool';
import { startPool, stopPools } from '../../support/localPools';
import { raw } from '../../support/rawAnswers';
import { fails } from '../../support/answers';
import { createAuthority, createServerCertificate } from '../../support/certificates';
import { isLinux } from '../../support/systems';

describe('server of the local user pool', () => {
  afterEach(stopPools);

  it('refuses to listen on an address that is not loopback', async () => {
    for (const host of ['0.0.0.0', '::', '192.168.0.1', 'example.com', '::ffff:127.0.0.1', '[::1]', '']) {
      await fails(startLocalPool({ host, port: 0 }), 'local_pool_config');
    }
  });

  it('refuses an invalid port, origin or certificate', async () => {
    const refusedOptions = [
      { port: 65_536 },
      { port: -1 },
      { port: 1.5 },
      { publicIssuerOrigin: 'nonsense' },
      { publicDomainOrigin: 'vscode://x' },
      { tls: { key: 'x', cert: 'y' } },
    ];
    for (const options of refusedOptions) {
      await fails(startPool(options), 'local_pool_config');
    }
  });

  it('fails with port_taken when another server has the port', async () => {
    const pool = await startPool();
    const port = Number(new URL(pool.origin).port);
    const { detail } = await fails(startPool({ port }), 'port_taken');
    deepEqual(detail, { host: '127.0.0.1', port });
  });

  it('accepts no connection on the addresses of other network interfaces', async () => {
    const pools = [await startPool(), await startPool({ host: 'localhost' })];
    const addresses = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter((address) => !address.internal && !address.address.startsWith('fe80:'));
    for (const pool of pools) {
      const port = Number(new URL(pool.origin).port);
      equal(await canConnect('127.0.0.1', port), true);
      for (const { address } of addresses) {
        equal(await canConnect(address, port), false, address);
      }
    }
  });

  it('listens on both loopback addresses when the host is localhost', async () => {
    const pool = await startPool({ host: 'localhost' });
    const { port, hostname } = new URL(pool.origin);
    equal(hostname, 'localhost');
    equal(await canConnect('127.0.0.1', Number(port)), true);
    const hasIpv6 = Object.values(networkInterfaces()).some((list) =>
      list?.some((address) => address.address === '::1'),
    );
    equal(await canConnect('::1', Number(port)), hasIpv6);
  });

  if (isLinux) {
    it('listens on no other address when the host is 127.0.0.2', async () => {
      const pool = await startPool({ host: '127.0.0.2' });
      equal(new URL(pool.origin).hostname, '127.0.0.2');
      equal((await raw(pool, { path: '/error' })).status, 400);
      equal(await canConnect('127.0.0.1', Number(new URL(pool.origin).port)), false);
    });
  }

  it('responds with status 421 when the Host header is not its own', async () => {
    const pool = await startPool();
    const { port } = new URL(pool.origin);
    const status = async (host: string): Promise<number> =>
      (await raw(pool, { path: '/local_Pool00001/.well-known/jwks.json', headers: { host } })).status;
    equal(await status(`127.0.0.1:${port}`), 200);
    equal(await status(`localhost:${port}`), 200);
    equal(await status(`LOCALHOST:${port}`), 200);
    for (const host of [`rebound.example:${port}`, '127.0.0.1', 'localhost:1', `localhost:${port}@x`]) {
      equal(await status(host), 421, host);
    }
  });

  it('responds with status 400 and HTML to unknown paths and unusual targets', async () => {
    const pool = await startPool();
    for (const path of ['/nothing', '//example.com/x', 'http://example.com/x', '/%', '/oauth2/authorize/']) {
      const answer = await raw(pool, { path });
      equal(answer.status, 400, path);
      ok(String(answer.headers['content-type']).startsWith('text/html'));
    }
    equal((await raw(pool, { path: '/nothing', method: 'DELETE' })).status, 405);
    const head = await raw(pool, { path: '/nothing', method: 'HEAD' });
    deepEqual([head.status, head.body], [400, '']);
  });

  it('responds with status 413 when the body has more than 64 kB', async () => {
    const pool = await startPool();
    const send = async (size: number): Promise<number> => {
      const body = new URLSearchParams({ grant_type: 'x'.repeat(size - 11) });
      return (await fetch(`${pool.origin}/oauth2/token`, { method: 'POST', body })).status;
    };
    equal(await send(65_536), 400);
    equal(await send(65_537), 413);
    equal(await send(4_000_000), 413);
  });

  it('closes open connections and frees the port when it stops', async () => {
    const pool = await startPool({ host: 'localhost' });
    const port = Number(new URL(pool.origin).port);
    const idle = connect(port, '127.0.0.1');
    await opened(idle);
    await fetch(`${pool.origin}/error`);
    const closed = new Promise((resolve) => idle.on('close', resolve));
    await Promise.all([pool.stop(), pool.stop()]);
    await closed;
    equal(await canConnect('127.0.0.1', port), false);
    await (await startLocalPool({ host: 'localhost', port })).stop();
  });

  it('serves https with the configured key and certificate', async () => {
    const pool = await startPool({
      host: 'localhost',
      tls: await createServerCertificate(['localhost'], await createAuthority()),
    });
    ok(pool.origin.startsWith('https://localhost:'));
    const status = await new Promise((resolve, reject) => {
      httpsRequest(
        `${pool.issuer}/.well-known/jwks.json`,
        {
          agent: false,
          rejectUnauthorized: false,
        },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      )
        .on('error', reject)
        .end();
    });
    equal(status, 200);
  });
});

function canConnect(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port });
  return opened(socket).then(
    () => {
      socket.destroy();
      return true;
    },
    () => false,
  );
}

function opened(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.on('error', reject);
  });
}
