import { deepEqual } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { answerPageHeaders, answerPages } from '../../src/signIn/answerPage';
import { authorizeQuery } from '../support/localPoolRequests';
import { pageFaults } from './accessibility';
import { signInOnPage } from './loginPage';
import { looks } from './pageLooks';
import { takePicture } from './pictures';
import { session } from './session';

/** Where the answer page is shown. The test is its server. */
const callback = 'http://callback.test/';

describe('Pages in the browser', () => {
  let pool: LocalPool;
  let page: Page | undefined;

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
  });
  afterEach(() => page?.close());
  after(() => pool.stop());

  for (const [name, { look, without }] of Object.entries(looks)) {
    it(`have no fault of accessibility in ${name}`, async () => {
      page = await session().browser.newPage(look);
      const tab = page;
      const looksRight = async (picture: string): Promise<void> => {
        await takePicture(tab, `${picture}-${name}`, { fullPage: true });
        deepEqual(await pageFaults(tab, without), [], picture);
      };
      await tab.goto(`${pool.origin}/oauth2/authorize?${authorizeQuery()}`);
      await tab.locator('#username:focus').waitFor();
      await looksRight('page-sign-in');
      await signInOnPage(tab, { username: 'jane', password: 'wrong' });
      await tab.getByRole('alert').waitFor();
      await tab.locator('#password:focus').waitFor();
      await looksRight('page-sign-in-again');
      await tab.goto(`${pool.origin}/error`);
      await looksRight('page-error');
      await tab.goto(`${pool.origin}/nothing`);
      await looksRight('page-nothing');
      await tab.route(`${callback}*`, async (route) => {
        const kind = route.request().url().endsWith('code') ? 'code' : 'error';
        await route.fulfill({ headers: { ...answerPageHeaders }, body: answerPages[kind] });
      });
      for (const kind of ['code', 'error']) {
        await tab.goto(`${callback}?${kind}`);
        await looksRight(`page-answer-${kind}`);
      }
    });
  }
});
