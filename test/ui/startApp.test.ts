import { deepEqual, equal, match } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { startGuardedApi, type GuardedApi } from '../support/guardedApi';
import { publicClient } from '../support/localClients';
import { eventually } from '../support/waiting';
import { signInToProfile } from './loginPage';
import { scenario } from './scenario';
import { session } from './session';
import { Workbench } from './workbench';

/** The address of the proxy, for a task and a launch configuration. */
const inputs = [{ id: 'api', type: 'command', command: 'cognito.apiProxyUrl', args: 'orders' }];

/** The app that is started: it calls the API, and writes what it got and how it was started into a file. */
const app = `
const { writeFileSync, renameSync } = require('node:fs');
fetch(process.env.API_URL + '/orders').then(async (response) => {
  const result = { status: response.status, body: await response.text(), environment: process.env };
  writeFileSync(process.argv[2] + '.part', JSON.stringify(result));
  renameSync(process.argv[2] + '.part', process.argv[2]);
});
`;

describe('App that gets the address of an API proxy', () => {
  let pool: LocalPool;
  let api: GuardedApi;
  let workbench: Workbench;
  const file = (name: string): string => join(session().editor.workspace, name);

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
    api = await startGuardedApi(pool.issuer);
    await session().editor.configure({
      'cognito.profiles': [{ name: 'dev', issuer: pool.issuer, clientId: publicClient }],
      'cognito.apiProxies': [{ name: 'orders', profile: 'dev', url: api.origin }],
    });
    await mkdir(file('.vscode'), { recursive: true });
    await writeFile(file('app.js'), app);
    const env = { API_URL: '${input:api}' };
    const task = {
      label: 'call the API',
      type: 'process',
      command: process.execPath,
      args: ['app.js', 'task.json'],
      options: { env },
      problemMatcher: [],
    };
    await writeFile(file('.vscode/tasks.json'), JSON.stringify({ version: '2.0.0', tasks: [task], inputs }));
    const launch = {
      name: 'debug the app',
      type: 'node',
      request: 'launch',
      program: '${workspaceFolder}/app.js',
      args: ['launch.json'],
      runtimeExecutable: process.execPath,
      env,
    };
    await writeFile(
      file('.vscode/launch.json'),
      JSON.stringify({ version: '0.2.0', configurations: [launch], inputs }),
    );
    workbench = await Workbench.open();
    await signInToProfile(workbench, 'dev');
  });

  after(async () => {
    for (const name of ['.vscode', 'app.js', 'task.json', 'launch.json']) {
      await rm(file(name), { recursive: true, force: true });
    }
    await session().editor.configure({ 'cognito.profiles': [], 'cognito.apiProxies': undefined });
    await workbench.close();
    await api.stop();
    await pool.stop();
  });

  /** What the app has written, and that its environment has the address and no token. */
  const resultOf = async (name: string): Promise<void> => {
    await eventually(`the app to write ${name}`, () => existsSync(file(name)) || undefined, 60_000);
    const text = await readFile(file(name), 'utf8');
    const { status, body, environment } = JSON.parse(text) as {
      readonly status: number;
      readonly body: string;
      readonly environment: Readonly<Record<string, string>>;
    };
    deepEqual([status, body], [200, '{"orders":[]}']);
    match(environment.API_URL ?? '', /^http:\/\/127\.0\.0\.1:\d+$/);
    session().canary.look(`the environment of ${name}`, text);
  };

  scenario('calls the API with a valid token', (step) => {
    step('from a task', async () => {
      await workbench.runCommand('Tasks: Run Task');
      await workbench.pick('call the API');
      await resultOf('task.json');
    });

    step('from a debug session', async () => {
      await workbench.runCommand('Debug: Select and Start Debugging');
      await workbench.pick('debug the app');
      await resultOf('launch.json');
      equal(api.accepted.length, 2);
      deepEqual(api.refused, []);
      deepEqual(session().canary.leaks(), []);
    });
  });
});
