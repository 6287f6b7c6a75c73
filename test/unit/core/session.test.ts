import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { assert as holds, jsonValue, property, string } from 'fast-check';
import {
  hasEnded,
  needsRefresh,
  newSession,
  parseSession,
  clientName,
  sessionName,
  shortestUse,
  subjectOf,
  type Session,
} from '../../../src/core/session';
import { clientId, idClaims, issuer, now, unsigned, updatedIssuer } from '../../support/tokens';
import { makeMachineSession, makeSession } from '../../support/sessions';
import { storedByVersion1 } from './storedSession';

function read(replaced: Readonly<Record<string, unknown>>): Session | undefined {
  const parsed = parseSession(JSON.stringify({ ...makeSession(), ...replaced }));
  notEqual(parsed, 'newer');
  return parsed === 'newer' ? undefined : parsed;
}

describe('session record', () => {
  it('is read unchanged', () => {
    const session = makeSession();
    deepEqual(parseSession(JSON.stringify(session)), session);
    const machine = read({ idToken: undefined, refreshToken: undefined });
    ok(machine && !('idToken' in machine) && !('refreshToken' in machine));
    equal(machine.accessToken, session.accessToken);
  });

  it('is read with every state of USERINFO', () => {
    for (const userInfo of [
      { state: 'not_asked' },
      { state: 'answered', claims: { sub: 'a', nested: { b: [1] } } },
      { state: 'failed', code: 'userinfo_refused', detail: { status: 401 } },
    ]) {
      deepEqual(read({ userInfo })?.userInfo, userInfo);
    }
  });

  it('keeps every claim of USERINFO, also one named like a member of every object', () => {
    const claims: unknown = JSON.parse(
      '{"sub":"a","__proto__":{"b":1},"constructor":"c","prototype":null,"hasOwnProperty":2}',
    );
    const userInfo = read({ userInfo: { state: 'answered', claims } })?.userInfo;
    ok(userInfo?.state === 'answered');
    equal(JSON.stringify(userInfo.claims), JSON.stringify(claims));
    deepEqual(Object.keys(userInfo.claims), [
      'sub',
      '__proto__',
      'constructor',
      'prototype',
      'hasOwnProperty',
    ]);
  });

  it('of version 1 is read with the same derived id in every window', () => {
    const session = parseSession(storedByVersion1);
    ok(typeof session === 'object');
    const { version, id, generation, ...rest } = session;
    deepEqual([version, generation], [3, 0]);
    const stored: unknown = JSON.parse(storedByVersion1.replace('not_checked', 'unknown'));
    const { receivedAt, expiresAt } = rest;
    deepEqual({ version: 1, ...rest, receivedAt: receivedAt / 1000, expiresAt: expiresAt / 1000 }, stored);
    deepEqual(parseSession(storedByVersion1), { ...session, id });
    deepEqual(parseSession(JSON.stringify(session)), session);
  });

  it('of version 1 gets another id for another app client', () => {
    const one = parseSession(storedByVersion1);
    const other = parseSession(
      JSON.stringify({ ...(JSON.parse(storedByVersion1) as object), clientId: 'another' }),
    );
    ok(typeof one === 'object' && typeof other === 'object');
    notEqual(one.id, other.id);
  });

  for (const name of ['authorization', 'token', 'userInfo', 'revocation', 'logout'] as const) {
    it(`is damaged when its ${name} endpoint is not a URL`, () => {
      const session = makeSession();
      const endpoints = { ...session.endpoints, [name]: '' };
      equal(parseSession(JSON.stringify({ ...session, endpoints })), undefined);
    });
  }

  it('is reported as newer when a later version wrote it', () => {
    equal(parseSession(JSON.stringify({ ...makeSession(), version: 4, tokens: {} })), 'newer');
  });

  it('of version 1 gets its derived id, also when the record has an id', () => {
    const stored = JSON.parse(storedByVersion1) as object;
    deepEqual(
      parseSession(JSON.stringify({ ...stored, id: 5, generation: 'a' })),
      parseSession(storedByVersion1),
    );
  });

  it('of version 2 is damaged when a time is too large to be stored again', () => {
    equal(read({ version: 2, expiresAt: 1e306 }), undefined);
  });

  it('of version 2 is read with its times converted from seconds', () => {
    const ended = makeSession({ clockSkew: -7000, endedAt: now * 1000 });
    const { receivedAt, expiresAt } = ended;
    const times = { receivedAt: receivedAt / 1000, expiresAt: expiresAt / 1000, clockSkew: -7, endedAt: now };
    deepEqual(read({ ...ended, ...times, version: 2 }), ended);
  });

  it('gets a new id for each sign-in', () => {
    const { version, id, generation, ...fields } = makeSession();
    const [one, other] = [newSession(fields), newSession(fields)];
    deepEqual([one.version, one.generation], [version, generation]);
    notEqual(one.id, other.id);
    notEqual(one.id, id);
  });

  const damaged: readonly Readonly<Record<string, unknown>>[] = [
    { version: 0 },
    { version: '2' },
    { id: undefined },
    { generation: '1' },
    { clockSkew: 'slow' },
    { endedAt: true },
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
    { userInfo: { state: 'answered', claims: null } },
    { userInfo: { state: 'answered', claims: [] } },
    { userInfo: { state: 'failed', code: 7, detail: {} } },
    { userInfo: { state: 'other' } },
  ];
  for (const replaced of damaged) {
    it(`is damaged with ${JSON.stringify(replaced, (_, value: unknown) => value ?? 'gone').slice(0, 80)}`, () => {
      equal(read(replaced), undefined);
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
      equal(parseSession(text), undefined);
    });
  }

  it('is not read from any other JSON or text, and reading never throws', () => {
    holds(
      property(jsonValue(), string(), (value, text) => {
        equal(parseSession(JSON.stringify(value)), undefined);
        equal(parseSession(text), undefined);
      }),
    );
  });

  it('is named by the original form of its issuer', () => {
    equal(clientName({ issuer: updatedIssuer, clientId }), `${issuer}|${clientId}`);
    equal(clientName({ issuer, clientId }), `${issuer}|${clientId}`);
    equal(sessionName(makeSession()), `${issuer}|${clientId}|${subjectOf(makeSession()) ?? ''}`);
    equal(sessionName(makeMachineSession()), `${issuer}|${clientId}`);
  });

  it('needs a refresh when it is valid for less than two minutes', () => {
    const at = now * 1000;
    const session = makeSession({ expiresAt: at });
    equal(shortestUse, 120_000);
    equal(needsRefresh(session, at - 3_600_000), false);
    equal(needsRefresh(session, at - 120_000), false);
    equal(needsRefresh(session, at - 119_999), true);
    equal(needsRefresh(session, at), true);
    equal(needsRefresh(session, at + 3_600_000), true);
  });

  it('has ended when the pool refused its refresh token', () => {
    const { refreshToken, ...session } = makeSession();
    equal(hasEnded({ ...session, refreshToken }), false);
    equal(hasEnded(session), false);
    equal(hasEnded({ ...session, endedAt: now * 1000 }), true);
    // A machine client needs no refresh token.
    equal(hasEnded({ ...session, endedAt: now * 1000, grant: 'client_credentials' }), false);
  });

  it('has the user that its ID token names, or its access token when it has none', () => {
    const renewed = makeSession({ idToken: unsigned(idClaims({ email: 'new@example.com' })) });
    const zoë = makeSession({ idToken: unsigned(idClaims({ sub: 'zoë' })) });
    const { idToken, ...machine } = makeSession();
    ok(idToken);
    equal(subjectOf(renewed), subjectOf(makeSession()));
    equal(subjectOf(zoë), 'zoë');
    equal(subjectOf(machine), subjectOf(makeSession()));
  });
});
