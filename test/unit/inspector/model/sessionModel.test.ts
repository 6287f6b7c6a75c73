import { strict as assert } from 'node:assert';
import type { Profile } from '../../../../src/core/profile';
import type { Session } from '../../../../src/core/session';
import { inspectorModel } from '../../../../src/inspector/model/sessionModel';
import type { InspectorModel } from '../../../../src/inspector/protocol';
import { makeSession } from '../../../support/sessions';
import {
  accessClaims,
  clientId,
  encode,
  idClaims,
  issuer,
  now,
  refreshToken,
  unsigned,
  userPoolId,
} from '../../../support/tokens';
import type { Row } from '../../../../src/inspector/model/claims';

const profile: Profile = {
  name: 'prod',
  userPoolId,
  clientId,
  grant: 'authorization_code',
  production: true,
};

type Shown = NonNullable<InspectorModel['session']>;

/** What a signed-in profile always has. */
function shown(session: Session): Shown & Required<Pick<Shown, 'accessToken' | 'userInfo'>> {
  const { session: found } = inspectorModel(profile, session);
  assert(found?.accessToken && found.userInfo);
  return { ...found, accessToken: found.accessToken, userInfo: found.userInfo };
}

function row(rows: readonly Row[] | undefined, name: string): Row {
  const [found, ...more] = (rows ?? []).filter((candidate) => candidate.name === name);
  assert(found && more.length === 0, name);
  return found;
}

/** The three parts of each token, none of which may be shown. */
function secretsOf(session: Session): readonly string[] {
  return [session.accessToken, session.idToken, session.refreshToken]
    .flatMap((token) => [token ?? '', ...(token?.split('.') ?? [])])
    .filter((part) => part.length > 8);
}

describe('inspector model', () => {
  it('of a profile without a session names the pool and the client', () => {
    assert.deepEqual(inspectorModel(profile, undefined), {
      key: 'prod',
      heading: 'prod',
      production: true,
      pool: userPoolId,
      clientId,
      machine: false,
      phase: 'signed_out',
    });
    const named = (fields: Partial<Profile>): string =>
      inspectorModel({ ...profile, userPoolId: undefined, ...fields }, undefined).pool;
    assert.equal(named({ issuer: 'https://issuer.example.com' }), 'https://issuer.example.com');
    assert.equal(named({ domain: 'auth.example.com' }), 'auth.example.com');
    assert.equal(named({}), '');
  });

  it('shows every claim and header field by name', () => {
    const { idToken, accessToken } = shown(makeSession());
    assert(idToken);
    const names = (section = accessToken): readonly string[] =>
      section.claims.map(({ name }) => name).toSorted();
    assert.deepEqual(names(idToken), Object.keys(idClaims()).toSorted());
    assert.deepEqual(names(accessToken), Object.keys(accessClaims()).toSorted());
    assert.deepEqual(
      idToken.header.map(({ name, value }) => [name, value]),
      [
        ['kid', 'id-key='],
        ['alg', 'RS256'],
      ],
    );
  });

  it('shows text as it is and everything else as JSON', () => {
    const { idToken } = shown(
      makeSession({
        idToken: unsigned({
          text: 'Zürich "1"',
          list: ['a'],
          object: { b: null },
          yes: true,
          number: 1.5,
          none: null,
        }),
      }),
    );
    assert.deepEqual(
      idToken?.claims.map(({ value }) => value),
      ['Zürich "1"', '[\n  "a"\n]', '{\n  "b": null\n}', 'true', '1.5', 'null'],
    );
  });

  it('gives the seconds of points in time, and of nothing else', () => {
    const { idToken, accessToken } = shown(
      makeSession({
        idToken: unsigned(idClaims({ updated_at: 5, nbf: 6, 'custom:year': 2026, iat: 'soon' })),
      }),
    );
    assert.equal(row(idToken?.claims, 'exp').seconds, now + 3600);
    assert.equal(row(idToken?.claims, 'auth_time').seconds, now);
    assert.equal(row(idToken?.claims, 'updated_at').seconds, 5);
    assert.equal(row(idToken?.claims, 'nbf').seconds, 6);
    assert.equal(row(accessToken.claims, 'iat').seconds, now);
    assert(!('seconds' in row(idToken?.claims, 'custom:year')));
    assert(!('seconds' in row(idToken?.claims, 'iat')));
    assert.equal(idToken?.expiresAt, now + 3600);
    assert.equal(accessToken.expiresAt, now + 3600);
  });

  it('has no expiry for a token that does not say', () => {
    const { accessToken } = shown(makeSession({ accessToken: unsigned(accessClaims({ exp: 'later' })) }));
    assert(!('expiresAt' in accessToken));
  });

  it('shows what was checked under a title, and never turns "not checked" into a pass', () => {
    const checks = [
      { id: 'signature', status: 'passed', reason: 'a' },
      { id: 'at_hash', status: 'not_checked', reason: 'b' },
      { id: 'nonce', status: 'failed', reason: 'c' },
      { id: 'from_the_future', status: 'passed', reason: 'd' },
    ] as const;
    const { idToken } = shown(makeSession({ checks: { id: [...checks], access: [] } }));
    assert.deepEqual(
      idToken?.checks.map(({ status, reason }) => ({ status, reason })),
      checks.map(({ status, reason }) => ({ status, reason })),
    );
    assert.deepEqual(
      idToken.checks.map(({ title }) => title),
      ['Signature', 'Access token hash', 'Nonce', 'from_the_future'],
    );
  });

  it('knows the issuer, the time and whether a refresh is possible', () => {
    assert.equal(inspectorModel(profile, makeSession()).pool, issuer);
    assert.equal(shown(makeSession()).issuedAt, now);
    assert.equal(shown(makeSession()).canRefresh, true);
    assert.equal(shown(makeSession({ refreshToken: undefined })).canRefresh, false);
  });

  it('knows that a session has ended, by the refusal of its refresh token and nothing else', () => {
    assert.equal(shown(makeSession({ refreshToken: undefined, endedAt: now })).ended, true);
    for (const session of [makeSession(), makeSession({ refreshToken: undefined })]) {
      assert.equal('ended' in shown(session), false);
    }
  });

  it('names the user by e-mail, else by username', () => {
    const user = (id: Readonly<Record<string, unknown>>, access = accessClaims()): string =>
      shown(makeSession({ idToken: unsigned(idClaims(id)), accessToken: unsigned(access) })).user;
    assert.equal(user({}), 'janedoe@example.com');
    assert.equal(user({ email: undefined }), 'janedoe');
    assert.equal(user({ email: ['a'], 'cognito:username': 7 }), 'janedoe');
    const nameless = accessClaims({ username: undefined });
    assert.equal(user({ email: undefined, 'cognito:username': undefined }, nameless), clientId);
  });

  describe('of USERINFO', () => {
    it('shows what it answered', () => {
      const { userInfo } = shown(
        makeSession({
          userInfo: { state: 'answered', claims: { sub: 'a', email_verified: 'true', updated_at: 9 } },
        }),
      );
      assert(userInfo.state === 'shown');
      assert.deepEqual(
        userInfo.claims.map(({ name, value, type, seconds }) => [name, value, type, seconds]),
        [
          ['sub', 'a', 'text', undefined],
          ['email_verified', 'true', 'text', undefined],
          ['updated_at', '9', 'number', 9],
        ],
      );
    });

    it('says why there is no answer', () => {
      for (const [code, pattern] of [
        ['userinfo_refused', /USERINFO.*rejected the request/],
        ['userinfo_other_subject', /a different user/],
        ['from_the_future', /unexpected error/],
      ] as const) {
        const { userInfo } = shown(
          makeSession({
            userInfo: { state: 'failed', code, detail: { host: 'auth.example.com', status: 401 } },
          }),
        );
        assert(userInfo.state === 'missing');
        assert.match(userInfo.reason, pattern);
        assert.doesNotMatch(userInfo.reason, /undefined/);
      }
    });

    it('says that it was not asked', () => {
      const { userInfo } = shown(makeSession({ userInfo: { state: 'not_asked' } }));
      assert(userInfo.state === 'missing');
      assert.match(userInfo.reason, /was not asked.*openid/);
    });
  });

  it('of a machine has an access token and no ID token', () => {
    const claims = {
      sub: clientId,
      token_use: 'access',
      scope: 'api/read',
      iss: issuer,
      exp: now,
      client_id: clientId,
    };
    const session = shown(
      makeSession({
        idToken: undefined,
        refreshToken: undefined,
        accessToken: unsigned(claims),
        userInfo: { state: 'not_asked' },
      }),
    );
    assert(!('idToken' in session));
    assert.equal(session.user, clientId);
    assert.equal(row(session.accessToken.claims, 'scope').value, 'api/read');
  });

  it('shows nothing of a token that cannot be read', () => {
    const { idToken, accessToken } = shown(makeSession({ idToken: refreshToken, accessToken: 'garbage' }));
    assert.deepEqual(idToken?.claims, []);
    assert.deepEqual(accessToken.header, []);
  });

  it('holds no raw token, nor any part of one', () => {
    for (const session of [
      makeSession(),
      makeSession({ idToken: undefined, userInfo: { state: 'not_asked' } }),
      makeSession({ accessToken: refreshToken, idToken: 'opaque-token-of-no-format' }),
    ]) {
      const text = JSON.stringify(inspectorModel(profile, session));
      for (const secret of secretsOf(session)) assert(!text.includes(secret), secret.slice(0, 20));
    }
  });

  it('shows hostile claims as text, under their own names', () => {
    const claims =
      '{"__proto__":{"polluted":true},"constructor":"<img src=x onerror=alert(1)>","\\u202e":"\\ud800"}';
    const { idToken } = shown(makeSession({ idToken: `${encode({ alg: 'RS256' })}.${encode(claims)}.c` }));
    assert.deepEqual(
      idToken?.claims.map(({ name }) => name),
      ['__proto__', 'constructor', '\u202e'],
    );
    assert.equal(row(idToken.claims, 'constructor').value, '<img src=x onerror=alert(1)>');
    for (const { value } of idToken.claims) assert.equal(typeof value, 'string');
    assert(!('polluted' in {}));
  });

  it('shows ten thousand claims', () => {
    const many = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, index) => [`custom:${index}`, `value ${index}`]),
    );
    const { idToken } = shown(makeSession({ idToken: unsigned(many) }));
    assert.equal(idToken?.claims.length, 10_000);
    assert.equal(idToken.claims[9_999]?.value, 'value 9999');
  });
});
