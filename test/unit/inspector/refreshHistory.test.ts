import { equal, match, ok } from 'node:assert/strict';
import { claimsOf, readSession } from '../../../src/inspector/model/tokenSet';
import { createRefreshHistory } from '../../../src/inspector/refreshHistory';
import type { Comparison } from '../../../src/inspector/model/comparison';
import type { Session } from '../../../src/core/session';
import { makeSession } from '../../support/sessions';
import { accessClaims, idClaims, now, unsigned } from '../../support/tokens';

/** A new history that reads the sessions it follows. */
function newHistory(): (session: Session) => Comparison | undefined {
  const { follow } = createRefreshHistory();
  return (session) => follow(session, claimsOf(readSession(session)));
}

describe('createRefreshHistory', () => {
  const first = makeSession({ id: 'one' });
  const refreshed = makeSession({
    id: 'one',
    idToken: unsigned(idClaims({ exp: now + 7200 })),
    accessToken: unsigned(accessClaims({ exp: now + 7200 })),
  });

  it('returns nothing before a refresh', () => {
    const follow = newHistory();
    equal(follow(first), undefined);
    equal(follow({ ...first, userInfo: { state: 'not_asked' } }), undefined);
  });

  it('returns the changes of the last refresh on every call', () => {
    const follow = newHistory();
    follow(first);
    for (let times = 0; times < 2; times += 1) {
      const comparison = follow(refreshed);
      equal(comparison?.id, 'refresh');
      ok(comparison.rows.some(({ name, mark }) => name === 'Access token: exp' && mark === 'different'));
      match(comparison.note ?? '', /^2 of /);
    }
  });

  it('accepts claims that are nested 20,000 levels deep', () => {
    const deep = `{"sub":"a","x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    const token = `e30.${Buffer.from(deep).toString('base64url')}.c2ln`;
    const follow = newHistory();
    follow(first);
    equal(follow({ ...first, accessToken: token })?.id, 'refresh');
  });

  it('compares neither two sign-ins nor two app clients', () => {
    const follow = newHistory();
    follow(first);
    equal(follow({ ...refreshed, id: 'two' }), undefined);
    equal(follow({ ...refreshed, clientId: 'other' }), undefined);
    equal(follow(first), undefined);
  });
});
