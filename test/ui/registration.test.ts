import { deepEqual, equal, match } from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultLocalPoolConfig } from '../../src/localPool/defaults';
import type { LocalPoolConfig } from '../../src/localPool/configSchema';
import { send, startFaultyPool, type FaultyPool } from '../support/faultyPool';
import { machineClient } from '../support/localClients';
import { CountingUser } from './countingUser';
import { signInOnPage } from './loginPage';
import { scenario } from './scenario';
import { session } from './session';
import { themes, Workbench } from './workbench';

const registrar = 'aws.cognito/dcr/register';

/** The profiles in the user settings. */
async function userProfiles(): Promise<readonly { readonly name: string; readonly clientId: string }[]> {
  const file = join(session().editor.dataDir, 'data/User/settings.json');
  const settings = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  return (settings['cognito.profiles'] ?? []) as readonly {
    readonly name: string;
    readonly clientId: string;
  }[];
}

function poolConfig(dynamicRegistration: LocalPoolConfig['dynamicRegistration']): LocalPoolConfig {
  const { clients, ...config } = defaultLocalPoolConfig();
  return {
    ...config,
    dynamicRegistration,
    clients: clients.map((client) =>
      client.clientId === machineClient.clientId ? { ...client, scopes: [registrar] } : client,
    ),
  };
}

/** A user pool that lets apps register themselves, and a window of the editor without a profile. */
class Registering {
  private constructor(
    readonly pool: FaultyPool,
    readonly workbench: Workbench,
  ) {}

  static async open(dynamicRegistration: 'open' | 'authenticated'): Promise<Registering> {
    const pool = await startFaultyPool({ config: poolConfig(dynamicRegistration) });
    await session().editor.configure({ 'cognito.profiles': [] });
    return new Registering(pool, await Workbench.open());
  }

  async close(): Promise<void> {
    await this.workbench.close();
    await session().editor.configure({ 'cognito.profiles': [] });
    await this.pool.stop();
  }

  get registrations(): number {
    return this.pool.messages.filter(({ url }) => url === '/oauth2/register').length;
  }
}

/** Pastes the pool's issuer, answers the question, and signs in. @returns actions and typed settings */
async function signInWithPool(
  { pool }: Registering,
  workbench: Workbench,
  button: string,
  look?: () => Promise<void>,
): Promise<readonly [actions: number, typed: number]> {
  const user = new CountingUser(workbench);
  await user.run('Cognito: Sign In');
  await user.paste(pool.issuer, 'asks for the app client next');
  await user.accept();
  await workbench.dialog().getByRole('button', { name: button, exact: true }).waitFor();
  await look?.();
  const tab = await workbench.openedTab(() => user.pressInDialog(button));
  // The browser is signed in after the first time, and shows no page then.
  if (button === 'Register') await signInOnPage(tab);
  const inspector = workbench.webview(`Cognito: ${pool.host}`);
  await inspector.getByRole('heading', { name: 'jane.doe@example.com' }).waitFor();
  await tab.close();
  return [user.actions, user.typed];
}

describe('A user pool that lets apps register themselves', () => {
  let registering: Registering;

  afterEach(() => registering.close());

  scenario('registers this editor once', (step) => {
    const clientId = async (): Promise<string | undefined> => (await userProfiles())[0]?.clientId;
    let registered: string | undefined;

    step('signs in with nothing but the pool after 3 actions', async () => {
      registering = await Registering.open('open');
      const { workbench, pool } = registering;
      const counted = await signInWithPool(registering, workbench, 'Register', async () => {
        const text = await workbench.dialog().innerText();
        match(text, /This user pool lets apps register themselves\. Register this editor\?/);
        match(text, new RegExp(`${pool.host}\n`));
        match(text, /code-oss:\/\/cognito-tools\.cognito-token-inspector\/callback\/[0-9a-f]{32}/);
        for (const [name, theme] of Object.entries(themes)) {
          await workbench.setTheme(theme);
          await workbench.picture(`registration-question-${name}`);
        }
        await workbench.setTheme(themes.dark);
      });
      deepEqual(counted, [3, 1]);
      registered = await clientId();
      equal(registering.registrations, 1);
      deepEqual(await userProfiles(), [{ name: pool.host, issuer: pool.issuer, clientId: registered }]);
    });

    step('says in Check App Client what the registration has learned', async () => {
      const { workbench, pool } = registering;
      await workbench.runCommand('Cognito: Check App Client');
      const checks = workbench.webview(`Check App Client: ${pool.host}`);
      await checks.getByText('Open: the pool asked for no access token').waitFor();
      await workbench.picture('registration-check');
      equal(registering.registrations, 1);
    });

    step('uses the same app client in a second window, where the profile was removed', async () => {
      const { workbench } = registering;
      await workbench.runCommand('View: Close All Editors');
      await session().editor.configure({ 'cognito.profiles': [] });
      const second = await workbench.anotherWindow();
      const counted = await signInWithPool(registering, second, 'Use App Client', () =>
        second.picture('registration-again'),
      );
      deepEqual(counted, [3, 1]);
      await second.page.close();
      deepEqual([await clientId(), registering.registrations], [registered, 1]);
    });

    step('uses the same app client after a reload', async () => {
      const { workbench } = registering;
      await session().editor.configure({ 'cognito.profiles': [] });
      await workbench.reload();
      await signInWithPool(registering, workbench, 'Use App Client');
      deepEqual([await clientId(), registering.registrations], [registered, 1]);
      await workbench.runCommand('Cognito: Sign Out');
    });
  });

  it('copies the callback URL when the pool refuses, and asks for the client id', async () => {
    registering = await Registering.open('open');
    const { workbench, pool } = registering;
    pool.faults.other = async ({ url, response, pass }) => {
      const refused = { status: 403, headers: {}, body: Buffer.from('Forbidden') };
      send(response, url === '/oauth2/register' ? refused : await pass());
    };
    const user = new CountingUser(workbench);
    await user.run('Cognito: Add Profile…');
    await user.paste(pool.issuer, 'asks for the app client next');
    await user.accept();
    await user.pressInDialog('Register');
    await workbench.notification('A firewall probably refused the request').waitFor();
    await workbench.page.getByText('The app client id, from the app client’s page').waitFor();
    await workbench.picture('registration-refused');
    await workbench.clickNotificationButton('was not registered', 'Copy Callback URL');
    await workbench.statusBarItem('Callback URL copied').waitFor();
    equal(await workbench.readClipboard(), 'code-oss://cognito-tools.cognito-token-inspector/callback');
    await workbench.page.keyboard.press('Escape');
    deepEqual(await userProfiles(), []);
  });

  it('uses the access token of a machine client when the pool asks for one', async () => {
    registering = await Registering.open('authenticated');
    const { workbench, pool } = registering;
    const machine = {
      name: 'registrar',
      issuer: pool.issuer,
      clientId: machineClient.clientId,
      grant: 'client_credentials',
      scopes: [registrar],
    };
    await session().editor.configure({ 'cognito.profiles': [machine] });
    await workbench.reload();
    await workbench.runCommand('Cognito: Set Client Secret…');
    await workbench.answer(machineClient.secret);
    await workbench.notification('The client secret of “registrar” is set').waitFor();
    await workbench.runCommand('Notifications: Clear All Notifications');
    const user = new CountingUser(workbench);
    await user.run('Cognito: Add Profile…');
    await user.paste(pool.issuer, 'asks for the app client next');
    await user.accept();
    await user.pressInDialog('Register');
    await workbench.notification('was added to your user settings').waitFor();
    equal((await userProfiles()).length, 2);
    // Without a token first, and then with one.
    equal(registering.registrations, 2);
  });
});
