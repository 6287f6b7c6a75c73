import { deepEqual } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { authorizeQuery } from '../support/localPoolRequests';
import { pageFaults } from './accessibility';
import { signInOnPage } from './loginPage';
import { looks } from './pageLooks';
import { takePicture } from './pictures';
import { session } from './session';

describe('Page for a code of the local user pool', () => {
  let pool: LocalPool;
  let page: Page | undefined;

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
  });
  afterEach(() => page?.close());
  after(() => pool.stop());

  for (const [name, { look, without }] of Object.entries(looks)) {
    it(`takes the code that it shows, and has no fault of accessibility in ${name}`, async () => {
      page = await session().browser.newPage(look);
      await page.goto(
        `${pool.origin}/oauth2/authorize?${authorizeQuery({ acr_values: 'urn:cognito:loa:4' })}`,
      );
      await signInOnPage(page);
      const field = page.getByLabel('Code from the authenticator app');
      await field.waitFor();
      await page.locator('#code:focus').waitFor();
      const picture = async (step: string): Promise<void> => {
        await takePicture(page!, `${step}-${name}`);
      };
      await picture('second-step');
      const faults = (): Promise<string[]> => pageFaults(page!, without);
      deepEqual(await faults(), []);
      await field.fill('wrong');
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('alert').waitFor();
      await picture('second-step-again');
      deepEqual(await faults(), []);
      await field.fill((await page.locator('code').textContent()) ?? '');
      // Nothing listens at the callback URL, so the browser shows an error after this request.
      const callback = page.waitForRequest(/^http:\/\/localhost:8400\/callback\?code=/);
      await page.getByRole('button', { name: 'Continue' }).click();
      await callback;
    });
  }
});
