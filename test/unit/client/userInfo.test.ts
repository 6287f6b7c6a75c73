import { deepEqual, equal, ok } from 'node:assert/strict';
import { createCognitoClient } from '../../../src/cognitoClient';
import type { CognitoClient } from '../../../src/cognitoClient';
import type { ErrorCode } from '../../../src/core/errors';
import { explainCode } from '../../../src/core/problems';
import { parseSession } from '../../../src/core/session/session';
import { startFaultyPool } from '../../support/faultyPool';
import type { Fault, FaultyPool } from '../../support/faultyPool';
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
import { profileOf, signIn, straight } from './signingIn';

interface Case {
  readonly fault: Fault;
  readonly code: ErrorCode;
  readonly says: string;
}

/** As Cognito sends it: without a scheme word. */
const challenge = (error: string, description: string): Fault =>
  respond(401, undefined, { 'www-authenticate': `error="${error}", error_description="${description}"` });

const cases: Readonly<Record<string, Case>> = {
  'status 401: the access token is no longer good': {
    fault: challenge('invalid_token', 'Access token is expired, disabled, or deleted.'),
    code: 'userinfo_refused',
    says: 'expired or revoked',
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
  'status 429': { fault: respond(429), code: 'userinfo_refused', says: 'status was 429' },
  'status 500': { fault: respond(500), code: 'userinfo_refused', says: 'status was 500' },
  'about somebody else': {
    fault: rewrite((claims) => ({ ...claims, sub: 'somebody-else' })),
    code: 'userinfo_other_subject',
    says: 'somebody else',
  },
  'about nobody': {
    fault: rewrite((claims) => ({ ...claims, sub: undefined })),
    code: 'userinfo_other_subject',
    says: 'somebody else',
  },
  'with a web page': { fault: html(), code: 'response_unexpected', says: 'web page' },
  'with nothing': { fault: respond(200), code: 'response_unexpected', says: 'Check' },
  'with a list': { fault: notJson('[]'), code: 'response_unexpected', says: 'Check' },
  'half an answer': { fault: truncated, code: 'network', says: 'again' },
  'not at all': { fault: silent, code: 'timeout', says: 'did not answer in time' },
  'far too much': { fault: huge(2_000_001), code: 'response_too_large', says: 'far too large' },
  'a gzip bomb': { fault: gzipBomb(20_000_000), code: 'response_too_large', says: 'far too large' },
};

describe('USERINFO that answers', function () {
  // Other suites may keep this computer busy.
  this.timeout(20_000);

  let pool: FaultyPool;
  let client: CognitoClient;
  /** Gives up soon: for answers that never come. */
  let hasty: CognitoClient;

  before(async () => {
    pool = await startFaultyPool();
    client = createCognitoClient(straight);
    hasty = createCognitoClient({ ...straight, requestTimeout: 500 });
  });

  after(async () => {
    await client.close();
    await hasty.close();
    await pool.stop();
  });

  for (const [what, { fault, code, says }] of Object.entries(cases)) {
    it(`${what}: ${code}, and the session is kept`, async () => {
      pool.faults.userInfo = fault;
      const asked = code === 'timeout' ? hasty : client;
      const session = await signIn(asked, profileOf({ issuer: pool.issuer }));
      ok(session.userInfo.state === 'failed', session.userInfo.state);
      equal(session.userInfo.code, code);
      const problem = explainCode(code, session.userInfo.detail);
      const text = `${problem.what} ${problem.why} ${problem.next}`;
      ok(text.includes(pool.host), text);
      ok(text.includes(says), text);
      deepEqual(parseSession(JSON.stringify(session)), session);
    });
  }

  it('with a redirect: the access token is not sent there', async () => {
    const elsewhere = await startFaultyPool();
    pool.faults.userInfo = redirectTo(307, `${elsewhere.origin}/oauth2/userInfo`);
    const session = await signIn(client, profileOf({ issuer: pool.issuer }));
    ok(session.userInfo.state === 'failed');
    deepEqual([session.userInfo.code, session.userInfo.detail.status], ['userinfo_refused', 307]);
    deepEqual(elsewhere.requests, []);
    await elsewhere.stop();
  });

  it('about the user of the access token, when the ID token is about another', async () => {
    delete pool.faults.userInfo;
    pool.faults.token = forgeIdToken(pool.keys, withClaims({ sub: 'somebody-else' }));
    const session = await signIn(client, profileOf({ issuer: pool.issuer }));
    ok(session.userInfo.state === 'failed');
    equal(session.userInfo.code, 'userinfo_other_subject');
  });
});
