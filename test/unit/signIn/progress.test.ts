import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mock } from 'node:test';
import type { EditorEnvironment } from '../../../src/signIn/callbackRoute';
import type { Progress } from '../../../src/signIn/signIn';
import { fakeClient } from '../../support/fakeClient';
import { createMemorySecrets } from '../../support/memorySecrets';
import { endpoints } from '../../support/sessions';
import { countingListeners, openWindow, profile, stateOf, stopTheClock } from './windows';

const loopback = 'http://127.0.0.1:8484/callback';

describe('a sign-in says while it waits', () => {
  stopTheClock();
  const local: EditorEnvironment = { uriScheme: 'vscode', inBrowser: false, remote: false };
  const remote = { ...local, remote: true };
  const inBrowser = { ...local, inBrowser: true };
  const cases: readonly (readonly [string, string | undefined, EditorEnvironment, RegExp | undefined])[] = [
    ['nothing of a callback that this editor gets', undefined, local, undefined],
    ['nothing of one that crosses to a remote extension host', undefined, remote, undefined],
    ['that nothing opens an editor in a browser', undefined, inBrowser, /in a browser/],
    ['nothing of one that comes over loopback', loopback, local, undefined],
    ['that loopback is elsewhere', loopback, remote, /another computer.*127\.0\.0\.1:8484/],
    ['that a web page cannot listen', loopback, inBrowser, /another computer/],
    [
      'who gets the answer instead',
      'https://example.com/callback',
      local,
      /^The callback goes to example\.com/,
    ],
  ];
  for (const [what, redirectUri, environment, whyNot] of cases) {
    it(what, async () => {
      const window = openWindow(createMemorySecrets(), fakeClient());
      const progress: Progress[] = [];
      let link = '';
      await window.signIn(
        {
          listen: countingListeners().listen,
          environment,
          report: (step) => progress.push(step),
          openBrowser: async (url) => {
            link = url;
            // All is said by now, and pasting works in any case.
            equal(progress.length, 2);
            await window.callback(`code=a&state=${stateOf(url)}`);
            return true;
          },
        },
        undefined,
        { ...profile, ...(redirectUri === undefined ? {} : { redirectUri }) },
      );
      const [discovering, waiting] = progress;
      deepEqual(discovering, { step: 'discovering' });
      ok(waiting?.step === 'waiting');
      equal(waiting.host, new URL(endpoints.authorization).host);
      equal(waiting.link, link);
      if (whyNot === undefined) equal(waiting.whyNot, undefined);
      else match(waiting.whyNot ?? '', whyNot);
      ok(await window.store.find(profile));
    });
  }

  it('after 20 seconds that the answer may have gone astray, once, and not after it has ended', async () => {
    const window = openWindow(createMemorySecrets(), fakeClient());
    const late: boolean[] = [];
    let link = '';
    const opened = new Promise<void>((resolve) => {
      void window.signIn({
        report: (step) => {
          if (step.step === 'waiting') late.push(step.late);
        },
        openBrowser: (url) => {
          link = url;
          resolve();
          return Promise.resolve(true);
        },
      });
    });
    await opened;
    mock.timers.tick(19_999);
    deepEqual(late, [false]);
    mock.timers.tick(1);
    deepEqual(late, [false, true]);
    await window.callback(`code=a&state=${stateOf(link)}`);
    mock.timers.tick(60_000);
    deepEqual(late, [false, true]);
  });
});
