import { strict as assert } from 'node:assert';
import { assert as holds, jsonValue, property, string } from 'fast-check';
import { needsRefresh, parseSession, sessionKey, shortestUse } from '../../../src/core/session';
import type { Session } from '../../../src/core/session';
import { clientId, issuer, now, updatedIssuer } from '../../support/tokens';
import { makeSession } from '../../support/sessions';

function read(replaced: Readonly<Record<string, unknown>>): Session | undefined {
  return parseSession(JSON.stringify({ ...makeSession(), ...replaced }));
}

describe('session', () => {
  it('is read as it was stored', () => {
    const session = makeSession();
    assert.deepEqual(parseSession(JSON.stringify(session)), session);
    const machine = read({ idToken: undefined, refreshToken: undefined });
    assert(machine && !('idToken' in machine) && !('refreshToken' in machine));
    assert.equal(machine.accessToken, session.accessToken);
  });

  it('is read with every state of USERINFO', () => {
    for (const userInfo of [
      { state: 'not_asked' },
      { state: 'answered', claims: { sub: 'a', nested: { b: [1] } } },
      { state: 'failed', code: 'userinfo_refused', detail: { status: 401 } },
    ]) {
      assert.deepEqual(read({ userInfo })?.userInfo, userInfo);
    }
  });

  const damaged: readonly Readonly<Record<string, unknown>>[] = [
    { version: 2 },
    { version: 0 },
    { version: '1' },
    { version: undefined },
    { issuer: undefined },
    { clientId: 7 },
    { accessToken: undefined },
    { accessToken: null },
    { idToken: 7 },
    { refreshToken: null },
    { receivedAt: 'now' },
    { expiresAt: null },
    { endpoints: undefined },
    { endpoints: {} },
    { endpoints: { ...makeSession().endpoints, token: 7 } },
    { resource: [] },
    { checks: undefined },
    { checks: { id: [], access: [{ id: 'a', status: 'maybe', reason: '' }] } },
    { checks: { id: [] } },
    { userInfo: undefined },
    { userInfo: { state: 'answered' } },
    { userInfo: { state: 'answered', claims: 'all' } },
    { userInfo: { state: 'failed', code: 7, detail: {} } },
    { userInfo: { state: 'other' } },
  ];
  for (const replaced of damaged) {
    it(`is not read when damaged: ${JSON.stringify(replaced, (_, value: unknown) => value ?? 'gone').slice(0, 80)}`, () => {
      assert.equal(read(replaced), undefined);
    });
  }

  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '7',
    '"text"',
    '{}',
    '\u0000',
    JSON.stringify(makeSession()).slice(1),
  ]) {
    it(`is not read from ${JSON.stringify(text).slice(0, 40)}`, () => {
      assert.equal(parseSession(text), undefined);
    });
  }

  it('is never read from anything else, and reading never throws', () => {
    holds(
      property(jsonValue(), string(), (value, text) => {
        assert.equal(parseSession(JSON.stringify(value)), undefined);
        assert.equal(parseSession(text), undefined);
      }),
    );
  });

  it('is filed under the original form of its issuer', () => {
    assert.deepEqual(sessionKey(updatedIssuer, clientId), { issuer, clientId });
    assert.deepEqual(sessionKey(issuer, clientId), { issuer, clientId });
  });

  it('needs a refresh when it is good for less than a minute', () => {
    const session = makeSession({ expiresAt: now });
    assert.equal(shortestUse, 60);
    assert.equal(needsRefresh(session, now - 3600), false);
    assert.equal(needsRefresh(session, now - 60), false);
    assert.equal(needsRefresh(session, now - 59.999), true);
    assert.equal(needsRefresh(session, now), true);
    assert.equal(needsRefresh(session, now + 3600), true);
  });
});
