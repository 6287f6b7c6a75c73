import { equal, match } from 'node:assert/strict';
import { identityPoolId } from '../support/identityPools';
import { publicClient } from '../support/localClients';
import { withResourceServer } from '../support/localPools';
import { signInToProfile } from './loginPage';
import { withPoolWindow } from './poolWindow';
import type { Workbench } from './workbench';

/** The resource of the user's profile: the API that its tokens are for. */
const resource = 'https://orders.example.com/v1';

describe('Copy Token As', () => {
  const window = withPoolWindow(
    ({ issuer }) => ({ name: 'orders', issuer, clientId: publicClient, resource, identityPoolId }),
    {},
    { 'cognito.apiProxies': [{ name: 'api', profile: 'orders', url: 'https://api.example.com' }] },
    withResourceServer(resource),
  );
  let workbench: Workbench;

  before(async () => {
    ({ workbench } = window);
    await signInToProfile(workbench, 'orders');
  });

  it('copies an Authorization header after two choices', async () => {
    await workbench.runCommand('Cognito: Copy Token As…');
    await workbench.input().waitFor();
    await workbench.page.locator('.quick-input-list-separator').getByText('Access token').waitFor();
    await workbench.picture('copy-as');
    await workbench.pick('Access token: Authorization header');
    await workbench.statusBarItem('Access token of “orders” copied as Authorization header').waitFor();
    match(await workbench.readClipboard(), /^Authorization: Bearer ey/);
  });

  const offeredUrl = async (): Promise<string> => {
    await workbench.page.getByText('Enter the URL to call').waitFor();
    return workbench.input().inputValue();
  };

  it('offers the resource of the profile as the URL of a curl command, and later the last URL', async () => {
    await workbench.runCommand('Cognito: Copy Token As…');
    await workbench.input().fill('ID token: curl');
    await workbench.pick('ID token: curl for bash and zsh');
    equal(await offeredUrl(), resource);
    await workbench.answer("https://api.example.com/it's");
    await workbench.statusBarItem('ID token of “orders” copied as curl for bash and zsh').waitFor();
    match(
      await workbench.readClipboard(),
      /^curl --header 'Authorization: Bearer ey[^']+' 'https:\/\/api\.example\.com\/it'\\''s'$/,
    );
    await workbench.runCommand('Cognito: Copy Token As…');
    await workbench.pick('Access token: curl for cmd');
    equal(await offeredUrl(), "https://api.example.com/it's");
    await workbench.page.keyboard.press('Escape');
  });

  it('copies a curl command that gets the token when it runs', async () => {
    await workbench.runCommand('Cognito: Copy Token As…');
    await workbench.pick('Access token: curl with cognito-token');
    await workbench.answer('https://api.example.com/orders');
    await workbench.statusBarItem('Access token of “orders” copied as curl with cognito-token').waitFor();
    equal(
      await workbench.readClipboard(),
      `curl --header "$(cognito-token 'orders' --header)" 'https://api.example.com/orders'`,
    );
  });

  it('copies a profile for the AWS CLI and SDKs', async () => {
    await workbench.runCommand('Cognito: Copy Token As…');
    await workbench.input().fill('aws');
    await workbench.pick('AWS profile for credential_process');
    await workbench.statusBarItem('AWS profile of “orders” copied. Paste it into ~/.aws/config.').waitFor();
    match(await workbench.readClipboard(), /^\[profile orders\]\n.*\ncredential_process = .* --aws\n$/);
  });

  it('copies the base URL of an API proxy', async () => {
    await workbench.runCommand('Cognito: Copy Token As…');
    await workbench.input().fill('base url');
    await workbench.pick('Base URL of the API proxy “api”');
    await workbench.statusBarItem('URL of the API proxy “api” copied').waitFor();
    match(await workbench.readClipboard(), /^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('copies a USERINFO request that the user pool answers', async () => {
    await workbench.runCommand('Cognito: Copy Token As…');
    await workbench.input().fill('USERINFO');
    await workbench.pick('USERINFO: curl for bash and zsh');
    await workbench.statusBarItem('USERINFO request of “orders” copied as curl for bash and zsh').waitFor();
    const line = await workbench.readClipboard();
    const [, header = '', url = ''] = /^curl --header '(.+?)' '(.+)'$/.exec(line) ?? [];
    const answer = await fetch(url, { headers: { authorization: header.replace('Authorization: ', '') } });
    equal(answer.status, 200);
  });
});
