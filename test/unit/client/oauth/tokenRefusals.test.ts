import { equal, rejects } from 'node:assert/strict';
import { mock } from 'node:test';
import { CognitoError, type ErrorCode, type ErrorDetail } from '../../../../src/core/errors';
import { exchangeCode, refresh } from '../../../../src/client/oauth/tokens';
import type { Fetch } from '../../../../src/client/oauth/tokenRequest';
import { accessClaims, clientId, idClaims, now, refreshToken, unsigned } from '../../../support/tokens';
import { endpoints, signInHost } from '../../../support/sessions';
import { answering, assertSilent, fails, html, json, raw } from '../../../support/answers';

const state = 'Pn2bT-_8Q5hV0yJd3mXw7cKfRzLsGaEoUiYtNvBqWk4';
const code = 'c0de0000-1111-4222-8333-444455556666';
const codeVerifier = 'verifier-0123456789012345678901234567890123456789';
const redirectUri = 'vscode://cognito-tools.cognito-token-inspector/callback';
const clientSecret = 'topsecret-0123456789';
const accessToken = unsigned(accessClaims());
const idToken = unsigned(idClaims());
const secrets = [state, code, codeVerifier, clientSecret, accessToken, idToken, refreshToken];
const host = new URL(signInHost).host;
const sound = {
  access_token: accessToken,
  id_token: idToken,
  refresh_token: refreshToken,
  token_type: 'Bearer',
  expires_in: 3600,
};

/** Lets both grants fail in the same way, and looks through both errors for secrets. */
async function refused(make: () => Response, expected: ErrorCode, detail: ErrorDetail): Promise<void> {
  const context = { endpoints, clientId, clientSecret, fetch: answering(make).fetch };
  const query = new URLSearchParams({ code, state });
  const request = { state, redirectUri, codeVerifier };
  const exchanged = exchangeCode(context, query, request, (tokens) => Promise.resolve(tokens));
  for (const grant of [exchanged, refresh(context, refreshToken)]) {
    const error = await fails(grant, expected, detail);
    equal(error.cause, undefined);
    assertSilent(error, secrets);
  }
}

describe('exchangeCode and refresh when the token endpoint refuses', () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ['Date'], now: now * 1000 });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  it('keep a pause of a day at most', async () => {
    const headers = { 'retry-after': 'Fri, 31 Dec 9999 23:59:59 GMT', date: 'Wed, 25 Nov 2026 04:00:00 GMT' };
    const overloaded = (): Response => new Response('{}', { status: 503, headers });
    await refused(overloaded, 'response_unexpected', { status: 503, retryAfter: 86_400 });
  });

  for (const error of [
    'invalid_request',
    'invalid_client',
    'invalid_grant',
    'unauthorized_client',
    'unsupported_grant_type',
    'something_new',
  ]) {
    it(`throw token_refused for ${error}, with its description under either name`, async () => {
      await refused(() => json({ error }, 400), 'token_refused', {
        host,
        status: 400,
        error,
        description: undefined,
      });
      const described = { error, error_description: 'invalid_redirect', error_message: 'other' };
      await refused(() => json(described, 400), 'token_refused', { error, description: 'invalid_redirect' });
      const older = { error, error_message: 'invalid_redirect' };
      await refused(() => json(older, 400), 'token_refused', { error, description: 'invalid_redirect' });
    });
  }

  it('cut long texts, and ignore values that are not text', async () => {
    const long = { error: 'e'.repeat(5000), error_description: 'd'.repeat(5000) };
    const detail = { error: 'e'.repeat(300), description: 'd'.repeat(300) };
    await refused(() => json(long, 400), 'token_refused', detail);
    const odd = { error: 'invalid_grant', error_description: { a: 1 } };
    await refused(() => json(odd, 400), 'token_refused', { description: undefined });
  });

  it('throw token_refused with invalid_client for status 401 with a challenge', async () => {
    const headers = { 'www-authenticate': 'Basic realm="UserPool"' };
    await refused(() => json({ error: 'invalid_client' }, 401, headers), 'token_refused', {
      status: 401,
      error: 'invalid_client',
    });
  });

  const statuses: readonly (readonly [string, () => Response, ErrorDetail])[] = [
    ['405 and nothing', () => raw(null, 405, { allow: 'GET' }), { status: 405, reason: 'not_json' }],
    ['400 and nothing', () => raw(null, 400), { status: 400, reason: 'not_json' }],
    ['400 and no error', () => json({ message: 'Bad Request' }, 400), { status: 400, reason: 'not_conform' }],
    [
      '400 and an error that is no text',
      () => json({ error: 7 }, 400),
      { status: 400, reason: 'not_conform' },
    ],
    [
      '400 and truncated JSON',
      () => raw('{"err', 400, { 'content-type': 'application/json' }),
      { status: 400 },
    ],
    ['403 and a web page', () => html(403), { status: 403, reason: 'html' }],
    ['429', () => json({ message: 'Rate exceeded' }, 429), { status: 429, reason: 'not_conform' }],
    ['429 and a web page', () => html(429), { status: 429, reason: 'html' }],
    ['500', () => json({ message: 'Internal' }, 500), { status: 500, reason: 'not_conform' }],
    ['500 with an OAuth error', () => json({ error: 'invalid_grant' }, 500), { status: 500 }],
    ['502 and a web page', () => html(502), { status: 502, reason: 'html' }],
    ['503 and nothing', () => raw(null, 503), { status: 503, reason: 'not_json' }],
    ['200 and a web page', () => html(), { status: 200, reason: 'html' }],
    ['200 and nothing', () => raw(null), { status: 200, reason: 'not_json' }],
    ['201', () => json(sound, 201), { status: 201 }],
    ['204', () => raw(null, 204), { status: 204 }],
    ['307 to another host', () => raw(null, 307, { location: 'https://evil.tld/' }), { status: 307 }],
    ['302 to its login page', () => raw(null, 302, { location: `${signInHost}/login` }), { status: 302 }],
  ];
  for (const [name, make, detail] of statuses) {
    it(`throw response_unexpected for ${name}`, async () => {
      await refused(make, 'response_unexpected', { host, ...detail });
    });
  }

  it('throw response_unexpected for JSON that was cut off', async () => {
    const cut = (): Response =>
      raw(JSON.stringify(sound).slice(0, -20), 200, { 'content-type': 'application/json' });
    await refused(cut, 'response_unexpected', { host, reason: 'OAUTH_PARSE_ERROR' });
  });

  it('send no second request after a redirect', async () => {
    const { fetch, sent } = answering(() => raw(null, 307, { location: 'https://evil.tld/' }));
    await fails(refresh({ endpoints, clientId, fetch }, refreshToken), 'response_unexpected');
    equal(sent.length, 1);
  });

  const bodies: readonly (readonly [string, unknown])[] = [
    ['no access token', { ...sound, access_token: undefined }],
    ['an empty access token', { ...sound, access_token: '' }],
    ['an access token that is no text', { ...sound, access_token: [accessToken] }],
    ['no token type', { ...sound, token_type: undefined }],
    ['another token type', { ...sound, token_type: 'mac' }],
    ['the token type DPoP', { ...sound, token_type: 'DPoP' }],
    ['a lifetime that is no number', { ...sound, expires_in: 'soon' }],
    ['a negative lifetime', { ...sound, expires_in: -1 }],
    ['a lifetime that is an object', { ...sound, expires_in: {} }],
    ['a refresh token that is no text', { ...sound, refresh_token: 7 }],
    ['an ID token that is no text', { ...sound, id_token: { a: idToken } }],
    ['a list', [sound]],
    ['text', accessToken],
    ['null', null],
  ];
  for (const [name, body] of bodies) {
    it(`throw response_unexpected for ${name}`, async () => {
      await refused(() => json(body), 'response_unexpected', { host });
    });
  }

  const unsound: readonly (readonly [string, string, string])[] = [
    ['alg none', unsigned(idClaims(), { alg: 'none' }), 'signature'],
    ['HS256', unsigned(idClaims(), { alg: 'HS256', kid: 'id-key=' }), 'signature'],
    ['another client', unsigned(idClaims({ aud: 'another' })), 'audience'],
    ['several clients without ours', unsigned(idClaims({ aud: ['a', 'b'] })), 'audience'],
    ['an expiry in the past', unsigned(idClaims({ exp: now - 3600 })), 'expiry'],
    ['a start in the future', unsigned(idClaims({ nbf: now + 3600 })), 'not_before'],
    ['no expiry', unsigned(idClaims({ exp: undefined })), 'expiry'],
    ['an expiry that is text', unsigned(idClaims({ exp: 'later' })), 'expiry'],
    ['an audience that is a number', unsigned(idClaims({ aud: 7 })), 'audience'],
    ['another authorized party', unsigned(idClaims({ aud: [clientId, 'b'], azp: 'b' })), 'audience'],
    ['no subject', unsigned(idClaims({ sub: undefined })), 'format'],
    ['another issuer', unsigned(idClaims({ iss: 'https://evil.tld' })), 'issuer'],
    ['garbage', 'garbage', 'format'],
    ['a token of five parts', refreshToken, 'format'],
  ];
  for (const [name, token, check] of unsound) {
    it(`throw token_unsound for an ID token with ${name}`, async () => {
      const body = { ...sound, id_token: token };
      await refused(() => json(body), 'token_unsound', { check });
    });
  }

  it('pass on an error of the transport, and hide the content of any other', async () => {
    const context = (fetch: Fetch): Parameters<typeof refresh>[0] => ({ endpoints, clientId, fetch });
    const timeout = new CognitoError('timeout', { host });
    await rejects(
      refresh(
        context(() => Promise.reject(timeout)),
        refreshToken,
      ),
      timeout,
    );
    const quoting = new Error(`could not send ${refreshToken}`, { cause: refreshToken });
    const work = refresh(
      context(() => Promise.reject(quoting)),
      refreshToken,
    );
    assertSilent(await fails(work, 'response_unexpected', { host, reason: 'not_conform' }), secrets);
  });
});
