import { equal, match } from 'node:assert/strict';
import { Workbench } from './workbench';

describe('Report Issue', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open();
    await workbench.context.route('https://github.com/**', (route) => route.fulfill({ body: 'The form' }));
  });
  after(() => workbench.close());

  it('opens the form of the repository with the versions', async () => {
    const tab = await workbench.openedTab(() => workbench.runCommand('Cognito: Report Issue…'));
    await tab.getByText('The form').waitFor();
    const { pathname, searchParams } = new URL(tab.url());
    equal(pathname, '/cognito-tools/cognito-token-inspector/issues/new');
    // An editor in a browser adds its own lines only. The reporter of a desktop editor also shows what the command gives it.
    match(searchParams.get('body') ?? '', /Extension version: \d+\.\d+\.\d+/);
    await tab.close();
  });
});
