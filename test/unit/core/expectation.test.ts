import { deepEqual, equal } from 'node:assert/strict';
import { accountOf } from '../../../src/core/account';
import { assertExpected, readRequestedScopes, sameSet } from '../../../src/core/expectation';
import { fails } from '../../support/answers';
import { makeSession } from '../../support/sessions';
import { accessClaims, unsigned } from '../../support/tokens';

describe('readRequestedScopes', () => {
  it('separates the names of profiles from the scopes', () => {
    deepEqual(
      readRequestedScopes(['openid', 'profile:dev', 'profile', 'api/profile:', 'profile:two words']),
      {
        scopes: new Set(['openid', 'profile', 'api/profile:']),
        profiles: ['dev', 'two words'],
      },
    );
  });
});

describe('sameSet', () => {
  it('compares scopes in any order, and counts each once', () => {
    equal(sameSet(new Set(['a', 'b']), ['b', 'a', 'b']), true);
    equal(sameSet(new Set(['a', 'b']), ['a', 'c']), false);
    equal(sameSet(new Set(['a', 'b']), ['a']), false);
    equal(sameSet(new Set(['a']), ['a', 'b']), false);
  });
});

describe('assertExpected', () => {
  const session = makeSession({ accessToken: unsigned(accessClaims({ scope: 'openid api/read' })) });
  const check = async (expectation: Parameters<typeof assertExpected>[1]): Promise<void> => {
    await Promise.resolve();
    assertExpected(session, expectation);
  };

  it('accepts any account and any scopes when nothing is expected', async () => {
    await check({});
    await check({ scopes: [] });
  });

  it('accepts the account and exactly the scopes that are expected', async () => {
    await check({ account: accountOf(session, []), scopes: ['api/read', 'openid'] });
  });

  it('fails with both names for another account', async () => {
    const account = { ...accountOf(session, []), id: 'another', label: 'zoë' };
    await fails(check({ account }), 'account_differs', { asked: 'zoë', signedIn: 'janedoe@example.com' });
  });

  it('fails with both lists for other scopes', async () => {
    await fails(check({ scopes: ['openid', 'api/write'] }), 'scopes_differ', {
      asked: 'openid api/write',
      granted: 'openid api/read',
    });
  });
});
