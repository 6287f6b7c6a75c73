import { deepEqual, equal, ok } from 'node:assert/strict';
import type { SentRequest } from '../../../src/client/verifiedSessions';
import { startFaultyPool } from '../../support/faultyPool';
import {
  gzipBomb,
  html,
  huge,
  notJson,
  redirectTo,
  respond,
  rewrite,
  silent,
  stalled,
  truncated,
} from '../../support/faultyPoolAnswers';
import { askFaultyPool, type BadAnswer } from './badAnswers';
import { makeProfile } from '../../support/profiles';
import { failure, walk } from '../../support/signingIn';

const oauthError = (error: string, says: string): BadAnswer => ({
  fault: respond(400, { error }),
  code: 'token_refused',
  says,
});
const odd = (change: Readonly<Record<string, unknown>>): BadAnswer => ({
  fault: rewrite((answer) => ({ ...answer, ...change })),
  code: 'response_unexpected',
  says: 'required form',
});

const cases: Readonly<Record<string, BadAnswer>> = {
  invalid_client: oauthError('invalid_client', 'Check clientId'),
  invalid_grant: oauthError('invalid_grant', 'Sign in again'),
  invalid_request: oauthError('invalid_request', 'Sign in again'),
  unauthorized_client: oauthError('unauthorized_client', 'callback URLs'),
  unsupported_grant_type: oauthError('unsupported_grant_type', 'Cognito domain'),
  'an error of its own': oauthError('made_up', 'Sign in again'),
  'status 401 with a challenge': {
    fault: respond(401, { error: 'invalid_client' }, { 'www-authenticate': 'Basic realm="pool"' }),
    code: 'token_refused',
    says: 'Check clientId',
  },
  'status 400 without a body': { fault: respond(400), code: 'response_unexpected', says: 'status 400' },
  'status 405 without a body': { fault: respond(405), code: 'response_unexpected', says: 'status 405' },
  'status 429': { fault: respond(429), code: 'response_unexpected', says: 'Try again in a minute' },
  'status 500': { fault: respond(500), code: 'response_unexpected', says: 'status 500' },
  'status 503 in JSON': {
    fault: respond(503, { error: 'x' }),
    code: 'response_unexpected',
    says: 'status 503',
  },
  'a web page': { fault: html(), code: 'response_unexpected', says: 'web page' },
  'a web page with status 403': { fault: html(403), code: 'response_unexpected', says: 'status 403' },
  nothing: { fault: respond(200), code: 'response_unexpected', says: 'required form' },
  'text that is not JSON': {
    fault: notJson('access_token=1'),
    code: 'response_unexpected',
    says: 'required form',
  },
  null: { fault: notJson('null'), code: 'response_unexpected', says: 'required form' },
  'half an answer': { fault: truncated, code: 'network', says: 'again' },
  'no answer': { fault: silent, code: 'timeout', says: 'did not answer in time' },
  'an answer without an end': { fault: stalled, code: 'timeout', says: 'did not answer in time' },
  'far too much': { fault: huge(2_000_001), code: 'response_too_large', says: 'too large' },
  'a gzip bomb': { fault: gzipBomb(20_000_000), code: 'response_too_large', says: 'too large' },
  'no access token': odd({ access_token: undefined }),
  'an access token that is an object': odd({ access_token: {} }),
  'no token type': odd({ token_type: undefined }),
  'another token type': odd({ token_type: 'mac' }),
  'a negative lifetime': odd({ expires_in: -1 }),
  'a lifetime in words': odd({ expires_in: 'an hour' }),
  'an ID token that is a number': odd({ id_token: 1 }),
  'a refresh token that is a list': odd({ refresh_token: [] }),
};

describe('redeem when the token endpoint answers', function () {
  const asking = askFaultyPool();
  let request: SentRequest;
  let callback: URLSearchParams;

  beforeEach(async () => {
    delete asking.pool.faults.token;
    ({ request, callback } = await walk(asking.client, makeProfile({ issuer: asking.pool.issuer })));
    asking.pool.requests.length = 0;
  });

  for (const [what, { fault, code, says }] of Object.entries(cases)) {
    it(`${what}: throws ${code}`, async () => {
      asking.pool.faults.token = fault;
      const asked = asking.clientFor(code);
      const { error, text } = await failure(asked.redeem(request, callback));
      equal(error.code, code);
      ok(text.includes(asking.pool.host), text);
      ok(text.includes(says), text);
      deepEqual([asking.pool.count('token'), asking.pool.count('userInfo')], [1, 0]);
      const code_ = callback.get('code')!;
      for (const secret of [code_, request.codeVerifier, request.state, request.nonce]) {
        ok(!`${text} ${error.stack} ${JSON.stringify(error.detail)}`.includes(secret));
      }
      equal(error.cause, undefined);
    });
  }

  for (const status of [301, 302, 303, 307, 308]) {
    it(`a redirect with status ${status}: sends nothing to the other host`, async () => {
      const elsewhere = await startFaultyPool();
      asking.pool.faults.token = redirectTo(status, `${elsewhere.origin}/oauth2/token`);
      const { error, text } = await failure(asking.client.redeem(request, callback));
      deepEqual([error.code, error.detail.status], ['response_unexpected', status]);
      ok(text.includes(asking.pool.host) && text.includes('Redirects are not followed'), text);
      deepEqual(elsewhere.requests, []);
      await elsewhere.stop();
    });
  }

  it('a lifetime as text, as some emulators do: accepts it', async () => {
    asking.pool.faults.token = rewrite((answer) => ({ ...answer, expires_in: '3600' }));
    const before = Date.now();
    const session = await asking.client.redeem(request, callback);
    // The pool reads its clock while the request runs, and its tokens have whole seconds.
    const issuedAt = session.expiresAt - 3_600_000;
    ok(before - 1000 <= issuedAt && issuedAt <= Date.now() + 1000);
  });
});
