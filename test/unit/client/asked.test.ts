import { deepEqual, equal, ok } from 'node:assert/strict';
import { createCognitoClient, type CognitoClient } from '../../../src/client/cognitoClient';
import { accountOf, grantedScopes } from '../../../src/core/account';
import type { SignInExpectation } from '../../../src/core/expectation';
import type { Session } from '../../../src/core/session';
import { startFaultyPool, type FaultyPool } from '../../support/faultyPool';
import { makeProfile } from '../../support/profiles';
import { failure, signIn, straight, walk } from '../../support/signingIn';

describe('redeem with an expectation', () => {
  let pool: FaultyPool;
  let client: CognitoClient;
  let known: Session;
  const redeem = async (asked: SignInExpectation): Promise<Session> => {
    const { request, callback } = await walk(client, makeProfile({ issuer: pool.issuer }));
    pool.requests.length = 0;
    return client.redeem({ ...request, expectation: asked }, callback);
  };

  beforeEach(async () => {
    pool = await startFaultyPool();
    client = createCognitoClient(straight);
    known = await signIn(client, makeProfile({ issuer: pool.issuer }));
  });

  afterEach(async () => {
    await client.close();
    await pool.stop();
  });

  it('returns the session when account and scopes match, in any order of the scopes', async () => {
    const scopes = grantedScopes(known).toReversed();
    const session = await redeem({ account: accountOf(known, []), scopes });
    equal(accountOf(session, []).id, accountOf(known, []).id);
    equal(pool.count('revoke'), 0);
  });

  it('revokes the tokens and names both accounts when another user has signed in', async () => {
    const alice = { id: accountOf(known, []).id.replace(/[^|]+$/, 'alice'), label: 'alice (test)' };
    const { error, text } = await failure(redeem({ account: alice }));
    equal(error.code, 'account_differs');
    ok(text.includes('alice (test)') && text.includes('jane.doe@example.com'), text);
    deepEqual(pool.requests.slice(-1), ['revoke']);
  });

  it('revokes the tokens and names both lists when other scopes were granted', async () => {
    const { error, text } = await failure(redeem({ scopes: ['openid', 'api/admin'] }));
    equal(error.code, 'scopes_differ');
    ok(text.includes('openid api/admin') && text.includes('orders/read'), text);
    deepEqual(pool.requests.slice(-1), ['revoke']);
  });
});
