import { strict as assert } from 'node:assert';
import { compareClaims, comparePairs, sideBySide } from '../../../../src/inspector/model/comparison';
import type { ComparedRow } from '../../../../src/inspector/model/comparison';
import type { Claims } from '../../../../src/core/jwt';
import { accessClaims, clientId, idClaims, now, subject } from '../../../support/tokens';

function row(rows: readonly ComparedRow[], name: string): ComparedRow {
  const [found, ...more] = rows.filter((candidate) => candidate.name === name);
  assert(found && more.length === 0, name);
  return found;
}

describe('comparing', () => {
  describe('ID token, access token and USERINFO', () => {
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

    it('has a column for each', () => {
      assert.deepEqual(columns, ['ID token', 'Access token', 'USERINFO']);
      assert.deepEqual(row(rows, 'sub').cells, [subject, subject, subject]);
      assert.equal(row(rows, 'sub').mark, 'same');
    });

    it('tells text from a value of the same look', () => {
      const mixed = compareClaims([
        { source: 'id', claims: { email_verified: true } },
        { source: 'userInfo', claims: { email_verified: 'true' } },
      ]);
      assert.equal(row(mixed, 'email_verified').mark, 'type');
      assert.match(row(mixed, 'email_verified').why ?? '', /USERINFO gives it as text/);
      assert.deepEqual(row(rows, 'email_verified').cells, ['true', null, '"true"']);
      assert.match(row(rows, 'email_verified').why ?? '', /USERINFO gives it as text/);
    });

    it('says why they differ', () => {
      for (const [name, mark, why] of [
        ['aud', 'missing', /client_id/],
        ['client_id', 'missing', /in aud/],
        ['token_use', 'different', /which of the two/],
        ['exp', 'different', /lifetimes/],
        ['iat', 'missing', /user, not about a token/],
        ['scope', 'missing', /Only the access token/],
        ['nonce', 'missing', /only the ID token answers/],
        ['at_hash', 'missing', /hash of the access token/],
        ['cognito:username', 'missing', /call it username/],
        ['username', 'missing', /cognito:username/],
        ['cognito:groups', 'missing', /does not tell groups/],
        ['custom:tenant', 'missing', /scopes ask for/],
        ['custom:new', 'missing', /trigger/],
        ['email', 'missing', /no attributes unless/],
      ] as const) {
        assert.equal(row(rows, name).mark, mark, name);
        assert.match(row(rows, name).why ?? '', why, name);
      }
    });

    it('leaves out what is not there', () => {
      const two = sideBySide(idClaims(), accessClaims(), undefined);
      assert.deepEqual(two.columns, ['ID token', 'Access token']);
      assert.deepEqual(row(two.rows, 'aud').cells, [clientId, null]);
      const one = sideBySide(undefined, accessClaims(), undefined);
      assert.deepEqual(one.rows, []);
      assert.match(one.note ?? '', /nothing to compare/);
    });

    it('knows that two subjects are two users', () => {
      const others = sideBySide(idClaims(), accessClaims({ sub: 'somebody else' }), undefined);
      assert.equal(row(others.rows, 'sub').mark, 'different');
      assert.match(row(others.rows, 'sub').why ?? '', /different users/);
    });
  });

  describe('before and after a refresh', () => {
    const { rows, note, id } = comparePairs(
      { id: idClaims(), access: accessClaims() },
      {
        id: idClaims({ exp: now + 7200, 'cognito:groups': ['user'], nonce: undefined }),
        access: accessClaims({ exp: now + 7200 }),
      },
      ['Before', 'After'],
      'refresh',
    );

    it('compares each token with its own kind', () => {
      assert.equal(id, 'refresh');
      assert.equal(row(rows, 'ID token: exp').mark, 'different');
      assert.equal(row(rows, 'Access token: exp').mark, 'different');
      assert.equal(row(rows, 'ID token: sub').mark, 'same');
      assert.match(note ?? '', /^4 of \d+ claims differ\.$/);
    });

    it('says why', () => {
      assert.match(row(rows, 'ID token: exp').why ?? '', /new lifetime/);
      assert.match(row(rows, 'ID token: cognito:groups').why ?? '', /groups have changed/);
      assert.match(row(rows, 'ID token: nonce').why ?? '', /answers no sign-in/);
      assert.equal(row(rows, 'ID token: sub').why, undefined);
    });
  });

  describe('with another token', () => {
    it('needs no label when there is one kind', () => {
      const { rows, columns, title } = comparePairs(
        { access: accessClaims() },
        { id: idClaims(), access: accessClaims({ scope: 'openid' }) },
        ['Pasted token', 'dev'],
        'other',
      );
      assert.deepEqual(columns, ['Pasted token', 'dev']);
      assert.match(title, /dev/);
      assert.deepEqual(row(rows, 'Access token: scope').cells, ['openid profile email', 'openid']);
      const alone = comparePairs({ access: accessClaims() }, { access: accessClaims() }, ['a', 'b'], 'other');
      assert.equal(row(alone.rows, 'scope').mark, 'same');
      assert.equal(alone.note, 'They say the same.');
    });

    it('compares tokens of different kinds when there is nothing else', () => {
      const { rows } = comparePairs({ id: idClaims() }, { access: accessClaims() }, ['a', 'b'], 'other');
      assert.match(row(rows, 'token_use').why ?? '', /which of the two/);
      assert.equal(row(rows, 'token_use').mark, 'different');
    });

    it('compares tokens that say to be neither, and those with nothing to compare', () => {
      const { rows } = comparePairs({ other: { a: 1 } }, { other: { a: '1' } }, ['a', 'b'], 'other');
      assert.equal(row(rows, 'a').mark, 'type');
      assert.deepEqual(comparePairs({}, {}, ['a', 'b'], 'other').rows, []);
    });
  });

  it('cuts long cells and survives names that objects have by themselves', () => {
    const hostile = JSON.parse(`{"__proto__":1,"long":"${'x'.repeat(5000)}"}`) as Claims;
    const rows = compareClaims([
      { source: 'id', claims: hostile },
      { source: 'access', claims: {} },
    ]);
    assert.deepEqual(row(rows, '__proto__').cells, ['1', null]);
    assert.equal(row(rows, 'long').cells[0]?.length, 400);
    const named = compareClaims([
      { source: 'other', claims: { constructor: 'a' } },
      { source: 'other', claims: {} },
    ]);
    assert.equal(row(named, 'constructor').why, undefined);
  });

  it('shows the first 500 rows and says how many there are', () => {
    const many = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`c${index}`, index]));
    const { rows, note } = comparePairs({ id: many }, { id: { ...many, c599: 0 } }, ['a', 'b'], 'other');
    assert.equal(rows.length, 500);
    assert.equal(note, '1 of 600 claims differ. Only the first 500 of 600 claims are shown.');
    assert.match(sideBySide(many, {}, undefined).note ?? '', /first 500 of 600/);
  });
});
