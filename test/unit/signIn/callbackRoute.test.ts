import { equal, match, ok, throws } from 'node:assert/strict';
import { assert as holds, boolean, constantFrom, oneof, property, string, webUrl } from 'fast-check';
import { callbackRoute, type EditorEnvironment } from '../../../src/signIn/callbackRoute';
import { CognitoError } from '../../../src/core/errors';
import type { RedirectKind } from '../../../src/core/profile';

const local: EditorEnvironment = { uriScheme: 'vscode', inBrowser: false, remote: false };
const remote: EditorEnvironment = { ...local, remote: true };
const inBrowser: EditorEnvironment = { ...local, inBrowser: true };
const codespace: EditorEnvironment = { ...local, inBrowser: true, remote: true };

const handler = 'vscode://cognito-tools.cognito-token-inspector/callback';
const arrivesByItself = undefined;

/** Redirect URIs, where the editor runs, the kind of the route, and why the callback has to be pasted there. */
const routes: readonly (readonly [string, string, EditorEnvironment, RedirectKind, RegExp | undefined])[] = [
  [handler, 'on the desktop', local, 'uri_handler', arrivesByItself],
  [handler, 'on another computer', remote, 'uri_handler', arrivesByItself],
  [handler, 'in a browser', inBrowser, 'uri_handler', /a browser cannot open vscode: addresses/],
  [handler, 'in a codespace', codespace, 'uri_handler', /a browser cannot open vscode: addresses/],
  ['http://localhost:8484/callback', 'on the desktop', local, 'loopback', arrivesByItself],
  ['http://127.0.0.1:8484/callback', 'on the desktop', local, 'loopback', arrivesByItself],
  ['http://[::1]:8484/', 'on the desktop', local, 'loopback', arrivesByItself],
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

describe('callbackRoute', () => {
  for (const [redirectUri, where, environment, kind, whyNot] of routes) {
    const reason = whyNot === undefined ? 'no reason' : 'a reason';
    it(`returns ${kind} and ${reason} to paste for ${redirectUri} ${where}`, () => {
      const route = callbackRoute(redirectUri, environment);
      equal(route.kind, kind);
      if (whyNot === undefined) equal(route.whyNot, undefined);
      else match(route.whyNot ?? '', whyNot);
    });
  }

  it('accepts only the URI scheme of this editor', () => {
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
    it(`refuses ${JSON.stringify(redirectUri)} in every environment`, () => {
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

  it('finds a route or refuses every text, and explains in one sentence', () => {
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
