import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { answerPages } from '../../../../src/signIn/answerPage';
import { code, query, state } from '../callbackValues';
import { exchange, get } from '../../../support/rawRequests';
import { closeListeners, listen } from './support';

describe('answerPages', () => {
  afterEach(closeListeners);

  const requestPage = async (callback: string): Promise<{ headers: Map<string, string>; body: string }> => {
    const listening = await listen();
    const text = await exchange(listening.port, get(`/callback?${callback}`, listening.host));
    const [head = '', body = ''] = text.split(/\r\n\r\n(.*)/s);
    const lines = head.split('\r\n').slice(1);
    const headers = new Map(lines.map((line) => line.split(/: (.*)/s) as [string, string]));
    return { headers, body };
  };
  const parts = (body: string, element: string): readonly string[] =>
    [...body.matchAll(new RegExp(`<${element}\\b[^>]*>(.*?)</${element}>`, 'gs'))].map(
      ([, text = '']) => text,
    );
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

  const callbacks = { code: query, error: `error=access_denied&error_description=canary&state=${state}` };
  for (const kind of ['code', 'error'] as const) {
    it(`allows only its own script and style after ${kind === 'code' ? 'a code' : 'an error'}`, async () => {
      const { headers, body } = await requestPage(callbacks[kind]);
      const [[script = '', ...scripts], [style = '', ...styles]] = [
        parts(body, 'script'),
        parts(body, 'style'),
      ];
      deepEqual([scripts, styles], [[], []]);
      equal(
        headers.get('content-security-policy'),
        `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      );
      equal(headers.get('content-type'), 'text/html; charset=utf-8');
      equal(headers.get('referrer-policy'), 'no-referrer');
      equal(headers.get('cache-control'), 'no-store');
      equal(headers.get('x-content-type-options'), 'nosniff');
      equal(headers.get('connection'), 'close');
      for (const name of headers.keys()) {
        doesNotMatch(name, /access-control|cookie|location|refresh|link/i);
      }
    });

    it(`repeats nothing of the request and loads nothing after ${kind === 'code' ? 'a code' : 'an error'}`, async () => {
      const { body } = await requestPage(callbacks[kind]);
      equal(body, answerPages[kind]);
      for (const part of [code, state, 'canary', 'access_denied']) ok(!body.includes(part));
      doesNotMatch(
        body,
        /\b(src|href|srcset|action|style|on\w+)=|url\(|@import|https?:|<(link|img|iframe|form|a)\b/i,
      );
      match(body, /You can close this tab/);
    });
  }

  it('removes the code from the address bar before the page is drawn', () => {
    const [script = ''] = parts(answerPages.code, 'script');
    const replaced: unknown[] = [];
    runInNewContext(script, {
      history: { replaceState: (...all: unknown[]) => replaced.push(all) },
      location: { pathname: '/callback' },
    });
    deepEqual(replaced, [[null, '', '/callback']]);
    ok(answerPages.code.indexOf('<script>') < answerPages.code.indexOf('<body>'));
  });

  it('says whether the sign-in succeeded', () => {
    match(answerPages.code, /<h1>Back in the editor<\/h1>/);
    match(answerPages.error, /<h1>The sign-in did not succeed<\/h1>\n<p>The editor says why\./);
  });
});
