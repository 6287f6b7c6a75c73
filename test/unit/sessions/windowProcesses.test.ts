import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createCognitoClient } from '../../../src/client/cognitoClient';
import type { Session } from '../../../src/core/session';
import type { SessionStore } from '../../../src/sessions/store';
import { createFileSecrets } from '../../support/fileSecrets';
import { startFaultyPool, type FaultyPool } from '../../support/faultyPool';
import { deleteFolder, temporaryFolder } from '../../support/processes';
import { rotatingClient } from '../../support/localClients';
import { makeProfile } from '../../support/profiles';
import { signIn, straight } from '../../support/signingIn';
import { openStore } from '../../support/stores';
import type { WindowOptions, WindowMessage } from './windowChild';
import { defaultLocalPoolConfig } from '../../../src/localPool/defaults';

/** A window of the editor, running as a separate process. */
interface Window {
  ask: (session: Session) => Promise<WindowMessage>;
  kill: () => Promise<void>;
}

describe('createRefreshFlow in separate processes', function () {
  this.timeout(60_000);

  let folder: string;
  let pool: FaultyPool;
  let store: SessionStore;
  let session: Session;
  /** The pool's clock. It moves only when a test moves it, so that a busy computer does not use up the grace time. */
  let time: number;
  let windows: Window[];

  /** Starts a pool and signs in. @param graceSeconds how long a rotated refresh token stays valid */
  const start = async (graceSeconds: number): Promise<void> => {
    time = Date.now();
    const config = defaultLocalPoolConfig();
    const clients = config.clients.map((client) =>
      client.rotation === undefined ? client : { ...client, rotation: { graceSeconds } },
    );
    pool = await startFaultyPool({ config: { ...config, clients }, now: () => time });
    const client = createCognitoClient(straight);
    const profile = makeProfile({ issuer: pool.issuer, clientId: rotatingClient });
    session = await signIn(client, profile).finally(() => client.close());
    session = await storeExpired(session);
  };

  /** Stores the session with an expired access token, so that it must be refreshed. */
  const storeExpired = async (good: Session): Promise<Session> => {
    const expired = { ...good, expiresAt: Date.now() - 10_000 };
    await store.save(expired);
    return expired;
  };

  const openWindow = async (options: Partial<WindowOptions> = {}): Promise<Window> => {
    const settings: WindowOptions = {
      secrets: join(folder, 'secrets'),
      folder: join(folder, 'storage'),
      ...options,
    };
    const child = fork(join(__dirname, 'windowChild.ts'), [JSON.stringify(settings)], {
      execArgv: ['--require', 'tsx/cjs'],
      // The child runs as CommonJS, whose imports would count as functions without coverage.
      env: { ...process.env, NODE_V8_COVERAGE: '' },
    });
    const exited = once(child, 'exit');
    const ended = exited.then(() => {
      throw new Error('The window ended.');
    });
    ended.catch(() => undefined);
    const nextMessage = async (): Promise<WindowMessage> => {
      const [message] = (await Promise.race([once(child, 'message'), ended])) as [WindowMessage];
      return message;
    };
    equal(await nextMessage(), 'ready');
    const window = {
      ask: (held: Session) => {
        child.send(held);
        return nextMessage();
      },
      kill: async () => {
        child.kill('SIGKILL');
        await exited;
      },
    };
    windows.push(window);
    return window;
  };

  /** The access token that all requests of a window got. Fails when they got different ones. */
  const tokenOf = (message: WindowMessage): string => {
    ok(typeof message === 'object');
    const [token = '', ...others] = new Set(
      message.map((outcome) => ('code' in outcome ? outcome.code : outcome.accessToken)),
    );
    deepEqual(others, []);
    ok(token.startsWith('ey'), token);
    return token;
  };

  beforeEach(() => {
    folder = temporaryFolder('windows-');
    windows = [];
    store = openStore(createFileSecrets(join(folder, 'secrets')));
  });
  afterEach(async () => {
    await Promise.all(windows.map(({ kill }) => kill()));
    await pool.stop();
    deleteFolder(folder);
  });

  it('sends one request for each expiry when rotated refresh tokens have no grace time', async () => {
    await start(0);
    const all = await Promise.all([openWindow(), openWindow(), openWindow()]);
    let held = session;
    for (let round = 0; round < 3; round++) {
      const before = pool.count('token');
      const tokens = new Set((await Promise.all(all.map(({ ask }) => ask(held)))).map(tokenOf));
      equal(pool.count('token'), before + 1);
      const stored = await store.reread(session);
      ok(stored);
      deepEqual([...tokens], [stored.accessToken]);
      notEqual(stored.refreshToken, held.refreshToken);
      held = await storeExpired(stored);
    }
  });

  /** Kills a window that has received the pool's answer but stored none of it. */
  const killWhileStoring = async (): Promise<void> => {
    const killed = await openWindow({ hangsAtStore: true });
    const before = pool.count('token');
    equal(await killed.ask(session), 'storing');
    equal(pool.count('token'), before + 1);
    await killed.kill();
    deepEqual(await store.reread(session), session, 'the old record');
  };

  it('recovers within the grace time when a window is killed before it stores the rotated token', async () => {
    await start(10);
    await killWhileStoring();
    time += 9000;
    const token = tokenOf(await (await openWindow()).ask(session));
    const stored = await store.reread(session);
    equal(stored?.accessToken, token);
    notEqual(stored.refreshToken, session.refreshToken);
    // The stored refresh token is the pool's newest, so it stays valid after the grace time.
    time += 60_000;
    const next = await (await openWindow()).ask(await storeExpired(stored));
    notEqual(tokenOf(next), token);
  });

  it('ends the session after one request when a window is killed before it stores and there is no grace time', async () => {
    await start(0);
    await killWhileStoring();
    const before = pool.count('token');
    const window = await openWindow();
    const ended = { code: 'session_ended' };
    deepEqual(await window.ask(session), [ended, ended, ended]);
    equal(pool.count('token'), before + 1);
    const stored = await store.reread(session);
    equal(stored?.refreshToken, undefined);
    ok(stored?.endedAt);
    deepEqual(await window.ask(stored), [ended, ended, ended]);
    deepEqual(await (await openWindow()).ask(session), [ended, ended, ended]);
    equal(pool.count('token'), before + 1);
  });
});
