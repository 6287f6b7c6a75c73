import { equal, match, ok, throws } from 'node:assert/strict';
import { assert as holds, boolean, constantFrom, oneof, property, string, webUrl } from 'fast-check';
import { callbackRoute } from '../../../src/signIn/callbackRoute';
import type { EditorEnvironment } from '../../../src/signIn/callbackRoute';
import { CognitoError } from '../../../src/core/errors';
import type { RedirectKind } from '../../../src/core/profile';

const local: EditorEnvironment = { uriScheme: 'vscode', inBrowser: false, remote: false };
const remote: EditorEnvironment = { ...local, remote: true };
const inBrowser: EditorEnvironment = { ...local, inBrowser: true };
const codespace: EditorEnvironment = { ...local, inBrowser: true, remote: true };

const handler = 'vscode://cognito-tools.cognito-token-inspector/callback';
const byItself = undefined;

/** Which way a redirect URI is, and what stands in it where the editor runs. */
const ways: readonly (readonly [string, string, EditorEnvironment, RedirectKind, RegExp | undefined])[] = [
  [handler, 'on the desktop', local, 'uri_handler', byItself],
  [handler, 'on another computer', remote, 'uri_handler', byItself],
  [handler, 'in a browser', inBrowser, 'uri_handler', /in a browser through a vscode: address/],
  [handler, 'in a codespace', codespace, 'uri_handler', /in a browser through a vscode: address/],
  ['http://localhost:8484/callback', 'on the desktop', local, 'loopback', byItself],
  ['http://127.0.0.1:8484/callback', 'on the desktop', local, 'loopback', byItself],
  ['http://[::1]:8484/', 'on the desktop', local, 'loopback', byItself],
  [
    'http://localhost:8484/a',
    'on another computer',
    remote,
    'loopback',
    /another computer .* localhost:8484 /,
  ],
  ['http://[::1]:8484/', 'on another computer', remote, 'loopback', /another computer .* \[::1\]:8484 /],
  ['http://127.0.0.1:8484/', 'in a browser', inBrowser, 'loopback', /another computer .* 127\.0\.0\.1:8484 /],
  [
    'http://127.0.0.1:8484/',
    'in a codespace',
    codespace,
    'loopback',
    /another computer .* 127\.0\.0\.1:8484 /,
  ],
  [
    'https://example.com/callback?a=b',
    'on the desktop',
    local,
    'paste',
    /^The callback goes to example\.com/,
  ],
  [
    'https://example.com:8443/',
    'on another computer',
    remote,
    'paste',
    /^The callback goes to example\.com:8443/,
  ],
  ['https://example.com/', 'in a browser', inBrowser, 'paste', /^The callback goes to example\.com/],
];

describe('the way back', () => {
  for (const [redirectUri, where, environment, kind, whyNot] of ways) {
    const how = whyNot === undefined ? 'comes by itself' : 'has to be pasted';
    it(`from ${redirectUri} ${where} is ${kind} and ${how}`, () => {
      const way = callbackRoute(redirectUri, environment);
      equal(way.kind, kind);
      if (whyNot === undefined) equal(way.whyNot, undefined);
      else match(way.whyNot ?? '', whyNot);
    });
  }

  it("knows this editor's own scheme only", () => {
    const insiders = { ...local, uriScheme: 'vscode-insiders' };
    equal(callbackRoute('vscode-insiders://a/b', insiders).kind, 'uri_handler');
    const whyNot = callbackRoute('vscode-insiders://a/b', { ...insiders, inBrowser: true }).whyNot;
    match(whyNot ?? '', /vscode-insiders:/);
    throws(() => callbackRoute(handler, insiders), CognitoError);
  });

  for (const redirectUri of [
    'vscode-insiders://a/b',
    'ftp://a',
    'http://example.com:8484/',
    'callback',
    '',
  ]) {
    it(`is none for ${JSON.stringify(redirectUri)}`, () => {
      for (const environment of [local, remote, inBrowser, codespace]) {
        throws(
          () => callbackRoute(redirectUri, environment),
          (error) =>
            error instanceof CognitoError &&
            error.code === 'profile_invalid' &&
            error.detail.field === 'redirectUri',
        );
      }
    });
  }

  it('is found or refused for every text, and an whyNot is one plain sentence', () => {
    const redirectUri = oneof(
      string(),
      webUrl({ validSchemes: ['http', 'https'], withQueryParameters: true }),
      constantFrom(handler, 'http://localhost:1/', 'https://[::1]/', 'https://xn--bcher-kva.example/'),
    );
    holds(
      property(redirectUri, boolean(), boolean(), (uri, web, far) => {
        try {
          const { kind, whyNot } = callbackRoute(uri, { uriScheme: 'vscode', inBrowser: web, remote: far });
          if (kind === 'paste') ok(whyNot !== undefined);
          if (whyNot !== undefined) match(whyNot, /^[^\n!]+\.$/);
          if (kind === 'loopback') equal(whyNot !== undefined, web || far);
          if (kind === 'uri_handler') equal(whyNot !== undefined, web);
        } catch (error) {
          ok(error instanceof CognitoError, String(error));
          equal(error.code, 'profile_invalid');
        }
      }),
      { numRuns: 500 },
    );
  });
});
