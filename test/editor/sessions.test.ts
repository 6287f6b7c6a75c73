import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { createRequire } from 'node:module';
import { authentication, commands, workspace } from 'vscode';
import { decodeJwt, timeClaim } from '../../src/core/jwt';
import { startFaultyPool } from '../support/faultyPool';
import type { FaultyPool } from '../support/faultyPool';
import { html, respond } from '../support/faultyPoolAnswers';
import { closeInspectors, copied, setProfiles, signInAs } from '../support/inEditor';
import { eventually } from '../support/waiting';
import { defaultLocalPoolConfig } from '../../src/localPool/defaults';

describe('A session', function () {
  this.timeout(60_000);

  let pool: FaultyPool;
  let token: string;
  const copy = (): Promise<string> => copied('cognito.copyAccessToken', 'demo');
  const refresh = (): Thenable<unknown> => commands.executeCommand('cognito.refreshTokens', 'demo');

  /** The process belongs to every extension. */
  const processWide = (): unknown[] => {
    const fs = createRequire(__filename)('node:fs') as { close: unknown; closeSync: unknown };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'exit'].map((signal) => process.listenerCount(signal));
    return [fs.close, fs.closeSync, Reflect.get(process, 'emit'), ...signals];
  };

  /** What the extension has logged, as a person reads it. */
  const logged = async (): Promise<readonly string[]> => {
    await commands.executeCommand('cognito.showLog');
    const log = await eventually('the log', () =>
      workspace.textDocuments.find(({ uri }) => uri.scheme === 'output' && /Cognito/.test(uri.path)),
    );
    return log.getText().split('\n');
  };

  /** @param lifetime of the tokens, in seconds */
  const start = async (lifetime = 600): Promise<void> => {
    const config = defaultLocalPoolConfig();
    pool = await startFaultyPool({
      config: {
        ...config,
        clients: config.clients.map((client) => ({
          ...client,
          accessTokenSeconds: lifetime,
          idTokenSeconds: lifetime,
        })),
      },
    });
    const rotating = config.clients.find(({ rotation }) => rotation !== undefined);
    await setProfiles([{ name: 'demo', issuer: pool.issuer, clientId: rotating?.clientId }]);
    await signInAs('demo');
    token = await copy();
    ok(token.startsWith('ey'), token);
  };

  afterEach(async () => {
    await commands.executeCommand('cognito.signOut', 'demo');
    await setProfiles([]);
    await pool.stop();
    await closeInspectors();
  });

  it('is refreshed once for a thousand who ask at the same time', async () => {
    // Due soon after the sign-in, and not again for the rest of the test.
    await start(66);
    const expiry = timeClaim(decodeJwt(token)?.claims ?? {}, 'exp') ?? 0;
    await eventually('the token to be due', () => expiry - Date.now() / 1000 < 59 || undefined);
    const before = pool.count('token');
    await Promise.all(
      Array.from({ length: 1000 }, () => commands.executeCommand('cognito.copyAccessToken', 'demo')),
    );
    equal(pool.count('token'), before + 1);
    notEqual(await copy(), token);
  });

  it('outlives whatever the network and the pool do, but for the pool’s own end', async () => {
    await start();
    for (const fault of [
      respond(503),
      html(200),
      html(502),
      respond(429, undefined, { 'retry-after': '0' }),
    ]) {
      pool.faults.token = fault;
      await refresh();
      equal(await copy(), token);
    }
    delete pool.faults.token;
    await refresh();
    notEqual(await copy(), token);
  });

  it('fails once for all who ask at the same time, and that is told once', async () => {
    // Due at once: whoever asks needs a refresh.
    await start(30);
    pool.faults.token = ({ response }) => {
      response.destroy();
    };
    const before = pool.count('token');
    await Promise.all([
      ...Array.from({ length: 10 }, () => commands.executeCommand('cognito.copyAccessToken', 'demo')),
      ...Array.from({ length: 10 }, () => commands.executeCommand('cognito.copyIdToken', 'demo')),
      ...Array.from({ length: 10 }, refresh),
      ...Array.from({ length: 10 }, () =>
        authentication.getSession('cognito', ['profile:demo'], { silent: true }).then(
          () => undefined,
          () => undefined,
        ),
      ),
    ]);
    // One request, and again after each of two pauses.
    equal(pool.count('token'), before + 3);
    delete pool.faults.token;
    await refresh();
    await commands.executeCommand('cognito.signOut', 'demo');
    const said = await eventually('the log to be written', async () => {
      const lines = await logged();
      const told = lines.findIndex((line) => line.includes(pool.host));
      const isOver = told >= 0 && lines.slice(told).some((line) => line.includes('[sign-out]'));
      return isOver ? lines : undefined;
    });
    // What is told is logged as an error.
    deepEqual(
      said
        .filter((line) => line.includes('[error]') && line.includes(pool.host))
        .map((line) => line.replace(/^.*\[error\] /, '')),
      [`[network] {"host":"${pool.host}"}`],
    );
  });

  it('ends when the pool refuses its refresh token, and is not asked about again', async () => {
    await start();
    pool.faults.token = respond(400, { error: 'invalid_grant' });
    await refresh();
    const asked = pool.count('token');
    await refresh();
    equal(pool.count('token'), asked);
    // The access token is good until it expires.
    equal(await copy(), token);
    delete pool.faults.token;
    await signInAs('demo');
    notEqual(await copy(), token);
  });

  it('is forgotten by a sign-out that the pool cannot be told of', async () => {
    await start();
    pool.faults.revoke = respond(503);
    await commands.executeCommand('cognito.signOut', 'demo');
    equal(await copy(), 'nothing copied');
  });

  it('leaves the process as it is when it takes the lock between windows', async () => {
    await start();
    const before = processWide();
    await refresh();
    notEqual(await copy(), token);
    deepEqual(processWide(), before);
  });
});
