import { match } from 'node:assert/strict';
import { themes, Workbench } from './workbench';
import { session } from './session';

describe('Local user pool with https', () => {
  let workbench: Workbench;

  before(async () => {
    await session().editor.configure({ 'cognito.localUserPool.https': true });
    workbench = await Workbench.open();
  });

  after(async () => {
    await workbench.runCommand('Cognito: Stop Local User Pool');
    await session().editor.configure({ 'cognito.localUserPool.https': undefined, 'cognito.profiles': [] });
    await workbench.close();
  });

  it('says how browsers trust its certificate, and copies the command', async () => {
    await workbench.runCommand('Cognito: Start Local User Pool');
    await workbench.clickNotificationButton('Browsers warn about its certificate', 'How to Trust It');
    const dialog = workbench.dialog();
    await dialog.getByText('Firefox: open Settings').waitFor();
    for (const [name, theme] of Object.entries(themes)) {
      await workbench.setTheme(theme);
      await workbench.picture(`how-to-trust-${name}`);
    }
    await workbench.setTheme(themes.dark);
    await dialog.getByRole('button', { name: 'Copy Command' }).click();
    await workbench.statusBarItem('Command copied').waitFor();
    match(await workbench.readClipboard(), /localUserPool\/local-user-pool\.crt/);
  });
});
