import { equal, match, ok } from 'node:assert/strict';
import type { Socket } from 'node:net';
import { array, assert as holds, asyncProperty, constantFrom, oneof, string } from 'fast-check';
import type { LocalPool } from '../../../src/localPool/localPool';
import { foreignHosts, notHttp, otherTargets } from '../../support/hostileRequests';
import { authorize, authorizeQuery, location } from '../../support/localPoolRequests';
import { startPool, stopPools } from '../../support/localPools';
import { ended, exchange, get, open, statusOf } from '../../support/rawRequests';

describe('local user pool with raw requests', () => {
  let pool: LocalPool;
  let port: number;
  let host: string;
  const query = authorizeQuery();

  before(async () => {
    pool = await startPool();
    ({ host } = new URL(pool.origin));
    port = Number(new URL(pool.origin).port);
  });
  after(stopPools);
  afterEach('the pool still answers', async () => {
    match(location(await authorize(pool)), /\/login\?/);
  });

  const send = (target: string, name = host, ...lines: readonly string[]): Promise<string> =>
    exchange(port, get(target, name, 'Connection: close', ...lines));

  // Apps may name the pool localhost, too, and a fragment is ignored, as browsers send none.
  const accepted = ['another name of loopback', 'a fragment after the query'];

  for (const [what, make] of foreignHosts.filter(([name]) => !accepted.includes(name))) {
    it(`refuses a Host with ${what}`, async () => {
      equal(statusOf(await send(`/oauth2/authorize?${query}`, make(port))), 421);
    });
  }

  it('ignores X-Forwarded-Host and Forwarded', async () => {
    const lines = [`X-Forwarded-Host: ${host}`, `Forwarded: host="${host}"`];
    equal(statusOf(await send(`/oauth2/authorize?${query}`, 'rebound.example', ...lines)), 421);
  });

  for (const [what, make] of otherTargets('/oauth2/authorize', query).filter(
    ([name]) => !accepted.includes(name),
  )) {
    it(`does not take a target with ${what} for the authorization endpoint`, async () => {
      const text = await send(make(host));
      ok([400, 404].includes(statusOf(text)), text.split('\r\n', 1)[0]);
    });
  }

  for (const bytes of notHttp) {
    it(`refuses ${JSON.stringify(bytes.slice(0, 12))} because it is no HTTP request`, async () => {
      ok([400, NaN].includes(statusOf(await exchange(port, bytes))));
    });
  }

  it('answers while 300 connections send nothing, and when they are cut', async () => {
    const silent: Socket[] = await Promise.all(Array.from({ length: 300 }, () => open(port)));
    equal(statusOf(await send(`/oauth2/authorize?${query}`)), 302);
    for (const socket of silent) socket.destroy();
    equal(statusOf(await send(`/oauth2/authorize?${query}`)), 302);
  });

  it('redirects no random request to a callback with a code', async function () {
    this.timeout(30_000);
    const text = string({ unit: 'binary', maxLength: 30 });
    const path = oneof(
      constantFrom('/oauth2/authorize?', '/login?', '/oauth2/token', '/oauth2/userInfo', '/', '/error?'),
      text,
    );
    const line = oneof(
      constantFrom(
        'Cookie: cognito=x',
        'Content-Length: 5',
        'Authorization: Basic Og==',
        'X-HTTP-Method: POST',
      ),
      text,
    );
    const method = oneof({ weight: 4, arbitrary: constantFrom('GET', 'POST', 'OPTIONS') }, text);
    await holds(
      asyncProperty(
        method,
        path,
        oneof(constantFrom(query, ''), text),
        array(line, { maxLength: 3 }),
        async (verb, target, parameters, lines) => {
          const socket = await open(port);
          const closed = ended(socket);
          let answer = '';
          socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk));
          socket.end(get(target + parameters, host, ...lines).replace('GET', () => verb));
          await closed;
          equal(/^location: .*[?&]code=/im.test(answer), false);
        },
      ),
      { numRuns: 500 },
    );
  });
});
