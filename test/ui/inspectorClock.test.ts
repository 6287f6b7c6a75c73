import { equal } from 'node:assert/strict';
import { signedIn } from '../support/inspectorStates';
import { now } from '../support/tokens';
import { InspectorPage } from './inspectorPage';
import { session } from './session';
import { themeLooks } from './themeLooks';

describe('Token Inspector on a computer whose clock is two hours slow', () => {
  let inspector: InspectorPage;

  before(async () => {
    const { dark } = await themeLooks();
    // 20 seconds later, so that no text changes during the test.
    inspector = await InspectorPage.open(session().browser, dark, { now: now - 7200 + 20 });
    await inspector.show(signedIn({ clockSkew: 7_200_000 }));
  });

  after(async () => {
    await inspector.close();
  });

  const expiry = (): Promise<string> =>
    inspector.page.locator('tr[data-name="exp"] .relative').first().innerText();

  it('uses the pool’s clock in the title, in the claims and in filtered claims', async () => {
    equal(await inspector.page.locator('.state-text').innerText(), 'Access token expires in 59 minutes');
    equal(await inspector.page.locator('.state-note').innerText(), 'Received less than a minute ago');
    await inspector.page.getByRole('tab', { name: 'Access token' }).click();
    equal(await expiry(), 'in 59 minutes');
    await inspector.page.getByRole('textbox', { name: 'Filter claims' }).fill('exp');
    equal(await expiry(), 'in 59 minutes');
  });
});
