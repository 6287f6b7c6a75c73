import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCognitoClient, type CognitoClient } from '../../../src/client/cognitoClient';
import type { Session } from '../../../src/core/session';
import type { LocalPoolConfig } from '../../../src/localPool/configSchema';
import { Clock, startPool, stopPools, withPublicClient } from '../../support/localPools';
import { publicClient } from '../../support/localClients';
import { makeProfile } from '../../support/profiles';
import { makeSession } from '../../support/sessions';
import { failure, signIn, straight } from '../../support/signingIn';

const scopes = ['openid', 'email', 'aws.cognito.signin.user.admin'];

function tracking(maxPerUser = 20): LocalPoolConfig {
  return { ...withPublicClient({ scopes }), sessionTracking: { maxPerUser } };
}

describe('userSessions and revokeUserSession', () => {
  let client: CognitoClient;
  let clock: Clock;

  beforeEach(() => {
    clock = new Clock();
    clock.ms = Date.now();
    client = createCognitoClient(straight, clock.now);
  });
  afterEach(async () => {
    await client.close();
    await stopPools();
  });

  /** Signs jane in, each time in another browser. @param fields of the profile */
  async function signedIn(config: LocalPoolConfig, times: number, fields = {}): Promise<readonly Session[]> {
    const pool = await startPool({ config, now: clock.now });
    const profile = makeProfile({ issuer: pool.issuer, clientId: publicClient, ...fields });
    const sessions: Session[] = [];
    for (let made = 0; made < times; made++) {
      clock.forward(2);
      sessions.push(await signIn(client, profile));
    }
    return sessions;
  }

  it('list where the user is signed in, the current session first', async () => {
    const [first, second] = await signedIn(tracking(), 2);
    const listed = await client.userSessions(first!);
    deepEqual(
      listed.map(({ kind, isCurrent }) => [kind, isCurrent]),
      [
        ['token', true],
        ['token', false],
        ['browser', false],
        ['browser', false],
      ],
    );
    equal(listed[0]?.clientId, publicClient);
    equal(listed[0].ipAddress, '127.0.0.1');
    ok(Math.abs((listed[0].lastActiveAt ?? 0) - clock.ms) < 10_000);
    const current = (await client.userSessions(second!)).find(({ isCurrent }) => isCurrent);
    equal(listed.find(({ id }) => id === current?.id)?.isCurrent, false);
  });

  it('end another session, and its browser session when that is asked for', async () => {
    const [first, second] = await signedIn(tracking(), 2);
    const other = (await client.userSessions(first!)).find(
      ({ kind, isCurrent }) => kind === 'token' && !isCurrent,
    );
    ok(other);
    await client.revokeUserSession(first!, other.id, true);
    equal((await client.userSessions(first!)).length, 2);
    equal((await failure(client.refresh(second!, () => Promise.resolve()))).error.code, 'token_refused');
  });

  it('do not end the session in use, and say how', async () => {
    const [session] = await signedIn(tracking(), 1);
    const [current] = await client.userSessions(session!);
    const { text } = await failure(client.revokeUserSession(session!, current!.id, false));
    match(text, /did not end the session.*run Sign Out/);
  });

  it('say that session tracking is off', async () => {
    const [session] = await signedIn(withPublicClient({ scopes }), 1);
    match((await failure(client.userSessions(session!))).text, /session tracking is off/);
  });

  it('say that the scope is missing', async () => {
    const [session] = await signedIn(tracking(), 1, { scopes: ['openid'] });
    match(
      (await failure(client.userSessions(session!))).text,
      /lacks the scope aws\.cognito\.signin\.user\.admin/,
    );
  });

  it('meet an ended session after more sign-ins than a user may have', async () => {
    const [evicted] = await signedIn(tracking(1), 2);
    const { error } = await failure(client.refresh(evicted!, () => Promise.resolve()));
    equal(error.detail.error, 'invalid_grant');
  });

  describe('with a hostile server', () => {
    let server: Server;
    let answer: (body: string) => object;
    let asked: number;
    const session = (): Session =>
      makeSession({ issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}/pool` });

    beforeEach(async () => {
      asked = 0;
      server = createServer((request, response) => {
        asked += 1;
        let body = '';
        request.on('data', (part) => (body += String(part)));
        request.on('end', () => response.end(JSON.stringify(answer(body))));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    });
    afterEach(() => {
      server.closeAllConnections();
      server.close();
    });

    it('ends after ten pages', async () => {
      answer = () => ({ Sessions: [], NextToken: 'more' });
      deepEqual(await client.userSessions(session()), []);
      equal(asked, 10);
    });

    it('refuses an answer of another shape', async () => {
      for (const Sessions of [{}, [{}], [{ SessionId: '../x', SessionType: 'SSO' }], [{ SessionId: 1 }]]) {
        answer = () => ({ Sessions });
        equal((await failure(client.userSessions(session()))).error.code, 'response_unexpected');
      }
    });
  });
});
