import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mock } from 'node:test';
import { defined } from '../../../src/core/members';
import type { EditorEnvironment } from '../../../src/signIn/callbackRoute';
import type { Progress } from '../../../src/signIn/browserSignIn';
import { fakeClient } from '../../support/fakeClient';
import { createMemorySecrets } from '../../support/memorySecrets';
import { endpoints } from '../../support/sessions';
import { countingListeners, openWindow, profile, stateOf, useMockTimers } from './windows';

const loopback = 'http://127.0.0.1:8484/callback';

describe('signIn progress reports', () => {
  useMockTimers();
  const local: EditorEnvironment = { uriScheme: 'vscode', inBrowser: false, remote: false };
  const remote = { ...local, remote: true };
  const inBrowser = { ...local, inBrowser: true };
  const cases: readonly (readonly [string, string | undefined, EditorEnvironment, RegExp | undefined])[] = [
    ['gives no reason to paste for a callback to the desktop editor', undefined, local, undefined],
    ['gives no reason to paste for a callback to a remote extension host', undefined, remote, undefined],
    ['warns that the callback may not reach an editor in a browser', undefined, inBrowser, /in a browser/],
    ['gives no reason to paste for a loopback callback on this computer', loopback, local, undefined],
    [
      'warns that a loopback callback may reach another computer than the remote host',
      loopback,
      remote,
      /another computer.*127\.0\.0\.1:8484/,
    ],
    [
      'warns that a loopback callback may not reach an editor in a browser',
      loopback,
      inBrowser,
      /another computer/,
    ],
    [
      'names the host that gets the callback instead of the editor',
      'https://example.com/callback',
      local,
      /^The callback goes to example\.com/,
    ],
  ];
  for (const [title, redirectUri, environment, whyNot] of cases) {
    it(title, async () => {
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
            // All progress is reported before the browser opens, so that pasting is possible at once.
            equal(progress.length, 2);
            await window.callback(`code=a&state=${stateOf(url)}`);
            return true;
          },
        },
        undefined,
        { ...profile, ...defined({ redirectUri }) },
      );
      const [discovering, waiting] = progress;
      deepEqual(discovering, { step: 'discovering' });
      ok(waiting?.step === 'waiting');
      equal(waiting.host, new URL(endpoints.authorization).host);
      equal(waiting.link, link);
      if (whyNot === undefined) equal(waiting.route.whyNot, undefined);
      else match(waiting.route.whyNot ?? '', whyNot);
      ok(await window.store.find(profile));
    });
  }

  it('reports once after 20 seconds that the callback is late, and never after the end', async () => {
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
