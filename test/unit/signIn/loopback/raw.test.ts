import { deepEqual, equal, ok } from 'node:assert/strict';
import { array, assert as holds, asyncProperty, constantFrom, oneof, string, tuple } from 'fast-check';
import { foreignHosts, notHttp, otherTargets } from '../../../support/hostileRequests';
import { code, otherState, query, state } from '../callbackValues';
import { ended, exchange, get, open, statusOf } from '../../../support/rawRequests';
import { sendCallback, closeListeners, listen, type Listening } from './support';

describe('loopback listener with raw requests', () => {
  let listening: Listening;

  beforeEach(async () => {
    listening = await listen();
  });

  afterEach(closeListeners);

  const assertStillWaiting = async (): Promise<void> => {
    deepEqual(listening.received, []);
    equal(await sendCallback(listening), 200);
    equal(listening.received.length, 1);
  };

  for (const [what, make] of foreignHosts) {
    it(`refuses a Host with ${what}`, async () => {
      const text = await exchange(listening.port, get(`/callback?${query}`, make(listening.port)));
      equal(statusOf(text), 421);
      await assertStillWaiting();
    });
  }

  it('accepts only the Host localhost in lower case, as browsers send it, for a localhost URL', async () => {
    const named = await listen('localhost');
    for (const host of [`127.0.0.1:${named.port}`, `LOCALHOST:${named.port}`, `localhost.:${named.port}`]) {
      equal(statusOf(await exchange(named.port, get(`/callback?${query}`, host))), 421, host);
    }
    equal(await sendCallback(named), 200);
  });

  it('refuses two Host headers, equal or not', async () => {
    for (const second of [listening.host, 'rebound.example']) {
      const text = await exchange(
        listening.port,
        get(`/callback?${query}`, listening.host, `Host: ${second}`),
      );
      ok([400, 421].includes(statusOf(text)));
    }
    await assertStillWaiting();
  });

  it('refuses a request without Host in HTTP/1.1 and 1.0', async () => {
    const target = `/callback?${query}`;
    equal(statusOf(await exchange(listening.port, `GET ${target} HTTP/1.1\r\n\r\n`)), 400);
    equal(statusOf(await exchange(listening.port, `GET ${target} HTTP/1.0\r\n\r\n`)), 421);
    await assertStillWaiting();
  });

  it('ignores X-Forwarded-Host and Forwarded when it checks the host', async () => {
    const lines = [`X-Forwarded-Host: ${listening.host}`, `Forwarded: host="${listening.host}"`];
    const text = await exchange(listening.port, get(`/callback?${query}`, 'rebound.example', ...lines));
    equal(statusOf(text), 421);
    await assertStillWaiting();
  });

  for (const [what, make] of otherTargets('/callback', query)) {
    it(`refuses a target with ${what}`, async () => {
      const text = await exchange(listening.port, get(make(listening.host), listening.host));
      ok([400, 404].includes(statusOf(text)), text.split('\r\n', 1)[0]);
      await assertStillWaiting();
    });
  }

  for (const text of notHttp) {
    it(`refuses ${JSON.stringify(text.slice(0, 12))} because it is no HTTP request`, async () => {
      ok([400, NaN].includes(statusOf(await exchange(listening.port, text))));
      await assertStillWaiting();
    });
  }

  it('passes on no callback from a random request without the right state', async function () {
    this.timeout(30_000);
    const { port, host } = listening;
    const text = string({ unit: 'binary', maxLength: 30 });
    const parameter = tuple(
      oneof(constantFrom('state', 'code', 'error', 'error_description', 'State', 'state[]', '%73tate'), text),
      oneof(
        constantFrom(otherState, code, state.slice(1), `${state}a`, state.toLowerCase(), `${state}%00`, ''),
        text,
      ),
    ).map(([name, value]) => `${name}=${value}`);
    const queries = oneof(
      array(parameter, { maxLength: 5 }).map((all) => all.join('&')),
      // The right state and code, but a parameter is repeated.
      parameter.map((other) => `${query}&state=${otherState}&${other}`),
    );
    const targets = oneof(
      tuple(constantFrom('/callback?', '/callback', '/', ''), queries).map((all) => all.join('')),
      text,
    );
    const hosts = oneof({ weight: 4, arbitrary: constantFrom(host) }, text);
    const line = tuple(
      oneof(
        constantFrom('Cookie', 'Referer', 'X-Original-URL', 'X-HTTP-Method-Override', 'Content-Length'),
        text,
      ),
      oneof(constantFrom(`/callback?${query}`, 'GET', '5'), text),
    ).map(([name, value]) => `${name}: ${value}`);
    const methods = oneof({ weight: 4, arbitrary: constantFrom('GET') }, constantFrom('POST', 'HEAD'), text);
    await holds(
      asyncProperty(
        methods,
        targets,
        hosts,
        array(line, { maxLength: 3 }),
        async (method, target, name, lines) => {
          const socket = await open(port);
          const closed = ended(socket);
          // The socket is ended, because the listener would wait for the rest of an incomplete request.
          socket.resume().end(get(target, name, ...lines).replace('GET', () => method));
          await closed;
          deepEqual(listening.received, []);
        },
      ),
      { numRuns: 500 },
    );
    await assertStillWaiting();
  });
});
