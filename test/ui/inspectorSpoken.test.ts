import { deepEqual, equal } from 'node:assert/strict';
import { signedIn, states, tokenSection } from '../support/inspectorStates';
import { idClaims, now } from '../support/tokens';
import { eventually } from '../support/waiting';
import { InspectorPage } from './inspectorPage';
import { session } from './session';
import { themeLooks } from './themeLooks';

/**
 * Records what a screen reader reads by itself: each change of the text in a live region, and each alert that appears. A
 * region that appears with its text is not read, so it does not count.
 */
const recorder = `(() => {
  window.spoken = [];
  const textOf = (region) => region.innerText.replaceAll(/\\s+/g, ' ').trim();
  new MutationObserver((changes) => {
    const added = changes.flatMap(({ addedNodes }) => [...addedNodes]).filter((node) => node instanceof Element);
    const isNew = (element) => added.some((node) => node.contains(element));
    const changed = changes.map(({ target }) => (target instanceof Element ? target : target.parentElement)?.closest('[role="status"]'));
    const regions = new Set(changed.filter((region) => region?.isConnected && !isNew(region)));
    const alerts = added.flatMap((node) => [...(node.matches('[role="alert"]') ? [node] : []), ...node.querySelectorAll('[role="alert"]')]);
    window.spoken.push(...[...regions, ...alerts].filter((element) => !element.closest('[aria-hidden]')).map(textOf).filter(Boolean));
  }).observe(document, { subtree: true, childList: true, characterData: true });
})()`;

describe('Token Inspector with a screen reader', () => {
  let inspector: InspectorPage;

  const open = async (ticking = false): Promise<void> => {
    const { dark } = await themeLooks();
    inspector = await InspectorPage.open(session().browser, dark, { now, ticking });
    await inspector.page.evaluate(recorder);
  };

  beforeEach(() => open());
  afterEach(() => inspector.close());

  /** What was read since the last call. The observer is called before the next task of the page. */
  const spoken = (): Promise<string[]> => inspector.page.evaluate<string[]>('window.spoken.splice(0)');
  const show = async (name: string): Promise<void> => {
    await inspector.show({ ...states[name]!.model, key: 'team' });
  };

  it('reads the state of the session once each time it changes', async () => {
    await show('signed-out');
    deepEqual(await spoken(), ['team: not signed in.']);
    await show('waiting');
    deepEqual(await spoken(), ['team: waiting for the browser.']);
    await show('id-token');
    deepEqual(await spoken(), ['Access token expires in 1 hour.']);
    await show('id-token');
    deepEqual(await spoken(), []);
    await show('check-failed');
    deepEqual(await spoken(), ['Access token expires in 1 hour. A token failed its verification.']);
    await show('session-ended');
    deepEqual(await spoken(), ['This session has ended: sign in again.']);
    await show('problem-signed-out');
    const [state, problem = ''] = await spoken();
    equal(state, 'team: not signed in.');
    equal(problem.startsWith('The sign-in did not finish.'), true);
  });

  it('reads no minute that passes, but the end of a token', async () => {
    await inspector.close();
    await open(true);
    const idToken = tokenSection('id', idClaims({ exp: now + 600 }));
    await inspector.show(signedIn({ idToken, accessToken: undefined }));
    deepEqual(await spoken(), ['ID token expires in 9 minutes.']);
    await inspector.page.clock.runFor(200_000);
    await inspector.page.getByText('ID token expires in 6 minutes').first().waitFor();
    deepEqual(await spoken(), []);
    await inspector.page.clock.runFor(400_000);
    deepEqual(await spoken(), ['ID token expires in 4 minutes.', 'ID token expired less than a minute ago.']);
  });

  it('reads how many claims the filter has left, also in a comparison', async () => {
    await show('id-token');
    await spoken();
    await inspector.filter('iam role');
    deepEqual(await spoken(), ['3 of 23 claims']);
    await inspector.filter('nowhere');
    deepEqual(await spoken(), ['0 of 23 claims']);
    await inspector.filter('');
    deepEqual(await spoken(), ['23 claims']);
    await inspector.openTab('Compare');
    deepEqual(await spoken(), []);
    await inspector.page.getByLabel('Only differences').check();
    deepEqual(await spoken(), ['26 of 27 claims']);
    await inspector.filter('nonce');
    deepEqual(await spoken(), ['1 of 27 claims']);
  });

  it('reads that a part of a claim was copied, each time', async () => {
    await show('id-token');
    await spoken();
    const copied = { type: 'copied', source: 'id', name: 'sub', what: 'value' };
    await inspector.post(copied);
    await inspector.post(copied);
    deepEqual(await spoken(), ['Value of sub copied.', 'Value of sub copied.']);
    await inspector.post({ ...copied, what: 'name' });
    deepEqual(await spoken(), ['Name sub copied.']);
  });

  it('reads that the raw token is shown and masked', async () => {
    await show('id-token');
    await spoken();
    await inspector.post({ type: 'raw', token: 'id', text: 'a.b.c' });
    deepEqual(await spoken(), ['The raw token is shown.']);
    await inspector.post({ type: 'conceal' });
    deepEqual(await spoken(), ['The raw token is masked again.']);
  });

  it('reads what became of a question to USERINFO, and keeps the focus on its button', async () => {
    await show('user-info-missing');
    await inspector.openTab('USERINFO');
    await inspector.page.locator('#run-refreshUserInfo').focus();
    await spoken();
    const focused = (): Promise<string> => inspector.page.evaluate<string>('document.activeElement.id');
    await show('user-info-asking');
    deepEqual(await spoken(), ['Asking USERINFO…']);
    equal(await focused(), 'run-refreshUserInfo');
    await show('user-info');
    deepEqual(await spoken(), ['USERINFO: 8 attributes.']);
    equal(await focused(), 'run-refreshUserInfo');
    await show('user-info-asking');
    await show('user-info-missing');
    const [, reason = ''] = await spoken();
    equal(reason.startsWith('USERINFO refused the access token'), true);
  });

  /** What has the focus, after the control that had it is gone. */
  const followUps = [
    { from: 'signed-out', control: 'Sign In', to: 'waiting', focused: 'Copy Sign-in Link' },
    { from: 'waiting', control: 'Paste Callback URL', to: 'id-token', focused: 'Copy Access Token' },
    { from: 'any-token', control: 'Verify', to: 'id-token', focused: 'Copy Access Token' },
    { from: 'any-access-token', control: 'Verify Again', to: 'any-refresh-token', focused: 'Copy As…' },
    { from: 'session-ended', control: 'Sign In Again', to: 'id-token', focused: 'Copy Access Token' },
    { from: 'check-failed-elsewhere', control: 'Show ID token', to: 'signed-out', focused: 'Sign In' },
  ];
  for (const { from, control, to, focused } of followUps) {
    it(`moves the focus from “${control}” to “${focused}” when ${from} turns into ${to}`, async () => {
      await show(from);
      if (from === 'check-failed-elsewhere') await inspector.openTab('Access token');
      await inspector.page.getByRole('button', { name: control, exact: true }).focus();
      await show(to);
      await eventually(
        focused,
        async () =>
          (await inspector.page.evaluate<string>('document.activeElement.textContent.trim()')) === focused ||
          undefined,
      );
    });
  }

  it('stays at the comparison when it is ended', async () => {
    await show('compare-more');
    await inspector.openTab('Compare');
    await inspector.page.locator('#run-endComparison').focus();
    await show('compare');
    const within = `document.activeElement.closest('section')?.getAttribute('aria-labelledby')`;
    equal(await inspector.page.evaluate(within), 'side_by_side-title');
  });

  it('acts once for a key that is held, and does not scroll at Space', async () => {
    await inspector.page.setViewportSize({ width: 500, height: 300 });
    await show('id-token');
    await inspector.page.locator('#run-copyAs').focus();
    for (const key of ['Enter', ' ']) {
      for (let count = 0; count < 3; count++) await inspector.page.keyboard.down(key);
      await inspector.page.keyboard.up(key);
    }
    const acts = (await inspector.sent()).filter(({ type }) => type === 'run');
    deepEqual(acts, [
      { type: 'run', action: 'copyAs' },
      { type: 'run', action: 'copyAs' },
    ]);
    equal(await inspector.page.evaluate('scrollY'), 0);
  });
});
