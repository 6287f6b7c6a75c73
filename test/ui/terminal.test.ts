import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultLocalPoolConfig } from '../../src/localPool/defaults';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { startGuardedApi, type GuardedApi } from '../support/guardedApi';
import { identityPoolId } from '../support/identityPools';
import { publicClient, rotatingClient } from '../support/localClients';
import { eventually } from '../support/waiting';
import { signInOnPage } from './loginPage';
import { scenario } from './scenario';
import { session } from './session';
import { Workbench } from './workbench';

/** The result of a command in a terminal: its output, and its exit code in the last line. */
interface Result {
  readonly text: string;
  readonly code: number;
}

/** The shells of this computer in which a terminal can run. */
const shells = ['bash', 'sh', 'zsh', 'fish'].filter((shell) => existsSync(`/usr/bin/${shell}`));

describe('cognito-token in a terminal', () => {
  let pool: LocalPool;
  let api: GuardedApi;
  let workbench: Workbench;
  let folder: string;

  before(async () => {
    // Tokens that are good for two more minutes only in their first seconds, so that a run of some seconds needs new ones.
    const shipped = defaultLocalPoolConfig();
    const clients = shipped.clients.map((client) =>
      client.clientId === rotatingClient
        ? { ...client, accessTokenSeconds: 123, idTokenSeconds: 123 }
        : client,
    );
    pool = await startLocalPool({ host: '127.0.0.1', port: 0, config: { ...shipped, clients } });
    api = await startGuardedApi(pool.issuer);
    const { issuer } = pool;
    await session().editor.configure({
      'cognito.profiles': [
        { name: 'dev', issuer, clientId: rotatingClient, identityPoolId },
        { name: 'live', issuer, clientId: publicClient, production: true },
      ],
      'cognito.defaultProfile': 'dev',
    });
    folder = session().editor.workspace;
    workbench = await Workbench.open();
    await workbench.runCommand('Terminal: Create New Terminal');
  });

  after(async () => {
    await session().editor.configure({ 'cognito.profiles': [], 'cognito.defaultProfile': undefined });
    await workbench.close();
    await api.stop();
    await pool.stop();
  });

  /** Runs a command from a script in the terminal. @returns a function that waits for its end */
  const start = async (command: string): Promise<() => Promise<Result>> => {
    const file = join(folder, 'result.txt');
    await rm(file, { force: true });
    const script = `{ ${command}\n} > out.txt 2>&1\necho "exit $?" >> out.txt\nmv out.txt result.txt\n`;
    await writeFile(join(folder, 'run.sh'), script);
    await workbench.page.locator('.terminal-wrapper.active .xterm-helper-textarea').first().focus();
    await workbench.page.keyboard.type('sh run.sh');
    await workbench.page.keyboard.press('Enter');
    return () =>
      eventually(
        `the end of ${command}`,
        async () => {
          if (!existsSync(file)) return undefined;
          const text = await readFile(file, 'utf8');
          await rm(file);
          const [, code] = /exit (\d+)\n$/.exec(text) ?? [];
          return { text: text.replace(/exit \d+\n$/, ''), code: Number(code) };
        },
        120_000,
      );
  };
  const run = async (command: string): Promise<Result> => (await start(command))();
  const question = /Give the access token of “dev” to “[^”]+”\?/;

  scenario('gives tokens to programs of a terminal that the user allows', (step) => {
    step('says how to sign in when there is no session', async () => {
      const { text, code } = await run('cognito-token');
      equal(code, 2);
      match(text, /You are not signed in to “dev”\.[^]*--sign-in/);
    });

    step('opens the browser with --sign-in, and prints a token when the user has allowed it', async () => {
      const ended = await start('cognito-token --sign-in --json');
      await workbench.notification(question).waitFor();
      await workbench.picture('terminal-consent');
      const tab = await workbench.openedTab(() => workbench.clickNotificationButton(question, 'Allow Once'));
      await signInOnPage(tab);
      const { text, code } = await ended();
      await tab.close();
      equal(code, 0, text);
      match(text, /Waiting for your answer in the editor…\n.*Waiting for your sign-in in the browser…\n/);
      match(text, /\{"token":"eyJ[\w.-]+","kind":"access","profile":"dev","expiresAt":"[\d:.TZ-]+"\}/);
    });

    step('asks again after Allow Once, and hands out nothing after Deny', async () => {
      const ended = await start('cognito-token');
      await workbench.clickNotificationButton(question, 'Deny');
      const { text, code } = await ended();
      equal(code, 3);
      match(text, /was not given away/);
    });

    step('succeeds 100 of 100 times with curl, across an expiry and a rotation', async () => {
      const loop = 'i=0; while [ $i -lt 100 ]; do i=$((i+1)); ';
      const ended = await start(
        `sh -c '${loop} curl -sf -o /dev/null -H "$(cognito-token --header)" ${api.origin}/orders || exit 7; done'`,
      );
      await workbench.clickNotificationButton(question, 'Allow in This Window');
      const { code, text } = await ended();
      equal(code, 0, text);
      equal(api.accepted.length, 100);
      deepEqual(api.refused, []);
      ok(new Set(api.accepted).size > 1, 'no token was refreshed');
    });

    step('refreshes once for fifty calls at the same time', async () => {
      const before = new Set(api.accepted).size;
      const { code, text } = await run(
        `sh -c 'for i in $(seq 50); do curl -sf -H "$(cognito-token --header)" ${api.origin}/ & done; wait'`,
      );
      equal(code, 0, text);
      equal(api.accepted.length, 150);
      ok(new Set(api.accepted).size <= before + 2, 'more than one refresh');
    });

    step('asks about a production profile, and names it', async () => {
      const ended = await start('cognito-token live --header --sign-in');
      const toast = workbench.notification(/access token of “live”, a production profile, to/);
      await toast.waitFor();
      equal(await toast.getByRole('button', { name: 'Allow in This Window' }).count(), 0);
      await workbench.clickNotificationButton(/production profile/, 'Deny');
      equal((await ended()).code, 3);
    });

    for (const shell of shells) {
      step(`works in ${shell}`, async () => {
        await writeFile(
          join(folder, 'call'),
          `curl -sf -H "$(cognito-token --header)" ${api.origin}/${shell}\n`,
        );
        const { text, code } = await run(`${shell} ./call`);
        deepEqual([text, code], ['{"orders":[]}', 0]);
      });
    }

    if (existsSync('/usr/bin/python3')) {
      step('gives Python a token that it asks for itself', async () => {
        const script = [
          'import subprocess, urllib.request',
          "token = subprocess.check_output(['cognito-token'], text=True).strip()",
          `request = urllib.request.Request('${api.origin}/python', headers={'Authorization': f'Bearer {token}'})`,
          'print(urllib.request.urlopen(request).read().decode())',
        ];
        await writeFile(join(folder, 'call.py'), script.join('\n'));
        deepEqual(await run('/usr/bin/python3 call.py'), { text: '{"orders":[]}\n', code: 0 });
      });
    }

    step('shows in the Cognito view which program got a token, and asks again on request', async () => {
      await workbench.page.getByRole('tab', { name: 'Cognito', exact: true }).click();
      const line = workbench.page
        .getByRole('treeitem', { name: /“sh” got the access token \d+ times/ })
        .first();
      await line.waitFor();
      for (const theme of ['Default Light Modern', 'Default High Contrast', 'Default Dark Modern'] as const) {
        await workbench.setTheme(theme);
        await workbench.picture(`handed-out-${theme.replaceAll(' ', '-').toLowerCase()}`);
      }
      await line.hover();
      await line.getByRole('button', { name: 'Ask Again Before Handing Out Tokens' }).click();
      await line.waitFor({ state: 'detached' });
      const ended = await start('cognito-token');
      await workbench.clickNotificationButton(question, 'Deny');
      equal((await ended()).code, 3);
    });

    step('has no token in its environment and in the shell’s history', async () => {
      const { text } = await run('env; cat ~/.bash_history || true');
      match(text, /COGNITO_TOKEN_SOCKET=/);
      session().canary.look('the environment of a terminal', text);
      deepEqual(session().canary.leaks(), []);
    });

    step('gives AWS credentials after a question of their own, and leaves no key anywhere', async () => {
      const awsQuestion = /Give AWS credentials of “dev” to “[^”]+”\?/;
      const ended = await start('cognito-token --aws');
      await workbench.notification(awsQuestion).waitFor();
      await workbench.picture('terminal-aws-consent');
      await workbench.clickNotificationButton(awsQuestion, 'Allow in This Window');
      const { text, code } = await ended();
      equal(code, 0, text);
      const keys = JSON.parse(text.split('\n').at(-2) ?? '') as Record<string, string>;
      match(keys['AccessKeyId'] ?? '', /^ASIA/);
      const { canary } = session();
      for (const name of ['SecretAccessKey', 'SessionToken']) canary.know(keys[name] ?? '', 'an AWS key');
      const command = await run('cognito-token --aws -- env; env');
      match(command.text, /AWS_CONTAINER_CREDENTIALS_FULL_URI=http:\/\/127\.0\.0\.1:\d+\//);
      canary.look('the environment of a command', command.text);
      await workbench.page.getByRole('treeitem', { name: /“env” got AWS credentials once/ }).waitFor();
      deepEqual(canary.leaks(), []);
    });

    step('needs a new terminal after the window was reloaded', async () => {
      await workbench.reload();
      const { text, code } = await run('cognito-token');
      equal(code, 4);
      match(text, /^cognito-token: [^\n]*Open a new terminal[^\n]*\n$/);
      await workbench.runCommand('Terminal: Create New Terminal');
      const ended = await start('cognito-token');
      await workbench.clickNotificationButton(question, 'Deny');
      equal((await ended()).code, 3);
    });
  });
});
