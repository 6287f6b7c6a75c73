import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TokenRequest } from '../../../src/handover/terminal/tokenRequest';
import { startTokenServer, type TokenServer } from '../../../src/handover/terminal/tokenServer';
import { isUnix } from '../../support/systems';

const body: TokenRequest = { kind: 'access', minSeconds: 120, signIn: false };

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

describe('startTokenServer', () => {
  let server: TokenServer;
  let answered: TokenRequest[];
  beforeEach(async () => {
    answered = [];
    server = await startTokenServer((wanted, say) => {
      answered.push(wanted);
      say({ waiting: 'consent' });
      say({ token: 'secret', kind: 'access', profile: 'dev', expiresAt: 0 });
      return Promise.resolve();
    });
  });
  afterEach(() => {
    server.close();
  });

  /** Sends a good request, in which the test replaces something. */
  const send = (sent: Sent = {}): Promise<{ status: number | undefined; text: string }> =>
    new Promise((resolve, reject) => {
      const asked = request(
        {
          socketPath: server.path,
          method: sent.method ?? 'POST',
          path: sent.path ?? '/token',
          headers: sent.headers ?? { authorization: `Bearer ${server.capability}` },
        },
        (response) => {
          text(response).then((answer) => {
            resolve({ status: response.statusCode, text: answer });
          }, reject);
        },
      );
      asked.on('error', reject);
      asked.end(asked.method === 'GET' ? undefined : (sent.body ?? JSON.stringify(body)));
    });

  it('answers a request in lines of JSON', async () => {
    const answer = await send();
    equal(answer.status, 200);
    deepEqual(
      answer.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
      [{ waiting: 'consent' }, { token: 'secret', kind: 'access', profile: 'dev', expiresAt: 0 }],
    );
    deepEqual(answered, [body]);
  });

  if (isUnix) {
    it('listens on a socket that only this user can open, in a folder that only this user can open', () => {
      match(server.path, /\/cognito-[^/]+\/socket$/);
      equal(statSync(server.path).mode & 0o777, 0o600);
      equal(statSync(dirname(server.path)).mode & 0o777, 0o700);
    });
  }

  it('has another socket and another capability in each window', async () => {
    const other = await startTokenServer(() => Promise.resolve());
    notEqual(other.path, server.path);
    notEqual(other.capability, server.capability);
    ok(server.capability.length >= 43);
    other.close();
  });

  it('leaves nothing behind when it closes, and cuts requests that wait', async () => {
    const waiting = await startTokenServer(() => new Promise(() => undefined));
    const cut = new Promise((resolve) => {
      const asked = request({
        socketPath: waiting.path,
        path: '/token',
        method: 'POST',
        headers: { authorization: `Bearer ${waiting.capability}` },
      });
      asked.on('response', (response) => {
        response.on('error', resolve);
        response.resume();
        waiting.close();
      });
      asked.end(JSON.stringify(body));
    });
    await cut;
    equal(existsSync(isUnix ? dirname(waiting.path) : waiting.path), false);
  });

  const refused: readonly (readonly [string, number, Sent])[] = [
    ['without a capability', 403, { headers: {} }],
    ['with a wrong capability', 403, { headers: { authorization: `Bearer ${'A'.repeat(43)}` } }],
    ['with an empty capability', 403, { headers: { authorization: 'Bearer ' } }],
    ['with GET', 405, { method: 'GET' }],
    ['with PUT', 405, { method: 'PUT' }],
    ['for another path', 404, { path: '/token/../../etc' }],
    ['with a body that is not JSON', 400, { body: 'kind=access' }],
    ['with a body of 1 MB', 400, { body: JSON.stringify({ ...body, caller: 'a'.repeat(1_000_000) }) }],
    ['with a member too many', 400, { body: JSON.stringify({ ...body, host: 'evil.example' }) }],
    ['with a wrong kind', 400, { body: JSON.stringify({ ...body, kind: 'refresh' }) }],
    ['with a time that is no number', 400, { body: JSON.stringify({ ...body, minSeconds: '1' }) }],
  ];
  for (const [what, status, sent] of refused) {
    it(`refuses a request ${what}, and says nothing`, async () => {
      // A server that refuses a long body may cut the connection while it is being sent.
      const answer = await send(sent).catch(() => ({ status, text: '' }));
      deepEqual(answer, { status, text: '' });
      deepEqual(answered, []);
    });
  }
});
