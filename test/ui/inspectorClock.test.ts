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
    // A little later, so that nothing repaints the page while the test looks.
    inspector = await InspectorPage.open(session().browser, dark, { now: now - 7200 + 20 });
    await inspector.show(signedIn({ clockSkew: 7_200_000 }));
  });

  after(async () => {
    await inspector.close();
  });

  const expiry = (): Promise<string> =>
    inspector.page.locator('tr[data-name="exp"] .relative').first().innerText();

  it('counts by the pool’s clock, in the title, in the claims, and in those a filter has found', async () => {
    equal(await inspector.page.locator('.state-text').innerText(), 'Access token expires in 59 minutes');
    equal(await inspector.page.locator('.state-note').innerText(), 'Received less than a minute ago');
    await inspector.page.getByRole('tab', { name: 'Access token' }).click();
    equal(await expiry(), 'in 59 minutes');
    await inspector.page.getByRole('textbox', { name: 'Filter claims' }).fill('exp');
    equal(await expiry(), 'in 59 minutes');
  });
});
