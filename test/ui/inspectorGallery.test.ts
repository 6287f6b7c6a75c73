import { deepEqual, ok } from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorPage } from '../../src/localPool/pages';
import { answerPages } from '../../src/signIn/answerPage';
import { states } from '../support/inspectorStates';
import { root } from '../support/packaging';
import { now } from '../support/tokens';
import { treeFaults } from './accessibleTree';
import { InspectorPage, type Look } from './inspectorPage';
import { session } from './session';
import { themeLooks, themeNames, type ThemeName } from './themeLooks';

/** A window of 640 pixels that is zoomed to 200 %. */
const zoomed = { viewport: { width: 320, height: 640 }, zoom: 2 };

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

  /** Takes a picture of each state. @returns the faults of accessibility */
  const walk = async (
    page: InspectorPage,
    suffix: string,
    options?: Parameters<InspectorPage['accessibilityFaults']>[0],
    moreFaults: () => Promise<readonly string[]> = () => Promise.resolve([]),
  ): Promise<readonly string[]> => {
    inspector = page;
    const faults: string[] = [];
    const look = async (name: string): Promise<void> => {
      await page.picture(`${name}-${suffix}`);
      const found = [...(await page.accessibilityFaults(options)), ...(await moreFaults())];
      faults.push(...found.map((fault) => `${name}: ${fault}`));
    };
    await page.page.evaluate(
      `Promise.all(document.querySelector('.loading').getAnimations().map(({ finished }) => finished))`,
    );
    await look('loading');
    for (const [name, { model, tab }] of Object.entries(states)) {
      await page.show({ ...model, key: name });
      const tabs = page.page.getByRole('tab');
      if (model.tokens !== undefined) {
        await (tab === undefined ? tabs.first() : tabs.filter({ hasText: tab })).click();
      }
      await look(name);
    }
    await page.show(states['id-token']!.model);
    await page.openTab('ID token');
    await page.page.locator('tr[data-name="email"]').focus();
    await look('row-focused');
    await page.filter('nowhere');
    await look('filtered-out');
    return faults;
  };

  it('has no fault for a screen reader or for the keyboard in the theme dark', async () => {
    const page = await InspectorPage.open(session().browser, looks.dark, { now });
    const more = async (): Promise<readonly string[]> => [
      ...(await treeFaults(page.page)),
      ...(await page.keyboardFaults()),
    ];
    deepEqual(await walk(page, 'dark', {}, more), []);
  }).timeout(timeLimit);

  for (const name of themeNames.filter((theme) => theme !== 'dark')) {
    it(`has readable colours in the theme ${name}`, async () => {
      const page = await InspectorPage.open(session().browser, looks[name], { now });
      // Themes differ only in their colours.
      deepEqual(await walk(page, name, { rules: ['color-contrast'] }), []);
    }).timeout(timeLimit);
  }

  it('has no fault of accessibility and cuts no text off at 320 pixels and a zoom of 200 %', async () => {
    const page = await InspectorPage.open(session().browser, looks.light, { now, ...zoomed });
    const squeezed = async (): Promise<readonly string[]> => {
      const share = await page.narrowestClaim();
      const keyboard = await page.keyboardFaults();
      return [
        ...(await page.cutOff()),
        ...keyboard,
        ...(share < 0.8 ? [`a claim is squeezed to ${share}`] : []),
      ];
    };
    deepEqual(await walk(page, 'narrow-light', {}, squeezed), []);
  }).timeout(timeLimit);

  it('asks for no orientation of the window, and neither does another page', async () => {
    const dist = join(root, 'dist');
    const sheets = (await readdir(dist)).filter((name) => name.endsWith('.css'));
    ok(sheets.includes('inspector.css'));
    const texts = await Promise.all(sheets.map((name) => readFile(join(dist, name), 'utf8')));
    const pages = [answerPages.code, errorPage().body];
    deepEqual(
      [...texts, ...pages].filter((text) => /\borientation\s*:/.test(text)),
      [],
    );
  });

  it('has no fault of accessibility with forced colours, and moves nothing with reduced motion', async () => {
    const options = { now, forcedColors: true, reducedMotion: true };
    const page = await InspectorPage.open(session().browser, looks['high-contrast'], options);
    // The browser paints other colours than those that axe-core can read.
    const faults = await walk(page, 'forced-colors', { without: ['color-contrast'] }, () =>
      page.animations(),
    );
    deepEqual(faults, []);
  }).timeout(timeLimit);
});
