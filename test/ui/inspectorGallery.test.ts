import { deepEqual } from 'node:assert/strict';
import { states } from '../support/inspectorStates';
import { now } from '../support/tokens';
import { InspectorPage, type Look } from './inspectorPage';
import { session } from './session';
import { themeLooks, themeNames, type ThemeName } from './themeLooks';

const narrow = { width: 420, height: 900 };

/** The time limit in milliseconds for the pictures and checks of all states. */
const timeLimit = 180_000;

describe('Token Inspector in every state', () => {
  let looks: Readonly<Record<ThemeName, Look>>;
  let inspector: InspectorPage | undefined;

  before(async () => {
    looks = await themeLooks();
  });

  afterEach(async () => {
    await inspector?.close();
    inspector = undefined;
  });

  /** Takes a picture of each state. @returns the accessibility problems, by default of all rules */
  const walk = async (
    page: InspectorPage,
    suffix: string,
    rules?: readonly string[],
  ): Promise<readonly string[]> => {
    inspector = page;
    const isNarrow = page.page.viewportSize()?.width === narrow.width;
    await page.page.evaluate(
      `Promise.all(document.querySelector('.loading').getAnimations().map(({ finished }) => finished))`,
    );
    const faults = await page.accessibilityFaults(rules);
    await page.picture(`loading-${suffix}`);
    for (const [name, { model, tab }] of Object.entries(states)) {
      await page.show({ ...model, key: name });
      const tabs = page.page.getByRole('tab');
      if (model.tokens !== undefined) {
        await (tab === undefined ? tabs.first() : tabs.filter({ hasText: tab })).click();
      }
      await page.picture(`${name}-${suffix}`);
      const found = await page.accessibilityFaults(rules);
      faults.push(...found.map((fault) => `${name}: ${fault}`));
      // The picture of a whole narrow page is too long to show this.
      const share = await page.narrowestClaim();
      if (isNarrow && share < 0.8) faults.push(`${name}: a claim is squeezed to ${share}`);
    }
    return faults;
  };

  it('has no serious accessibility problem in the theme dark', async () => {
    const page = await InspectorPage.open(session().browser, looks.dark, { now });
    deepEqual(await walk(page, 'dark'), []);
  }).timeout(timeLimit);

  for (const name of themeNames.filter((theme) => theme !== 'dark')) {
    it(`has readable colours in the theme ${name}`, async () => {
      const page = await InspectorPage.open(session().browser, looks[name], { now });
      // Themes differ only in their colours.
      deepEqual(await walk(page, name, ['color-contrast']), []);
    }).timeout(timeLimit);
  }

  it('has no serious accessibility problem in a narrow panel', async () => {
    const page = await InspectorPage.open(session().browser, looks.light, { now, viewport: narrow });
    deepEqual(await walk(page, 'narrow-light'), []);
  }).timeout(timeLimit);

  it('has no serious accessibility problem with forced colours and reduced motion', async () => {
    const options = { now, forcedColors: true, reducedMotion: true };
    const page = await InspectorPage.open(session().browser, looks['high-contrast'], options);
    deepEqual(await walk(page, 'forced-colors'), []);
  }).timeout(timeLimit);
});
