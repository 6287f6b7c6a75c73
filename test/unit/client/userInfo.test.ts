import { deepEqual, equal, ok } from 'node:assert/strict';
import { explainCode } from '../../../src/problems/explain';
import { parseSession } from '../../../src/core/session';
import { send, startFaultyPool, type Fault } from '../../support/faultyPool';
import {
  gzipBomb,
  html,
  huge,
  notJson,
  redirectTo,
  respond,
  rewrite,
  silent,
  truncated,
} from '../../support/faultyPoolAnswers';
import { forgeIdToken, withClaims } from '../../support/faultyPoolTokens';
import { askFaultyPool, type BadAnswer } from './badAnswers';
import { makeProfile } from '../../support/profiles';
import { signIn } from '../../support/signingIn';

/** As Cognito sends it: without a scheme word. */
const challenge = (error: string, description: string): Fault =>
  respond(401, undefined, { 'www-authenticate': `error="${error}", error_description="${description}"` });

const cases: Readonly<Record<string, BadAnswer>> = {
  'status 401: the access token is no longer good': {
    fault: challenge('invalid_token', 'Access token is expired, disabled, or deleted.'),
    code: 'userinfo_refused',
    says: 'has expired or was revoked',
  },
  'status 401: no openid': {
    fault: challenge('invalid_token', 'Access token does not contain openid scope'),
    code: 'userinfo_refused',
    says: 'Add openid',
  },
  'status 401 without a word': { fault: respond(401), code: 'userinfo_refused', says: 'sign in again' },
  'status 401 with a scheme word': {
    fault: respond(401, undefined, { 'www-authenticate': 'Bearer error="invalid_token"' }),
    code: 'userinfo_refused',
    says: 'sign in again',
  },
  'status 429': { fault: respond(429), code: 'userinfo_refused', says: 'status 429' },
  'status 500': { fault: respond(500), code: 'userinfo_refused', says: 'status 500' },
  'claims of another user': {
    fault: rewrite((claims) => ({ ...claims, sub: 'somebody-else' })),
    code: 'userinfo_other_subject',
    says: 'a different user',
  },
  'claims without a sub': {
    fault: rewrite((claims) => ({ ...claims, sub: undefined })),
    code: 'userinfo_other_subject',
    says: 'a different user',
  },
  'with a web page': { fault: html(), code: 'response_unexpected', says: 'web page' },
  'with nothing': { fault: respond(200), code: 'response_unexpected', says: 'Check' },
  'with a list': { fault: notJson('[]'), code: 'response_unexpected', says: 'Check' },
  'with an answer nested deeper than any stack': {
    fault: async ({ response, pass }) => {
      const real = await pass();
      const nested = `${real.body.toString().slice(0, -1)},"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
      const headers = { ...real.headers, 'content-length': String(nested.length) };
      send(response, { ...real, headers, body: Buffer.from(nested) });
    },
    code: 'response_unexpected',
    says: 'Check',
  },
  'half an answer': { fault: truncated, code: 'network', says: 'again' },
  'not at all': { fault: silent, code: 'timeout', says: 'did not answer in time' },
  'far too much': { fault: huge(2_000_001), code: 'response_too_large', says: 'too large' },
  'a gzip bomb': { fault: gzipBomb(20_000_000), code: 'response_too_large', says: 'too large' },
};

describe('redeem when USERINFO answers', function () {
  const asking = askFaultyPool();

  for (const [what, { fault, code, says }] of Object.entries(cases)) {
    it(`${what}: returns the session with ${code}`, async () => {
      asking.pool.faults.userInfo = fault;
      const asked = asking.clientFor(code);
      const session = await signIn(asked, makeProfile({ issuer: asking.pool.issuer }));
      ok(session.userInfo.state === 'failed', session.userInfo.state);
      equal(session.userInfo.code, code);
      const problem = explainCode(code, session.userInfo.detail);
      const text = `${problem.what} ${problem.why} ${problem.next}`;
      ok(text.includes(asking.pool.host), text);
      ok(text.includes(says), text);
      deepEqual(parseSession(JSON.stringify(session)), session);
    });
  }

  it('with a redirect: does not send the access token there', async () => {
    const elsewhere = await startFaultyPool();
    asking.pool.faults.userInfo = redirectTo(307, `${elsewhere.origin}/oauth2/userInfo`);
    const session = await signIn(asking.client, makeProfile({ issuer: asking.pool.issuer }));
    ok(session.userInfo.state === 'failed');
    deepEqual([session.userInfo.code, session.userInfo.detail.status], ['userinfo_refused', 307]);
    deepEqual(elsewhere.requests, []);
    await elsewhere.stop();
  });

  it('about the user of the access token and not of the ID token: returns the session with userinfo_other_subject', async () => {
    delete asking.pool.faults.userInfo;
    asking.pool.faults.token = forgeIdToken(asking.pool.keys, withClaims({ sub: 'somebody-else' }));
    const session = await signIn(asking.client, makeProfile({ issuer: asking.pool.issuer }));
    ok(session.userInfo.state === 'failed');
    equal(session.userInfo.code, 'userinfo_other_subject');
  });
});
