import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { eventually } from '../support/waiting';
import { signedIn, states, tokenSection } from '../support/inspectorStates';
import { accessClaims, idClaims, now } from '../support/tokens';
import { InspectorPage } from './inspectorPage';
import { takePicture } from './pictures';
import { session } from './session';
import { themeLooks } from './themeLooks';

const raw = 'eyJoZWFkZXIi.eyJwYXlsb2FkIjoxfQ.c2lnbmF0dXJl';

describe('Token Inspector with keyboard and mouse', () => {
  let inspector: InspectorPage;

  beforeEach(async () => {
    const { dark } = await themeLooks();
    inspector = await InspectorPage.open(session().browser, dark, { now });
    await inspector.show(signedIn());
    await inspector.page.getByRole('heading', { name: 'janedoe@example.com' }).waitFor();
  });

  afterEach(async () => {
    await inspector.close();
  });

  const press = (key: string): Promise<void> => inspector.page.keyboard.press(key);
  /** The accessible name of the focused element. */
  const focused = (): Promise<string> =>
    inspector.page.evaluate<string>(
      `(() => { const at = document.activeElement; return at.getAttribute('aria-label') ?? at.shadowRoot?.activeElement?.getAttribute('aria-label') ?? at.dataset.name ?? at.labels?.[0]?.textContent ?? at.textContent.trim(); })()`,
    );

  const focusedId = (): Promise<string> => inspector.page.evaluate<string>('document.activeElement.id');

  it('has one tab stop for the tabs, one for the rows of claims, and one for each button', async () => {
    const stops: string[] = [];
    for (let count = 0; count < 13; count++) {
      await press('Tab');
      stops.push(await focused());
    }
    deepEqual(stops, [
      ...['Copy Access Token', 'Copy As…', 'Refresh', 'Compare With…', 'Sign Out'],
      'ID token, valid',
      'Filter claims by name, value or meaning',
      'All 8 checks passed',
      'sub',
      ...['Copy the value of sub', 'Copy the name sub'],
      'Reveal the raw ID token',
      'Copy ID Token',
    ]);
  });

  it('moves through the claims with arrow keys and copies a value or a name', async () => {
    const row = (name: string): ReturnType<typeof inspector.page.locator> =>
      inspector.page.locator(`tr[data-name="${name}"]`);
    await row('sub').focus();
    await press('ArrowDown');
    equal(await focused(), 'cognito:username');
    await press('End');
    equal(await focused(), 'custom:tenant');
    await press('ArrowUp');
    equal(await focused(), 'origin_jti');
    await press('Home');
    await press('Enter');
    await press('Shift+Enter');
    await press('ArrowDown');
    await press('Tab');
    await press('Enter');
    const copies = (await inspector.sent()).filter(({ type }) => type === 'copyClaim');
    deepEqual(copies, [
      { type: 'copyClaim', source: 'id', name: 'sub', what: 'value' },
      { type: 'copyClaim', source: 'id', name: 'sub', what: 'name' },
      { type: 'copyClaim', source: 'id', name: 'cognito:username', what: 'value' },
    ]);
    await inspector.post({ type: 'copied', source: 'id', name: 'cognito:username', what: 'value' });
    const done = row('cognito:username').locator('.row-action.done');
    await done.getByText('Copied').waitFor();
    await inspector.page
      .getByRole('status')
      .filter({ hasText: 'Value of cognito:username copied.' })
      .waitFor();
    await inspector.picture('row-copied');
  });

  it('shows the copy buttons under the mouse', async () => {
    await inspector.page.locator('tr[data-name="email"]').hover();
    await inspector.picture('row-hovered');
    await inspector.page.locator('tr[data-name="email"] .row-action[title="Copy name"]').click();
    const [copy] = (await inspector.sent()).filter(({ type }) => type === 'copyClaim');
    deepEqual(copy, { type: 'copyClaim', source: 'id', name: 'email', what: 'name' });
    await inspector.post({ type: 'copied', source: 'id', name: 'email', what: 'name' });
    await inspector.page.locator('tr[data-name="email"] .row-action.done').getByText('Copied').waitFor();
    await inspector.picture('row-name-copied');
  });

  it('uses the whole width of a narrow panel for claims', async () => {
    for (const width of [320, 500, 620]) {
      await inspector.page.setViewportSize({ width, height: 900 });
      for (const tab of ['ID token', 'Access token']) {
        await inspector.openTab(tab);
        ok((await inspector.page.locator('tr[data-name]').count()) > 10);
        const share = await inspector.narrowestClaim();
        ok(share > 0.8, `${tab} at ${width}: ${share}`);
        await takePicture(inspector.page, `view/narrow-${tab.replace(' ', '-')}-${width}`);
      }
    }
  });

  it('shows nothing about an ID token when only an access token was pasted', async () => {
    const { model } = states['any-access-token']!;
    await inspector.show(model);
    await inspector.page.getByRole('tab', { name: 'Which token?' }).click();
    deepEqual(await inspector.page.getByRole('tab').allInnerTexts(), [
      'Access token\n, not verified in full',
      'Which token?',
    ]);
    equal(await inspector.page.getByText(/this session|not granted/).count(), 0);
    await inspector.picture('pasted-which-token');
  });

  it('offers to verify a token again when it could not be checked', async () => {
    const { model } = states['any-access-token']!;
    await inspector.show(model);
    const verify = inspector.page.locator('#run-verify');
    equal(await verify.innerText(), 'Verify Again');
    await verify.click();
    deepEqual((await inspector.sent()).at(-1), { type: 'run', action: 'verify' });
    await inspector.show({ ...model, tokens: { ...model.tokens!, canVerify: false } });
    equal(await verify.count(), 0);
  });

  it('says that a session has ended and makes Sign In the main button', async () => {
    const { model } = states['session-ended']!;
    await inspector.show({ ...model, key: 'team' });
    const state = inspector.page.locator('.state.expired');
    await state.getByText('This session has ended: sign in again').waitFor();
    await state.getByText('Access token expires in 1 hour').waitFor();
    equal(await inspector.page.locator('#run-signIn').getAttribute('secondary'), null);
    equal(await inspector.page.locator('#run-copyAccessToken').getAttribute('secondary'), '');
    equal(await inspector.page.locator('#run-refreshTokens').count(), 0);
    await inspector.page.getByRole('status').filter({ hasText: 'This session has ended' }).waitFor();
  });

  it('changes the tab with the arrow keys, Home and End', async () => {
    await inspector.page.getByRole('tab', { name: 'ID token' }).focus();
    const seen: string[] = [];
    for (const key of ['ArrowRight', 'ArrowRight', 'End', 'ArrowRight', 'ArrowLeft', 'Home']) {
      await press(key);
      seen.push(await inspector.page.locator('[role="tab"][aria-selected="true"]').innerText());
      equal(await inspector.page.getByRole('tabpanel').getAttribute('aria-labelledby'), await focusedId());
    }
    deepEqual(
      seen.map((title) => title.split('\n')[0]),
      ['Access token', 'USERINFO', 'Refresh token', 'ID token', 'Refresh token', 'ID token'],
    );
    deepEqual((await inspector.kept()).at(-1), { profile: 'team', tab: 'id' });
  });

  it('sends the action of every button of a session', async () => {
    const actions = ['copyAccessToken', 'copyAs', 'refreshTokens', 'compare', 'signOut', 'copyIdToken'];
    for (const action of actions) await inspector.page.locator(`#run-${action}`).click();
    const run = (await inspector.sent()).flatMap((message) =>
      message.type === 'run' ? [message.action] : [],
    );
    deepEqual(run, actions);
  });

  it('copies the ID token of a session that is first shown before its sign-in is over', async () => {
    await inspector.show(states['signed-out']!.model);
    await inspector.show(signedIn({}, { phase: 'signingIn' }));
    await inspector.show(signedIn());
    await inspector.page.locator('#run-copyIdToken').click();
    deepEqual((await inspector.sent()).at(-1), { type: 'run', action: 'copyIdToken' });
  });

  describe('filter of claims', () => {
    const names = (): Promise<string[]> => inspector.page.locator('tr[data-name] th').allInnerTexts();

    it('finds claims by name, value or meaning, and shows all again after Escape', async () => {
      await press('Control+f');
      await inspector.page.keyboard.type('iam role');
      deepEqual(await names(), ['cognito:groups', 'cognito:roles', 'cognito:preferred_role']);
      await inspector.page.getByText('3 of 23 claims').waitFor();
      await inspector.picture('filtered');
      await press('Escape');
      equal((await names()).length, 23);
    });

    it('keeps the rows while the result is the same, and highlights the matches', async () => {
      /** The highlighted texts. */
      const marked = (): Promise<string[]> =>
        inspector.page.evaluate(
          `[...(CSS.highlights.get('filter-match') ?? [])].map(({ startContainer, startOffset, endOffset }) => startContainer.data.slice(startOffset, endOffset))`,
        );
      await inspector.filter('preferred_');
      deepEqual(await marked(), ['preferred_']);
      await inspector.page.evaluate(`document.querySelector('tr[data-name]').id = 'kept'`);
      await inspector.filter('preferred_role');
      deepEqual(await marked(), ['preferred_role']);
      equal(await inspector.page.locator('#kept').count(), 1);
      await inspector.filter('tenant');
      deepEqual(await names(), ['custom:tenant']);
      equal(await inspector.page.locator('#kept').count(), 0);
      await inspector.filter('');
      deepEqual(await marked(), []);
      equal((await names()).length, 23);
    });

    it('keeps the filter on the next tab, and says when nothing matches', async () => {
      await inspector.filter('custom');
      await inspector.openTab('USERINFO');
      deepEqual(await names(), ['custom:tenant']);
      await inspector.filter('nowhere');
      await inspector.page.getByText('No attribute matches the filter.').waitFor();
      await inspector.openTab('Compare');
      await inspector.filter('nonce');
      equal(await inspector.page.getByRole('rowheader').count(), 1);
    });

    it('shows only the differences of a comparison', async () => {
      await inspector.openTab('Compare');
      const same = inspector.page.locator('tr[data-mark="same"]');
      ok((await same.count()) > 0);
      await inspector.page.getByLabel('Only differences').check();
      equal(await same.count(), 0);
      equal(await focused(), 'Only differences');
    });
  });

  it('opens a new comparison, and lets the user choose between two comparisons', async () => {
    const { model } = states['compare-more']!;
    await inspector.show({ ...model, key: 'team' });
    await inspector.page.getByRole('heading', { name: 'Compared with staging' }).waitFor();
    equal(await inspector.page.locator('[role="tab"][aria-selected="true"]').innerText(), 'Compare');
    deepEqual((await inspector.kept()).at(-1), { profile: 'team', tab: 'compare' });
    const refresh = inspector.page.getByRole('button', { name: 'Before and after the refresh' });
    await refresh.click();
    await inspector.page.getByRole('heading', { name: 'Before and after the refresh' }).waitFor();
    equal(await refresh.getAttribute('aria-pressed'), 'true');
    equal(await focusedId(), 'choose-refresh');
    await inspector.page.getByRole('button', { name: 'Compared with staging' }).click();
    await inspector.page.locator('#run-endComparison').click();
    deepEqual((await inspector.sent()).at(-1), { type: 'run', action: 'endComparison' });
  });

  describe('raw token', () => {
    /** How many elements show the raw token. */
    const shown = (): Promise<number> => inspector.page.getByText('eyJoZWFkZXIi').count();
    const reveal = async (): Promise<void> => {
      await inspector.page.locator('#reveal-id').click();
      await inspector.post({ type: 'raw', token: 'id', text: raw });
      await inspector.page.locator('.part.payload').waitFor();
    };
    const requests = async (): Promise<readonly string[]> =>
      (await inspector.sent()).map(({ type }) => type).filter((type) => type !== 'ready');

    it('is requested from the host, and hidden again', async () => {
      equal(await shown(), 0);
      await reveal();
      equal(await inspector.page.locator('.raw-text:not(.masked)').innerText(), raw);
      await inspector.picture('revealed');
      await inspector.page.locator('#reveal-id').click();
      equal(await shown(), 0);
      deepEqual(await requests(), ['reveal', 'conceal']);
    });

    it('is scrolled into view', async () => {
      await inspector.close();
      const { dark } = await themeLooks();
      const options = { now, viewport: { width: 500, height: 500 } };
      for (const reducedMotion of [true, false]) {
        inspector = await InspectorPage.open(session().browser, dark, { ...options, reducedMotion });
        const { page } = inspector;
        await inspector.show(signedIn());
        // Scroll until the button is just visible.
        await page.evaluate(`document.querySelector('#reveal-id').scrollIntoView(false)`);
        const before = await page.evaluate<number>('scrollY');
        await inspector.post({ type: 'raw', token: 'id', text: `${raw}${'x'.repeat(1500)}` });
        const isSeen = `(() => { const { top, bottom } = document.querySelector('.raw').getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; })()`;
        if (reducedMotion) equal(await inspector.page.evaluate(isSeen), true);
        else {
          await eventually(
            'the token in sight',
            async () => (await page.evaluate<boolean>(isSeen)) || undefined,
          );
        }
        ok((await page.evaluate<number>('scrollY')) > before);
        if (reducedMotion) await inspector.close();
      }
    });

    it('is hidden when its tab changes, when a newer token is shown and when the host asks', async () => {
      await reveal();
      await inspector.openTab('Access token');
      await inspector.openTab('ID token');
      equal(await shown(), 0);
      await reveal();
      await inspector.show(signedIn({ idToken: tokenSection('id', idClaims({ jti: 'next' })) }));
      equal(await shown(), 0);
      await reveal();
      await inspector.post({ type: 'conceal' });
      equal(await shown(), 0);
      deepEqual(await requests(), ['reveal', 'conceal', 'reveal', 'conceal', 'reveal']);
    });

    it('is hidden when the page is hidden', async () => {
      await reveal();
      await inspector.page.evaluate(`
        Object.defineProperty(document, 'hidden', { value: true });
        document.dispatchEvent(new Event('visibilitychange'));`);
      equal(await shown(), 0);
    });

    it('is neither shown on the tab of another token nor kept across a reload', async () => {
      await inspector.post({ type: 'raw', token: 'access', text: raw });
      equal(await shown(), 0);
      await reveal();
      ok(!JSON.stringify(await inspector.kept()).includes('eyJ'));
      for (const state of await inspector.kept()) {
        deepEqual(
          Object.keys(state).filter((key) => !['profile', 'tab'].includes(key)),
          [],
        );
      }
    });
  });

  it('keeps focus and filter when the model changes', async () => {
    await inspector.filter('e');
    await inspector.page.locator('tr[data-name="email"]').focus();
    await inspector.show(signedIn({ idToken: tokenSection('id', idClaims({ email: 'new@example.com' })) }));
    await inspector.page.getByText('new@example.com').waitFor();
    equal(await focused(), 'email');
    await inspector.page.locator('#run-signOut').focus();
    await inspector.show(states['signed-out']!.model);
    equal(await focused(), 'Sign In');
  });

  it('changes the state and the checks when the token expires', async () => {
    await inspector.close();
    const { dark } = await themeLooks();
    inspector = await InspectorPage.open(session().browser, dark, { now, ticking: true });
    await inspector.show(signedIn({ accessToken: tokenSection('access', accessClaims({ exp: now + 60 })) }));
    const state = inspector.page.locator('.state-text');
    await state.filter({ hasText: /Access token expires in 5\d seconds/ }).waitFor();
    await inspector.openTab('Access token');
    const expiry = inspector.page.locator('.check', { hasText: 'Expiry' });
    match((await expiry.getAttribute('class')) ?? '', /passed/);
    await inspector.page.clock.runFor(50_000);
    await state.filter({ hasText: /Access token expires in \d seconds?$/ }).waitFor();
    await inspector.page.clock.runFor(10_000);
    await state.filter({ hasText: 'Access token expired less than a minute ago' }).waitFor();
    match(
      await inspector.page.getByRole('tab', { name: 'Access token' }).innerText(),
      /not verified in full/,
    );
    await inspector.page.getByText('Expired since it was checked').waitFor();
    match((await expiry.getAttribute('class')) ?? '', /over/);
    match(await expiry.innerText(), /^No longer so:\s+Expiry/);
    equal(await inspector.page.locator('#run-refreshTokens').getAttribute('secondary'), null);
  });
});
