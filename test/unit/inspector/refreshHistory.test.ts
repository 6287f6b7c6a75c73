import { equal, match, ok } from 'node:assert/strict';
import { createRefreshHistory } from '../../../src/inspector/refreshHistory';
import { makeSession } from '../../support/sessions';
import { accessClaims, idClaims, now, unsigned } from '../../support/tokens';

describe('refresh history', () => {
  const first = makeSession({ id: 'one' });
  const refreshed = makeSession({
    id: 'one',
    idToken: unsigned(idClaims({ exp: now + 7200 })),
    accessToken: unsigned(accessClaims({ exp: now + 7200 })),
  });

  it('has nothing to say before a refresh', () => {
    const history = createRefreshHistory();
    equal(history.follow(first), undefined);
    equal(history.follow({ ...first, userInfo: { state: 'not_asked' } }), undefined);
  });

  it('says what the last refresh changed, as often as it is asked', () => {
    const history = createRefreshHistory();
    history.follow(first);
    for (let times = 0; times < 2; times += 1) {
      const comparison = history.follow(refreshed);
      equal(comparison?.id, 'refresh');
      ok(comparison.rows.some(({ name, mark }) => name === 'Access token: exp' && mark === 'different'));
      match(comparison.note ?? '', /^2 of /);
    }
  });

  it('stands claims that are nested deeper than any stack', () => {
    const deep = `{"sub":"a","x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    const token = `e30.${Buffer.from(deep).toString('base64url')}.c2ln`;
    const history = createRefreshHistory();
    history.follow(first);
    equal(history.follow({ ...first, accessToken: token })?.id, 'refresh');
  });

  it('compares no two sign-ins, and no two app clients', () => {
    const history = createRefreshHistory();
    history.follow(first);
    equal(history.follow({ ...refreshed, id: 'two' }), undefined);
    equal(history.follow({ ...refreshed, clientId: 'other' }), undefined);
    equal(history.follow(first), undefined);
  });
});
