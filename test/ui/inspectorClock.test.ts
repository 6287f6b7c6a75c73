import { equal } from 'node:assert/strict';
import { signedIn } from '../support/inspectorStates';
import { now } from '../support/tokens';
import { InspectorPage } from './inspectorPage';
import { session } from './session';
import { themeLooks } from './themeLooks';

describe('The inspector on a computer whose clock is two hours slow', () => {
  let inspector: InspectorPage;

  before(async () => {
    const { dark } = await themeLooks();
    inspector = await InspectorPage.open(session().browser, dark, { now: now - 7200 });
    await inspector.show(signedIn({ clockSkew: 7200 }));
  });

  after(async () => {
    await inspector.close();
  });

  const expiry = (): Promise<string> =>
    inspector.page.locator('tr[data-name="exp"] .relative').first().innerText();

  it('counts by the pool’s clock, in the title, in the claims, and in those a filter has found', async () => {
    await inspector.page.getByText('Access token expires in 1 hour').waitFor();
    await inspector.page.getByText('Received less than a minute ago').waitFor();
    await inspector.page.getByRole('tab', { name: 'Access token' }).click();
    equal(await expiry(), 'in 1 hour');
    await inspector.page.getByRole('textbox', { name: 'Filter claims' }).fill('exp');
    equal(await expiry(), 'in 1 hour');
  });
});
