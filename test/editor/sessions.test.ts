import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { createRequire } from 'node:module';
import { authentication, commands, workspace } from 'vscode';
import { decodeJwt, timeClaim } from '../../src/core/jwt';
import { startFaultyPool, type FaultyPool } from '../support/faultyPool';
import { html, respond } from '../support/faultyPoolAnswers';
import { closeInspectors, copied, setProfiles, signInAs } from '../support/inEditor';
import { rotatingClient } from '../support/localClients';
import { eventually } from '../support/waiting';
import { defaultLocalPoolConfig } from '../../src/localPool/defaults';

describe('Session', function () {
  this.timeout(60_000);

  let pool: FaultyPool;
  let token: string;
  const copy = (): Promise<string> => copied('cognito.copyAccessToken', 'demo');
  const refresh = (): Thenable<unknown> => commands.executeCommand('cognito.refreshTokens', 'demo');

  /** Functions and signal listeners of the process, which all extensions share. */
  const processGlobals = (): unknown[] => {
    const fs = createRequire(__filename)('node:fs') as { close: unknown; closeSync: unknown };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'exit'].map((signal) => process.listenerCount(signal));
    return [fs.close, fs.closeSync, Reflect.get(process, 'emit'), ...signals];
  };

  /** The lines of the extension’s log, as the output view shows them. */
  const logLines = async (): Promise<readonly string[]> => {
    await commands.executeCommand('cognito.showLog');
    const log = await eventually('the log', () =>
      workspace.textDocuments.find(({ uri }) => uri.scheme === 'output' && /Cognito/.test(uri.path)),
    );
    return log.getText().split('\n');
  };

  /** Starts a pool and signs in. @param lifetime of the tokens, in seconds */
  const signInToPool = async (lifetime = 600): Promise<void> => {
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
    await setProfiles([{ name: 'demo', issuer: pool.issuer, clientId: rotatingClient }]);
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

  it('is refreshed once for a thousand copies of its token at the same time', async () => {
    // Due soon after the sign-in, and not again for the rest of the test.
    await signInToPool(66);
    const expiry = timeClaim(decodeJwt(token)?.claims ?? {}, 'exp') ?? 0;
    await eventually('the token to be due', () => expiry - Date.now() < 59_000 || undefined);
    const before = pool.count('token');
    await Promise.all(
      Array.from({ length: 1000 }, () => commands.executeCommand('cognito.copyAccessToken', 'demo')),
    );
    equal(pool.count('token'), before + 1);
    notEqual(await copy(), token);
  });

  it('is kept when a refresh fails because of the network or the pool', async () => {
    await signInToPool();
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

  it('shares one failed refresh among all commands at the same time, and logs one error', async () => {
    // The token is due for a refresh at once, so every command needs one.
    await signInToPool(30);
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
    // One request and two retries.
    equal(pool.count('token'), before + 3);
    delete pool.faults.token;
    await refresh();
    await commands.executeCommand('cognito.signOut', 'demo');
    const log = await eventually('the log to be written', async () => {
      const lines = await logLines();
      const first = lines.findIndex((line) => line.includes(pool.host));
      const isOver = first >= 0 && lines.slice(first).some((line) => line.includes('[sign-out]'));
      return isOver ? lines : undefined;
    });
    // An error that the user sees is logged as an error.
    deepEqual(
      log
        .filter((line) => line.includes('[error]') && line.includes(pool.host))
        .map((line) => line.replace(/^.*\[error\] /, '')),
      [`[network] {"host":"${pool.host}"}`],
    );
  });

  it('sends no second refresh when the pool has refused the refresh token', async () => {
    await signInToPool();
    pool.faults.token = respond(400, { error: 'invalid_grant' });
    await refresh();
    const before = pool.count('token');
    await refresh();
    equal(pool.count('token'), before);
    // The access token is valid until it expires.
    equal(await copy(), token);
    delete pool.faults.token;
    await signInAs('demo');
    notEqual(await copy(), token);
  });

  it('is removed by Sign Out when the pool cannot revoke the refresh token', async () => {
    await signInToPool();
    pool.faults.revoke = respond(503);
    await commands.executeCommand('cognito.signOut', 'demo');
    equal(await copy(), 'nothing copied');
  });

  it('changes no global function or signal listener of the process when it takes the lock between windows', async () => {
    await signInToPool();
    const before = processGlobals();
    await refresh();
    notEqual(await copy(), token);
    deepEqual(processGlobals(), before);
  });
});
