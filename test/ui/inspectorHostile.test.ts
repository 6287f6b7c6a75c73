import { deepEqual, equal, ok } from 'node:assert/strict';
import { signedIn, tokenSection } from '../support/inspectorStates';
import type { Claims } from '../../src/core/jwt';
import { now } from '../support/tokens';
import { InspectorPage } from './inspectorPage';
import { session } from './session';
import { themeLooks } from './themeLooks';

const markup = '<img src=x onerror="window.owned = true"><script>window.owned = true</script>';

describe('Token Inspector with a hostile token', () => {
  let inspector: InspectorPage;
  /** The messages of errors in the page: there must be none. */
  const pageErrors: string[] = [];

  beforeEach(async () => {
    const { light } = await themeLooks();
    inspector = await InspectorPage.open(session().browser, light, { now });
    pageErrors.length = 0;
    inspector.page.on('pageerror', (error) => pageErrors.push(error.message));
  });

  afterEach(async () => {
    deepEqual(pageErrors, []);
    await inspector.close();
  });

  const show = async (claims: Claims): Promise<void> => {
    await inspector.show(signedIn({ idToken: tokenSection('id', claims) }));
    await inspector.page.locator('table.claims').waitFor();
  };
  const cell = (name: string): Promise<string> =>
    inspector.page.locator(`tr[data-name="${name}"] td`).first().innerText();

  it('shows markup as text', async () => {
    const model = signedIn({
      user: markup,
      idToken: tokenSection('id', {
        [markup]: markup,
        'cognito:groups': [markup, '[x](command:workbench.action.quit)'],
        link: 'javascript:window.owned = true',
      }),
    });
    await inspector.show({ ...model, heading: markup, pool: markup, clientId: markup, problem: markup });
    for (const tab of ['ID token', 'Access token', 'USERINFO', 'Which token?', 'Compare']) {
      await inspector.openTab(tab);
      equal(await inspector.page.locator('img, script:not([src]), a, iframe, object').count(), 0);
    }
    await inspector.openTab('ID token');
    await inspector.picture('hostile-markup');
    equal(await inspector.page.evaluate('window.owned'), undefined);
    equal(await inspector.page.getByRole('heading', { level: 1 }).innerText(), markup);
  });

  it('keeps right-to-left text, emoji and invisible characters in their cells', async () => {
    await show({
      'custom:name': 'שלום עולם',
      'custom:mixed': 'مرحبا hello 123',
      'custom:emoji': '👩‍👩‍👧‍👦 🇨🇭 é',
      'custom:spoofed': 'admin\u202egpj.exe',
      'custom:hidden': 'a\u200bb\u0000c\ufeff',
      'custom:half': 'x\ud83dy',
      '\u202eevil': 'name',
      __proto__x: 'polluted',
    });
    equal(await cell('custom:name'), 'שלום עולם');
    equal(await cell('custom:emoji'), '👩‍👩‍👧‍👦 🇨🇭 é');
    equal(await cell('custom:spoofed'), 'admin\\u202egpj.exe');
    equal(await cell('custom:hidden'), 'a\\u200bb\\u0000c\\ufeff');
    equal(await cell('custom:half'), 'x\\ud83dy');
    await inspector.picture('hostile-bidi');
    // The value starts to the right of its name, also with right-to-left text.
    const box = await inspector.page.locator('tr[data-name="custom:name"] bdi').last().boundingBox();
    const name = await inspector.page.locator('tr[data-name="custom:name"] th').boundingBox();
    ok(box && name && box.x >= name.x + name.width - 1);
  });

  it('shows the first 500 of 10,000 claims, counts them all and finds any of them', async () => {
    const claims: Record<string, string> = {};
    for (let index = 0; index < 10_000; index++) claims[`custom:claim_${index}`] = `value ${index}`;
    await show(claims);
    await inspector.page.getByText('10,000 claims').waitFor();
    equal(await inspector.page.locator('tr[data-name]').count(), 500);
    await inspector.page.getByText('… and 9,500 more. Use the filter to find them.').waitFor();
    await inspector.filter('claim_9999');
    equal(await cell('custom:claim_9999'), 'value 9999');
  });

  it('shows the first 10,000 characters of a value of a megabyte', async () => {
    await show({ 'custom:blob': 'x'.repeat(1024 * 1024), 'custom:bidi': '\u202e'.repeat(100_000) });
    equal(await cell('custom:blob'), `${'x'.repeat(9999)}…`);
    await inspector.picture('hostile-megabyte');
    deepEqual(await inspector.accessibilityFaults(), []);
  });

  it('shows a role as text, with its invisible characters', async () => {
    await show({ 'cognito:preferred_role': `${markup}\u202enimda/elor`, 'cognito:roles': 'none' });
    const role = inspector.page.getByRole('region', { name: 'AWS role' });
    equal(await role.locator('.value').innerText(), `${markup}\\u202enimda/elor`);
    equal(await inspector.page.locator('img').count(), 0);
    await show({ 'cognito:roles': Array.from({ length: 10_000 }, (_, index) => `${markup}${index}`) });
    await role.getByText('The default role, or no credentials').waitFor();
    await show({ 'cognito:preferred_role': 'arn:aws:iam::111122223333:role/'.padEnd(50_000, 'x') });
    equal((await role.locator('.value').innerText()).length, 2048);
    await inspector.picture('hostile-role');
  });

  it('shows 500 groups', async () => {
    await show({ 'cognito:groups': Array.from({ length: 500 }, (_, index) => `team-${index}`) });
    const chips = inspector.page.locator('.chip');
    equal(await chips.count(), 500);
  });

  it('fits the width with a value that is nested 1,000 deep and with a name of 50,000 characters', async () => {
    await show({ deep: JSON.parse('['.repeat(1000) + ']'.repeat(1000)), ['n'.repeat(50_000)]: 'long name' });
    equal(await inspector.page.locator('tr[data-name] th').count(), 2);
    const { scrollWidth, innerWidth } = await inspector.page.evaluate<{
      scrollWidth: number;
      innerWidth: number;
    }>('({ scrollWidth: document.documentElement.scrollWidth, innerWidth })');
    ok(scrollWidth <= innerWidth);
  });
});
