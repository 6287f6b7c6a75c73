import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createCognitoClient } from '../../../src/client/cognitoClient';
import type { Session } from '../../../src/core/session';
import { createSessionStore } from '../../../src/sessions/store';
import type { SessionStore } from '../../../src/sessions/store';
import { createVault } from '../../../src/sessions/vault';
import { createFileSecrets } from '../../support/fileSecrets';
import { startFaultyPool } from '../../support/faultyPool';
import type { FaultyPool } from '../../support/faultyPool';
import { deleteFolder, temporaryFolder } from '../../support/processes';
import { rotatingClient } from '../../support/localClients';
import { makeProfile } from '../../support/profiles';
import { signIn, straight } from '../../support/signingIn';
import type { Place, Said } from './windowChild';
import { defaultLocalPoolConfig } from '../../../src/localPool/defaults';

/** A window of the editor: a process of its own. */
interface Window {
  ask: (session: Session) => Promise<Said>;
  kill: () => Promise<void>;
}

describe('Windows that are processes', function () {
  this.timeout(60_000);

  let folder: string;
  let pool: FaultyPool;
  let store: SessionStore;
  let session: Session;
  /** The pool's clock: it stands still, so that a busy computer does not use up the grace time. */
  let time: number;
  let windows: Window[];

  /** @param graceSeconds for how long a rotated refresh token lives on */
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
    session = await due(session);
  };

  /** The same session when its access token has expired, stored. */
  const due = async (good: Session): Promise<Session> => {
    const expired = { ...good, expiresAt: Math.floor(Date.now() / 1000) - 10 };
    await store.save(expired);
    return expired;
  };

  const openWindow = async (options: Partial<Place> = {}): Promise<Window> => {
    const place: Place = { secrets: join(folder, 'secrets'), folder: join(folder, 'storage'), ...options };
    const child = fork(join(__dirname, 'windowChild.ts'), [JSON.stringify(place)], {
      execArgv: ['--require', 'tsx/cjs'],
      // As CommonJS, its imports would count as functions that no test covers.
      env: { ...process.env, NODE_V8_COVERAGE: '' },
    });
    const exited = once(child, 'exit');
    const ended = exited.then(() => {
      throw new Error('The window ended.');
    });
    ended.catch(() => undefined);
    const said = async (): Promise<Said> => {
      const [message] = (await Promise.race([once(child, 'message'), ended])) as [Said];
      return message;
    };
    equal(await said(), 'ready');
    const window = {
      ask: (held: Session) => {
        child.send(held);
        return said();
      },
      kill: async () => {
        child.kill('SIGKILL');
        await exited;
      },
    };
    windows.push(window);
    return window;
  };

  /** The one token that every asker of a window got. */
  const tokenOf = (said: Said): string => {
    ok(typeof said === 'object');
    const [token = '', ...others] = new Set(
      said.map((outcome) => ('code' in outcome ? outcome.code : outcome.accessToken)),
    );
    deepEqual(others, []);
    ok(token.startsWith('ey'), token);
    return token;
  };

  beforeEach(() => {
    folder = temporaryFolder('windows-');
    windows = [];
    store = createSessionStore(createVault(createFileSecrets(join(folder, 'secrets')), () => undefined));
  });
  afterEach(async () => {
    await Promise.all(windows.map(({ kill }) => kill()));
    await pool.stop();
    deleteFolder(folder);
  });

  it('refresh once for each expiry, where a rotated refresh token has no grace', async () => {
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
      held = await due(stored);
    }
  });

  /** One window is killed when it has the pool's answer and has stored none of it. */
  const killWhileStoring = async (): Promise<void> => {
    const doomed = await openWindow({ hangsAtStore: true });
    const before = pool.count('token');
    equal(await doomed.ask(session), 'storing');
    equal(pool.count('token'), before + 1);
    await doomed.kill();
    deepEqual(await store.reread(session), session, 'the old record');
  };

  it('survive one that is killed between the rotation and the store, while the grace time lasts', async () => {
    await start(10);
    await killWhileStoring();
    time += 9000;
    const token = tokenOf(await (await openWindow()).ask(session));
    const stored = await store.reread(session);
    equal(stored?.accessToken, token);
    notEqual(stored.refreshToken, session.refreshToken);
    // What is stored now is the pool's newest, with no grace to live on.
    time += 60_000;
    const next = await (await openWindow()).ask(await due(stored));
    notEqual(tokenOf(next), token);
  });

  it('end honestly, and ask once, after such a death where there is no grace', async () => {
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
