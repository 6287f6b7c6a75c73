import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { once } from 'node:events';
import { Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { isCognitoError } from '../../../../src/core/errors';
import { fails } from '../../../support/answers';
import { isLinux } from '../../../support/systems';
import { listenForCallback } from '../../../../src/signIn/callbackListener';
import {
  sendCallback,
  canConnect,
  closeListeners,
  freePort,
  hasIpv6,
  listen,
  occupy,
  vacate,
} from './support';

/**
 * Makes binding to some addresses fail with an error code, as on a computer that does not have or allow them. `shared`
 * makes it succeed though another program listens there.
 */
function failToBind(failures: Readonly<Record<string, string>>): () => void {
  const original = Object.getOwnPropertyDescriptor(Server.prototype, 'listen')!;
  Object.defineProperty(Server.prototype, 'listen', {
    configurable: true,
    writable: true,
    value: function (this: Server, options: { readonly host: string }): Server {
      const failure = failures[options.host];
      if (failure === 'shared') {
        return (original.value as Server['listen']).call(this, { ...options, port: 0 });
      }
      if (failure === undefined) return (original.value as Server['listen']).call(this, options);
      process.nextTick(() => this.emit('error', Object.assign(new Error(failure), { code: failure })));
      return this;
    },
  });
  return () => {
    Object.defineProperty(Server.prototype, 'listen', original);
  };
}

describe('loopback listener addresses and ports', () => {
  let restore = (): void => undefined;

  afterEach(async () => {
    restore();
    restore = () => undefined;
    await closeListeners();
  });

  const isPortTaken =
    (host: string, port: number) =>
    (error: unknown): boolean => {
      ok(isCognitoError(error, 'port_taken'));
      deepEqual(error.detail, { host, port });
      return true;
    };

  for (const redirectUri of [
    'http://0.0.0.0:3000/callback',
    'http://[::]:3000/callback',
    'http://192.0.2.7:3000/callback',
    'http://example.com:3000/callback',
    'http://localhost.example.com:3000/callback',
    'http://[::ffff:127.0.0.1]:3000/callback',
    'https://localhost:3000/callback',
    'http://localhost/callback',
    'vscode://a.b/callback',
    'nonsense',
  ]) {
    it(`refuses the redirect URI ${redirectUri}`, async () => {
      const context = { isKnown: () => true, receive: () => undefined };
      await fails(listenForCallback(redirectUri, context), 'profile_invalid', {
        field: 'redirectUri',
        reason: 'is not a loopback address with a port',
      });
    });
  }

  it('accepts connections on loopback addresses only', async function () {
    const addresses = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ internal }) => !internal)
      .map(({ address, scopeid }) => (scopeid ? `${address}%${scopeid}` : address));
    if (addresses.length === 0) this.skip();
    for (const hostname of ['127.0.0.1', 'localhost']) {
      const { port } = await listen(hostname);
      equal(await canConnect(port), true);
      for (const address of addresses) equal(await canConnect(port, address), false, address);
    }
  });

  it('listens for 127.0.0.1 on that address alone', async () => {
    const listening = await listen('127.0.0.1');
    equal(await canConnect(listening.port, '::1'), false);
    equal(await sendCallback(listening), 200);
  });

  it('listens for [::1] on that address alone', async function () {
    if (!hasIpv6) this.skip();
    const listening = await listen('[::1]');
    equal(await canConnect(listening.port), false);
    equal(await sendCallback(listening, '::1'), 200);
    equal(listening.received.length, 1);
  });

  if (isLinux) {
    it('listens for 127.0.0.2 on that address alone', async () => {
      const listening = await listen('127.0.0.2');
      equal(await canConnect(listening.port), false);
      equal(await sendCallback(listening, '127.0.0.2'), 200);
    });
  }

  for (const address of ['127.0.0.1', '::1']) {
    it(`accepts a callback for localhost on ${address} and then frees both addresses`, async function () {
      if (!hasIpv6) this.skip();
      const listening = await listen('localhost');
      equal(await canConnect(listening.port, '127.0.0.1'), true);
      equal(await canConnect(listening.port, '::1'), true);
      equal(await sendCallback(listening, address), 200);
      equal(listening.received.length, 1);
      equal(await canConnect(listening.port, '127.0.0.1'), false);
      equal(await canConnect(listening.port, '::1'), false);
    });
  }

  for (const [present, missing] of [
    ['127.0.0.1', '::1'],
    ['::1', '127.0.0.1'],
  ] as const) {
    for (const failure of ['EADDRNOTAVAIL', 'EAFNOSUPPORT']) {
      it(`listens for localhost on ${present} alone when binding to ${missing} fails with ${failure}`, async function () {
        if (!hasIpv6) this.skip();
        const port = await freePort();
        restore = failToBind({ [missing]: failure });
        const listening = await listen('localhost', { port });
        equal(await sendCallback(listening, present), 200);
      });
    }
  }

  it('fails with the system error when the computer has no loopback address', async () => {
    const port = await freePort();
    restore = failToBind({ '127.0.0.1': 'EADDRNOTAVAIL', '::1': 'EAFNOSUPPORT' });
    await rejects(listen('localhost', { port }), (error: unknown) => {
      ok(isCognitoError(error, 'network'));
      deepEqual(error.detail, { host: `localhost:${port}`, reason: 'EAFNOSUPPORT' });
      return true;
    });
  });

  for (const [hostname, holder] of [
    ['127.0.0.1', '127.0.0.1'],
    ['127.0.0.1', '0.0.0.0'],
    ['127.0.0.1', '::'],
    ['[::1]', '::1'],
    ['localhost', '127.0.0.1'],
    ['localhost', '::1'],
    ['localhost', '::'],
  ] as const) {
    it(`refuses a port for ${hostname} when another program holds it on ${holder}`, async function () {
      if (!hasIpv6 && holder.includes(':')) this.skip();
      const port = await freePort();
      const other = await occupy(holder, port);
      try {
        await rejects(listen(hostname, { port }), isPortTaken(hostname, port));
      } finally {
        await vacate(other);
      }
      // The failed attempt left no address bound.
      const listening = await listen(hostname, { port });
      equal(await sendCallback(listening, hostname === '[::1]' ? '::1' : '127.0.0.1'), 200);
    });
  }

  for (const failure of ['EADDRINUSE', 'EACCES']) {
    for (const address of ['127.0.0.1', '::1']) {
      it(`reports the port as taken when binding to ${address} fails with ${failure}`, async () => {
        const port = await freePort();
        restore = failToBind({ [address]: failure });
        await rejects(listen('localhost', { port }), isPortTaken('localhost', port));
        restore();
        equal(await canConnect(port, '127.0.0.1'), false);
        equal(await canConnect(port, '::1'), false);
      });
    }
  }

  it('refuses a taken port where the system would share it, as on macOS and Windows', async () => {
    const port = await freePort();
    const other = await occupy('0.0.0.0', port);
    restore = failToBind({ '127.0.0.1': 'shared' });
    try {
      await rejects(listen('127.0.0.1', { port }), isPortTaken('127.0.0.1', port));
    } finally {
      await vacate(other);
    }
  });

  it('gives the port to one of two windows that listen at the same time', async () => {
    const port = await freePort();
    const results = await Promise.allSettled([listen('localhost', { port }), listen('localhost', { port })]);
    const refusals = results.filter((result) => result.status === 'rejected');
    equal(refusals.length, 1);
    isPortTaken('localhost', port)(refusals[0]?.reason);
  });

  it('prevents other programs from listening on its port', async () => {
    const { port } = await listen('127.0.0.1');
    const other = new Server().listen({ host: '127.0.0.1', port });
    const [error] = (await once(other, 'error')) as [NodeJS.ErrnoException];
    equal(error.code, 'EADDRINUSE');
  });
});
