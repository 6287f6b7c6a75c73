import { deepEqual, equal, match, ok } from 'node:assert/strict';
import {
  compareClaims,
  comparePairs,
  sideBySide,
  type ComparedRow,
} from '../../../../src/inspector/model/comparison';
import type { Claims } from '../../../../src/core/jwt';
import { readToken } from '../../../../src/inspector/model/anyToken';
import { accessClaims, clientId, encode, idClaims, now, subject } from '../../../support/tokens';

function row(rows: readonly ComparedRow[], name: string): ComparedRow {
  const [found, ...more] = rows.filter((candidate) => candidate.name === name);
  ok(found && more.length === 0, name);
  return found;
}

describe('claim comparison', () => {
  describe('sideBySide', () => {
    const userInfo: Claims = {
      sub: subject,
      email_verified: 'true',
      email: 'janedoe@example.com',
      username: 'janedoe',
      'custom:new': 'x',
    };
    const { rows, columns } = sideBySide(
      idClaims({ exp: now + 300, at_hash: 'h' }),
      accessClaims({ 'cognito:groups': ['admin', 'user'] }),
      userInfo,
    );

    it('has a column for the ID token, the access token and USERINFO', () => {
      deepEqual(columns, ['ID token', 'Access token', 'USERINFO']);
      deepEqual(row(rows, 'sub').cells, [subject, subject, subject]);
      equal(row(rows, 'sub').mark, 'same');
    });

    it('marks large numbers that differ in their last digit', () => {
      const read = (id: string): Claims =>
        readToken(`${encode({ alg: 'RS256' })}.${encode(`{"id":${id}}`)}.c2ln`)?.claims ?? {};
      const compared = compareClaims([
        { source: 'id', claims: read('9007199254740993') },
        { source: 'access', claims: read('9007199254740992') },
      ]);
      equal(row(compared, 'id').mark, 'different');
      deepEqual(row(compared, 'id').cells, ['9007199254740993', '9007199254740992']);
    });

    it('marks a claim that has the same text but another type', () => {
      const mixed = compareClaims([
        { source: 'id', claims: { email_verified: true } },
        { source: 'userInfo', claims: { email_verified: 'true' } },
      ]);
      equal(row(mixed, 'email_verified').mark, 'type');
      match(row(mixed, 'email_verified').why ?? '', /USERINFO returns it as text/);
      deepEqual(row(rows, 'email_verified').cells, ['true', null, '"true"']);
      match(row(rows, 'email_verified').why ?? '', /USERINFO returns it as text/);
    });

    it('explains why claims of the sources differ', () => {
      for (const [name, mark, why] of [
        ['aud', 'missing', /client_id/],
        ['client_id', 'missing', /in aud/],
        ['token_use', 'different', /the kind of token/],
        ['exp', 'different', /lifetimes/],
        ['iat', 'missing', /about the user, not about a token/],
        ['scope', 'missing', /Only the access token/],
        ['nonce', 'missing', /Only the ID token repeats/],
        ['at_hash', 'missing', /hash of the access token/],
        ['cognito:username', 'missing', /call it username/],
        ['username', 'missing', /cognito:username/],
        ['cognito:groups', 'missing', /does not return groups/],
        ['custom:tenant', 'missing', /scopes allow/],
        ['custom:new', 'missing', /trigger/],
        ['email', 'missing', /no attributes unless/],
      ] as const) {
        equal(row(rows, name).mark, mark, name);
        match(row(rows, name).why ?? '', why, name);
      }
    });

    it('leaves out the columns of missing tokens', () => {
      const two = sideBySide(idClaims(), accessClaims(), undefined);
      deepEqual(two.columns, ['ID token', 'Access token']);
      deepEqual(row(two.rows, 'aud').cells, [clientId, null]);
      const one = sideBySide(undefined, accessClaims(), undefined);
      deepEqual(one.rows, []);
      match(one.note ?? '', /nothing to compare/);
    });

    it('explains different subjects as different users', () => {
      const others = sideBySide(idClaims(), accessClaims({ sub: 'another user' }), undefined);
      equal(row(others.rows, 'sub').mark, 'different');
      match(row(others.rows, 'sub').why ?? '', /different users/);
    });
  });

  describe('comparePairs before and after a refresh', () => {
    const { rows, note, id } = comparePairs(
      { id: idClaims(), access: accessClaims() },
      {
        id: idClaims({ exp: now + 7200, 'cognito:groups': ['user'], nonce: undefined }),
        access: accessClaims({ exp: now + 7200 }),
      },
      ['Before', 'After'],
      'refresh',
    );

    it('compares each token with the one of its kind', () => {
      equal(id, 'refresh');
      equal(row(rows, 'ID token: exp').mark, 'different');
      equal(row(rows, 'Access token: exp').mark, 'different');
      equal(row(rows, 'ID token: sub').mark, 'same');
      match(note ?? '', /^4 of \d+ claims differ\.$/);
    });

    it('explains why claims differ after a refresh', () => {
      match(row(rows, 'ID token: exp').why ?? '', /new lifetime/);
      match(row(rows, 'ID token: cognito:groups').why ?? '', /groups have changed/);
      match(row(rows, 'ID token: nonce').why ?? '', /there is no nonce/);
      equal(row(rows, 'ID token: sub').why, undefined);
    });
  });

  describe('comparePairs of two sets of tokens', () => {
    it('puts the kind of token before the claim when there are two kinds', () => {
      const { rows, columns, title } = comparePairs(
        { access: accessClaims() },
        { id: idClaims(), access: accessClaims({ scope: 'openid' }) },
        ['Pasted token', 'dev'],
        'other',
      );
      deepEqual(columns, ['Pasted token', 'dev']);
      match(title, /dev/);
      deepEqual(row(rows, 'Access token: scope').cells, ['openid profile email', 'openid']);
      const alone = comparePairs({ access: accessClaims() }, { access: accessClaims() }, ['a', 'b'], 'other');
      equal(row(alone.rows, 'scope').mark, 'same');
      equal(alone.note, 'All claims are the same.');
    });

    it('compares tokens of different kinds when they have no kind in common', () => {
      const { rows } = comparePairs({ id: idClaims() }, { access: accessClaims() }, ['a', 'b'], 'other');
      match(row(rows, 'token_use').why ?? '', /the kind of token/);
      equal(row(rows, 'token_use').mark, 'different');
    });

    it('compares tokens of an unknown kind, and empty sets', () => {
      const { rows } = comparePairs({ other: { a: 1 } }, { other: { a: '1' } }, ['a', 'b'], 'other');
      equal(row(rows, 'a').mark, 'type');
      deepEqual(comparePairs({}, {}, ['a', 'b'], 'other').rows, []);
    });
  });

  it('cuts long cells and keeps claims that are named like the members of Object.prototype', () => {
    const hostile = JSON.parse(`{"__proto__":1,"long":"${'x'.repeat(5000)}"}`) as Claims;
    const rows = compareClaims([
      { source: 'id', claims: hostile },
      { source: 'access', claims: {} },
    ]);
    deepEqual(row(rows, '__proto__').cells, ['1', null]);
    equal(row(rows, 'long').cells[0]?.length, 400);
    const named = compareClaims([
      { source: 'other', claims: { constructor: 'a' } },
      { source: 'other', claims: {} },
    ]);
    equal(row(named, 'constructor').why, undefined);
  });

  it('shows the first 500 rows and the number of all rows', () => {
    const many = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`c${index}`, index]));
    const { rows, note } = comparePairs({ id: many }, { id: { ...many, c599: 0 } }, ['a', 'b'], 'other');
    equal(rows.length, 500);
    equal(note, '1 of 600 claims differs. Only the first 500 of 600 claims are shown.');
    match(sideBySide(many, {}, undefined).note ?? '', /first 500 of 600/);
  });
});
