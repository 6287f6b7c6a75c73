import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { mock } from 'node:test';
import { defined } from '../../../../src/core/members';
import type { Endpoints } from '../../../../src/core/endpoints';
import { exchangeCode, refresh } from '../../../../src/client/oauth/tokens';
import type { Fetch, TokenSet } from '../../../../src/client/oauth/tokenRequest';
import {
  accessClaims,
  clientId,
  idClaims,
  issuer,
  now,
  refreshToken,
  unsigned,
  updatedIssuer,
} from '../../../support/tokens';
import { domainOnly, endpoints } from '../../../support/sessions';
import { answering, assertSilent, fails, formOf, json } from '../../../support/answers';

const state = 'Pn2bT-_8Q5hV0yJd3mXw7cKfRzLsGaEoUiYtNvBqWk4';
const code = 'c0de0000-1111-4222-8333-444455556666';
const codeVerifier = 'verifier-0123456789012345678901234567890123456789';
const redirectUri = 'vscode://cognito-tools.cognito-token-inspector/callback';
const accessToken = unsigned(accessClaims());
const idToken = unsigned(idClaims());
const bearer = { access_token: accessToken, token_type: 'Bearer', expires_in: 3600 };

function exchange(fetch: Fetch, to: Endpoints = endpoints, clientSecret?: string): Promise<TokenSet> {
  const context = { endpoints: to, clientId, fetch, ...defined({ clientSecret }) };
  const request = { state, redirectUri, codeVerifier };
  return exchangeCode(context, new URLSearchParams({ code, state }), request, (tokens) =>
    Promise.resolve(tokens),
  );
}

function answers(body: unknown): Fetch {
  return answering(() => json(body)).fetch;
}

describe('exchangeCode and refresh', () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ['Date'], now: now * 1000 });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  describe('send a request', () => {
    it('once, with the code and its verifier, for a public client', async () => {
      const { fetch, sent } = answering(() => json({ ...bearer, id_token: idToken }));
      await exchange(fetch);
      equal(sent.length, 1);
      equal(sent[0]?.url, endpoints.token);
      equal(sent[0].init.method, 'POST');
      equal(sent[0].init.redirect, 'manual');
      const headers = new Headers(sent[0].init.headers);
      match(headers.get('content-type') ?? '', /^application\/x-www-form-urlencoded/);
      equal(headers.get('authorization'), null);
      deepEqual(formOf(sent[0]), {
        grant_type: 'authorization_code',
        client_id: clientId,
        code,
        code_verifier: codeVerifier,
        redirect_uri: redirectUri,
      });
    });

    it('with a Basic header for a confidential client', async () => {
      const { fetch, sent } = answering(() => json(bearer));
      await exchange(fetch, endpoints, 'topsecret');
      const header = new Headers(sent[0]?.init.headers).get('authorization');
      equal(header, `Basic ${btoa(`${clientId}:topsecret`)}`);
      doesNotMatch(JSON.stringify(formOf(sent[0])), /topsecret/);
    });

    it('with a refresh token of five parts, as Cognito issues them', async () => {
      const { fetch, sent } = answering(() => json(bearer));
      await refresh({ endpoints, clientId, fetch }, refreshToken);
      deepEqual(formOf(sent[0]), {
        grant_type: 'refresh_token',
        client_id: clientId,
        refresh_token: refreshToken,
      });
    });

    it('only when the callback has the state of the sign-in', async () => {
      const { fetch, sent } = answering(() => json(bearer));
      const query = new URLSearchParams({ code, state: 'another' });
      const request = { state, redirectUri, codeVerifier };
      const error = await fails(
        exchangeCode({ endpoints, clientId, fetch }, query, request, (tokens) => Promise.resolve(tokens)),
        'response_unexpected',
      );
      assertSilent(error, [code, codeVerifier, state]);
      equal(sent.length, 0);
    });

    it('over plain http on loopback only', async () => {
      const remote = answering(() => json(bearer));
      const plain = { ...endpoints, token: endpoints.token.replace('https:', 'http:') };
      assertSilent(await fails(exchange(remote.fetch, plain), 'response_unexpected'), [code, codeVerifier]);
      equal(remote.sent.length, 0);
      const local = { ...endpoints, token: 'http://127.0.0.1:9270/oauth2/token' };
      equal((await exchange(answers(bearer), local)).accessToken, accessToken);
    });
  });

  describe('return the tokens', () => {
    it('of an answer with all three', async () => {
      deepEqual(await exchange(answers({ ...bearer, id_token: idToken, refresh_token: refreshToken })), {
        accessToken,
        idToken,
        refreshToken,
        issuer,
        expiresIn: 3_600_000,
      });
    });

    it('of an answer with an access token alone', async () => {
      deepEqual(await exchange(answers(bearer)), { accessToken, issuer, expiresIn: 3_600_000 });
    });

    it('of a refresh, with a refresh token only when it is rotated', async () => {
      const context = { endpoints, clientId, fetch: answers({ ...bearer, id_token: idToken }) };
      equal('refreshToken' in (await refresh(context, refreshToken)), false);
      const rotating = answers({ ...bearer, id_token: idToken, refresh_token: 'rotated' });
      equal((await refresh({ ...context, fetch: rotating }, refreshToken)).refreshToken, 'rotated');
    });

    it('without a lifetime when the answer has none, and with one that is text', async () => {
      equal('expiresIn' in (await exchange(answers({ ...bearer, expires_in: undefined }))), false);
      equal((await exchange(answers({ ...bearer, expires_in: '300' }))).expiresIn, 300_000);
      equal((await exchange(answers({ ...bearer, expires_in: 0 }))).expiresIn, 0);
    });

    it('with the longest lifetime that can be stored when the answer has a longer one', async () => {
      const { expiresIn } = await exchange(answers({ ...bearer, expires_in: 1e308 }));
      equal(expiresIn, 8.64e15);
    });

    it('of an answer with the token type in any case', async () => {
      for (const type of ['bearer', 'BEARER']) {
        equal((await exchange(answers({ ...bearer, token_type: type }))).accessToken, accessToken);
      }
    });
  });

  describe('learn the issuer', () => {
    it('in the form that the ID token has', async () => {
      const updated = unsigned(idClaims({ iss: updatedIssuer }));
      equal((await exchange(answers({ ...bearer, id_token: updated }))).issuer, updatedIssuer);
      const other = { ...endpoints, issuer: updatedIssuer };
      equal((await exchange(answers({ ...bearer, id_token: idToken }), other)).issuer, issuer);
    });

    it('from the ID token when only the domain is known', async () => {
      for (const iss of [issuer, updatedIssuer]) {
        const token = unsigned(idClaims({ iss }));
        equal((await exchange(answers({ ...bearer, id_token: token }), domainOnly)).issuer, iss);
      }
    });

    it('as undefined when only the domain is known and there is no ID token', async () => {
      equal((await exchange(answers(bearer), domainOnly)).issuer, undefined);
    });

    it('when it is on the same loopback origin as the token endpoint', async () => {
      const iss = 'http://127.0.0.1:9270/local_pool';
      const local = { ...domainOnly, token: 'http://127.0.0.1:9270/oauth2/token' };
      const body = { ...bearer, id_token: unsigned(idClaims({ iss })) };
      equal((await exchange(answers(body), local)).issuer, iss);
      for (const token of ['http://127.0.0.1:9271/oauth2/token', 'https://evil.tld/oauth2/token']) {
        await fails(exchange(answers(body), { ...domainOnly, token }), 'token_unsound', { check: 'issuer' });
      }
    });

    for (const iss of [
      'https://evil.tld/us-east-1_AbCdEf123',
      'https://cognito-idp.us-east-1.amazonaws.com.evil.tld/us-east-1_AbCdEf123',
      'https://acme.auth.us-east-1.amazoncognito.com',
      'http://127.0.0.1:9270/local_pool',
      '',
      undefined,
      7,
    ]) {
      it(`but refuse ${JSON.stringify(iss)} when only the domain is known`, async () => {
        const body = { ...bearer, id_token: unsigned(idClaims({ iss })), refresh_token: refreshToken };
        for (const to of [domainOnly, endpoints]) {
          const error = await fails(exchange(answers(body), to), 'token_unsound', { check: 'issuer' });
          assertSilent(error, [accessToken, body.id_token, refreshToken, code, codeVerifier]);
        }
      });
    }

    it('but refuse another pool when the pool is known', async () => {
      const other = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other0000';
      const body = { ...bearer, id_token: unsigned(idClaims({ iss: other })) };
      await fails(exchange(answers(body)), 'token_unsound', { expected: issuer, found: other });
    });

    it('but quote only the start of a very long one in the error', async () => {
      const body = { ...bearer, id_token: unsigned(idClaims({ iss: 'x'.repeat(10_000) })) };
      await fails(exchange(answers(body)), 'token_unsound', { found: 'x'.repeat(200) });
    });
  });
});
