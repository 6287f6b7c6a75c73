import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import type { Profile } from '../../../../src/core/profile';
import type { Session } from '../../../../src/core/session';
import { sessionModel, signedOutModel } from '../../../../src/inspector/model/inspectorModel';
import { readSession } from '../../../../src/inspector/model/tokenSet';
import type { InspectorModel, ShownTokens, TokenSection } from '../../../../src/inspector/protocol';
import { makeProfile } from '../../../support/profiles';
import { makeSession } from '../../../support/sessions';
import {
  accessClaims,
  clientId,
  encode,
  idClaims,
  issuer,
  now,
  refreshToken,
  subject,
  unsigned,
  userPoolId,
} from '../../../support/tokens';
import type { Row, Rows } from '../../../../src/inspector/model/claims';

const profile = makeProfile({ name: 'prod', userPoolId, clientId, production: true });

function modelOf(session: Session): InspectorModel {
  return sessionModel(profile, session, readSession(session));
}

/** The model’s tokens, with the parts that a session of a user always has. */
function shown(session: Session): ShownTokens & Required<Pick<ShownTokens, 'accessToken' | 'userInfo'>> {
  const { tokens: found } = modelOf(session);
  ok(found?.accessToken && found.userInfo);
  return { ...found, accessToken: found.accessToken, userInfo: found.userInfo };
}

function row(rows: Rows<Row> | undefined, name: string): Row {
  const [found, ...more] = (rows?.shown ?? []).filter((candidate) => candidate.name === name);
  ok(found && more.length === 0, name);
  return found;
}

/** The three parts of each token, none of which may be shown. */
function secretsOf(session: Session): readonly string[] {
  return [session.accessToken, session.idToken, session.refreshToken]
    .flatMap((token) => [token ?? '', ...(token?.split('.') ?? [])])
    .filter((part) => part.length > 8);
}

describe('signedOutModel', () => {
  it('names the pool and the app client', () => {
    deepEqual(signedOutModel(profile), {
      key: 'prod',
      heading: 'prod',
      production: true,
      pool: userPoolId,
      clientId,
      machine: false,
      phase: 'signed_out',
      problem: undefined,
    });
    const named = (fields: Partial<Profile>): string =>
      signedOutModel({ ...profile, userPoolId: undefined, ...fields }).pool;
    equal(named({ issuer: 'https://issuer.example.com' }), 'https://issuer.example.com');
    equal(named({ domain: 'auth.example.com' }), 'auth.example.com');
    equal(named({}), '');
  });
});

describe('sessionModel', () => {
  it('shows every claim and header field by name', () => {
    const { idToken, accessToken } = shown(makeSession());
    ok(idToken);
    const names = (section = accessToken): readonly string[] =>
      section.claims.shown.map(({ name }) => name).toSorted();
    deepEqual(names(idToken), Object.keys(idClaims()).toSorted());
    deepEqual(names(accessToken), Object.keys(accessClaims()).toSorted());
    deepEqual(
      idToken.header.shown.map(({ name, value }) => [name, value]),
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
    deepEqual(
      idToken?.claims.shown.map(({ value }) => value),
      ['Zürich "1"', '[\n  "a"\n]', '{\n  "b": null\n}', 'true', '1.5', 'null'],
    );
  });

  it('shows the role of an ID token that names one', () => {
    const roles = ['arn:aws:iam::111122223333:role/admin'];
    const { idToken } = shown(makeSession({ idToken: unsigned(idClaims({ 'cognito:roles': roles })) }));
    equal(idToken?.awsRole?.arn, roles[0]);
    equal(shown(makeSession()).idToken?.awsRole, undefined);
    const withPool = { ...profile, identityPoolId: 'us-east-1:1a2b3c4d-1111-2222-3333-444455556666' };
    const session = makeSession();
    equal(sessionModel(withPool, session, readSession(session)).tokens?.idToken?.awsRole?.kind, 'none');
  });

  it('names the moment of a claim when the claim is a time', () => {
    const { idToken, accessToken } = shown(
      makeSession({
        idToken: unsigned(idClaims({ updated_at: 5, nbf: 6, 'custom:year': 2026, iat: 'soon' })),
      }),
    );
    equal(row(idToken?.claims, 'exp').moment, (now + 3600) * 1000);
    equal(row(idToken?.claims, 'auth_time').moment, now * 1000);
    equal(row(idToken?.claims, 'updated_at').moment, 5000);
    equal(row(idToken?.claims, 'nbf').moment, 6000);
    equal(row(accessToken.claims, 'iat').moment, now * 1000);
    equal(row(idToken?.claims, 'custom:year').moment, undefined);
    equal(row(idToken?.claims, 'iat').moment, undefined);
    equal(idToken?.expiresAt, (now + 3600) * 1000);
    equal(accessToken.expiresAt, (now + 3600) * 1000);
  });

  it('shows no expiry when a token has no valid exp', () => {
    const { accessToken } = shown(makeSession({ accessToken: unsigned(accessClaims({ exp: 'later' })) }));
    equal(accessToken.expiresAt, undefined);
  });

  it('compares both tokens with what the sign-in asked for, and only then', () => {
    const asked = shown(makeSession({ acrValues: ['urn:cognito:loa:4'], maxAge: 60 }));
    const titles = ({ checks }: TokenSection): readonly string[] => checks.map(({ title }) => title);
    for (const section of [asked.idToken, asked.accessToken]) {
      ok(section);
      deepEqual(titles(section).slice(-2), ['Level asked for', 'Recent sign-in']);
      deepEqual(
        section.checks.slice(-2).map(({ status }) => status),
        ['warning', 'passed'],
      );
    }
    equal(titles(shown(makeSession()).accessToken).length, 1);
  });

  it('shows each check result with a title, and never an unknown one as passed', () => {
    const checks = [
      { id: 'signature', status: 'passed', reason: 'a' },
      { id: 'at_hash', status: 'unknown', reason: 'b' },
      { id: 'nonce', status: 'failed', reason: 'c' },
      { id: 'from_the_future', status: 'passed', reason: 'd' },
    ] as const;
    const { idToken } = shown(makeSession({ checks: { id: [...checks], access: [] } }));
    deepEqual(
      idToken?.checks.map(({ status, reason }) => ({ status, reason })),
      checks.map(({ status, reason }) => ({ status, reason })),
    );
    deepEqual(
      idToken.checks.map(({ title }) => title),
      ['Signature', 'Access token hash', 'Nonce', 'from_the_future'],
    );
  });

  it('shows the issuer, the time of receipt and whether a refresh is possible', () => {
    equal(modelOf(makeSession()).pool, issuer);
    equal(shown(makeSession()).issuedAt, now * 1000);
    equal(shown(makeSession()).canRefresh, true);
    equal(shown(makeSession({ refreshToken: undefined })).canRefresh, false);
  });

  it('shows that a session has ended only when the pool refused its refresh token', () => {
    equal(shown(makeSession({ refreshToken: undefined, endedAt: now })).ended, true);
    for (const session of [makeSession(), makeSession({ refreshToken: undefined })]) {
      equal(shown(session).ended, undefined);
    }
  });

  it('names the user by e-mail address, else by user name, else by subject', () => {
    const user = (id: Readonly<Record<string, unknown>>, access = accessClaims()): string =>
      shown(makeSession({ idToken: unsigned(idClaims(id)), accessToken: unsigned(access) })).user;
    equal(user({}), 'janedoe@example.com');
    equal(user({ email: undefined }), 'janedoe');
    equal(user({ email: ['a'], 'cognito:username': 7 }), 'janedoe');
    const nameless = accessClaims({ username: undefined });
    const unnamed = { email: undefined, 'cognito:username': undefined };
    equal(user(unnamed, nameless), subject);
    equal(user({ ...unnamed, sub: undefined }, { token_use: 'access' }), clientId);
  });

  describe('userInfo of sessionModel', () => {
    it('shows the claims of the answer of USERINFO', () => {
      const { userInfo } = shown(
        makeSession({
          userInfo: { state: 'answered', claims: { sub: 'a', email_verified: 'true', updated_at: 9 } },
        }),
      );
      ok(userInfo.state === 'shown');
      deepEqual(
        userInfo.claims.shown.map(({ name, value, type, moment }) => [name, value, type, moment]),
        [
          ['sub', 'a', 'text', undefined],
          ['email_verified', 'true', 'text', undefined],
          ['updated_at', '9', 'number', 9000],
        ],
      );
    });

    it('shows the reason when the request to USERINFO failed', () => {
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
        ok(userInfo.state === 'missing');
        match(userInfo.reason, pattern);
        doesNotMatch(userInfo.reason, /undefined/);
      }
    });

    it('shows the reason when USERINFO was not requested', () => {
      const { userInfo } = shown(makeSession({ userInfo: { state: 'not_asked' } }));
      ok(userInfo.state === 'missing');
      match(userInfo.reason, /was not asked.*openid/);
    });
  });

  it('shows an access token and no ID token for a machine client', () => {
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
    equal(session.idToken, undefined);
    equal(session.user, clientId);
    equal(row(session.accessToken.claims, 'scope').value, 'api/read');
  });

  it('shows no claims of a token that cannot be decoded', () => {
    const { idToken, accessToken } = shown(makeSession({ idToken: refreshToken, accessToken: 'garbage' }));
    deepEqual(idToken?.claims, { shown: [], total: 0 });
    deepEqual(accessToken.header, { shown: [], total: 0 });
  });

  it('holds no part of a raw token', () => {
    for (const session of [
      makeSession(),
      makeSession({ idToken: undefined, userInfo: { state: 'not_asked' } }),
      makeSession({ accessToken: refreshToken, idToken: 'opaque-token-of-no-format' }),
    ]) {
      const text = JSON.stringify(modelOf(session));
      for (const secret of secretsOf(session)) ok(!text.includes(secret), secret.slice(0, 20));
    }
  });

  it('shows hostile claims as text under their own names', () => {
    const claims =
      '{"__proto__":{"polluted":true},"constructor":"<img src=x onerror=alert(1)>","\\u202e":"\\ud800"}';
    const { idToken } = shown(makeSession({ idToken: `${encode({ alg: 'RS256' })}.${encode(claims)}.c` }));
    deepEqual(
      idToken?.claims.shown.map(({ name }) => name),
      ['__proto__', 'constructor', '\u202e'],
    );
    equal(row(idToken.claims, 'constructor').value, '<img src=x onerror=alert(1)>');
    for (const { value } of idToken.claims.shown) equal(typeof value, 'string');
    ok(!('polluted' in {}));
  });
});
