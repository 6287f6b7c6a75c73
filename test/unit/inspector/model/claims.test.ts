import { strict as assert } from 'node:assert';
import { assert as holds, constantFrom, dictionary, jsonValue, oneof, property, string } from 'fast-check';
import type { Claim } from '../../../../src/inspector/model/claims';
import { describeClaims, headerRows, typeInWords } from '../../../../src/inspector/model/claims';
import type { Claims } from '../../../../src/core/jwt';
import { accessClaims, idClaims, issuer, now, updatedIssuer } from '../../../support/tokens';

function claim(claims: Claims, name: string): Claim {
  const [found, ...more] = describeClaims(claims).shown.filter((candidate) => candidate.name === name);
  assert(found && more.length === 0, name);
  return found;
}

function notes(claims: Claims, name: string): readonly (readonly [string, string | undefined])[] {
  return (claim(claims, name).parts ?? []).map(({ text, note }) => [text, note] as const);
}

describe('claims', () => {
  it('keeps every claim, the documented ones in an order of their own, each with its value as text', () => {
    const claims = { unheard_of: { a: [1] }, none: null, ...idClaims() };
    assert.deepEqual(
      describeClaims(claims).shown.map(({ name }) => name),
      [
        ...['sub', 'cognito:username', 'email', 'email_verified'],
        ...['iss', 'aud', 'nonce', 'auth_time', 'iat', 'exp', 'cognito:groups', 'token_use'],
        ...['unheard_of', 'none', 'custom:tenant'],
      ],
    );
    assert.equal(claim(claims, 'unheard_of').value, '{\n  "a": [\n    1\n  ]\n}');
    assert.equal(claim(claims, 'none').value, 'null');
  });

  it('says of every claim in Cognito’s tokens what it means', () => {
    const everything = {
      ...idClaims(),
      ...accessClaims(),
      ...Object.fromEntries(
        [
          'jti',
          'origin_jti',
          'event_id',
          'at_hash',
          'device_key',
          'cognito:roles',
          'cognito:preferred_role',
        ].map((name) => [name, 'x']),
      ),
      identities: [],
      phone_number_verified: false,
      address: { formatted: 'x' },
    };
    for (const { name, meaning, group } of describeClaims(everything).shown) {
      assert(meaning !== undefined && meaning.endsWith('.'), name);
      assert.notEqual(group, 'other', name);
    }
  });

  it('puts each claim into its group', () => {
    const groups = Object.fromEntries(
      describeClaims({
        ...idClaims({ unheard_of: 1, 'cognito:new': 2, 'dev:custom:x': '3' }),
        ...accessClaims(),
      }).shown.map(({ name, group }) => [name, group]),
    );
    assert.deepEqual(
      [
        'sub',
        'iss',
        'exp',
        'scope',
        'token_use',
        'cognito:new',
        'custom:tenant',
        'dev:custom:x',
        'unheard_of',
      ].map((name) => groups[name]),
      ['who', 'where_from', 'when', 'rights', 'cognito', 'cognito', 'custom', 'custom', 'other'],
    );
  });

  it('explains nothing that nobody documents', () => {
    assert.equal(claim({ unheard_of: 1 }, 'unheard_of').meaning, undefined);
  });

  it('gives the moment of points in time, and of nothing else', () => {
    const claims = idClaims({ updated_at: 5, nbf: 6, 'custom:year': 2026, iat: 'soon' });
    assert.equal(claim(claims, 'exp').moment, (now + 3600) * 1000);
    assert.equal(claim(claims, 'updated_at').moment, 5000);
    assert.equal(claim(claims, 'custom:year').moment, undefined);
    assert.equal(claim(claims, 'iat').moment, undefined);
  });

  it('names types in words', () => {
    assert.deepEqual(['a', 1, true, null, {}, [1, 2, 3]].map(typeInWords), [
      'text',
      'number',
      'true or false',
      'null',
      'object',
      'list of 3',
    ]);
  });

  it('breaks out scopes with what they allow', () => {
    const scope =
      'openid  email https://api.example.com/orders/read orders/write odd aws.cognito.signin.user.admin';
    assert.deepEqual(
      notes({ scope }, 'scope').map(([text]) => text),
      [
        'openid',
        'email',
        'https://api.example.com/orders/read',
        'orders/write',
        'odd',
        'aws.cognito.signin.user.admin',
      ],
    );
    const byName = new Map(notes({ scope }, 'scope'));
    assert.equal(
      byName.get('https://api.example.com/orders/read'),
      '“read” at the resource server https://api.example.com/orders',
    );
    assert.equal(byName.get('odd'), undefined);
    assert.match(byName.get('aws.cognito.signin.user.admin') ?? '', /user pool API/);
  });

  it('breaks out groups, and says which ones Cognito made', () => {
    assert.deepEqual(notes({ 'cognito:groups': ['admin', 'us-east-1_AbCdEf123_Google'] }, 'cognito:groups'), [
      ['admin', undefined],
      ['us-east-1_AbCdEf123_Google', 'Made by Cognito: users of the identity provider Google'],
    ]);
  });

  it('takes ARNs apart, alone and in lists', () => {
    const arn = 'arn:aws:iam::111122223333:role/admin-role';
    assert.deepEqual(notes({ 'cognito:preferred_role': arn }, 'cognito:preferred_role'), [
      ['role/admin-role', 'resource'],
      ['iam', 'service'],
      ['111122223333', 'account'],
      ['aws', 'partition'],
    ]);
    assert.deepEqual(notes({ 'cognito:roles': [arn] }, 'cognito:roles'), [
      [arn, 'iam role/admin-role, account 111122223333'],
    ]);
    assert.equal(claim({ 'custom:x': 'arn:like but not one' }, 'custom:x').parts, undefined);
  });

  it('reads the pool and the Region from the issuer, in both of its forms', () => {
    assert.deepEqual(notes({ iss: issuer }, 'iss'), [
      ['us-east-1_AbCdEf123', 'user pool'],
      ['us-east-1', 'Region'],
    ]);
    assert.equal(notes({ iss: updatedIssuer }, 'iss').length, 3);
    assert.equal(claim({ iss: 'https://issuer.example.com/pool' }, 'iss').parts, undefined);
  });

  it('breaks out identities, also those that USERINFO gives as text', () => {
    const identities = [
      {
        userId: '1052',
        providerName: 'Google',
        providerType: 'Google',
        issuer: null,
        primary: 'true',
        dateCreated: '1700000000000',
      },
      { providerName: 7 },
    ];
    const expected = [
      ['Google', 'user 1052, Google, primary, linked 2023-11-14'],
      ['An identity', undefined],
    ];
    assert.deepEqual(notes({ identities }, 'identities'), expected);
    assert.deepEqual(notes({ identities: JSON.stringify(identities) }, 'identities'), expected);
    assert.equal(claim({ identities: 'not JSON' }, 'identities').parts, undefined);
  });

  it('lists the fields of a header, with what they mean', () => {
    const [kid, crit] = headerRows({ kid: 'a=', crit: ['b64'] }).shown;
    assert.equal(kid?.value, 'a=');
    assert.match(kid.meaning ?? '', /key that signed/);
    assert.deepEqual(crit, { name: 'crit', value: '[\n  "b64"\n]', meaning: undefined });
  });

  it('says of an encrypted token’s header how it is encrypted, and of no other’s', () => {
    const [alg, enc] = headerRows({ alg: 'RSA-OAEP', enc: 'A256GCM' }).shown;
    assert.match(alg?.meaning ?? '', /key .*encrypted/);
    assert.match(enc?.meaning ?? '', /content is encrypted/);
    const [signed] = headerRows({ alg: 'RS256' }).shown;
    assert.match(signed?.meaning ?? '', /signed/);
    assert.doesNotMatch(`${alg?.meaning} ${enc?.meaning}`, /sign/);
    assert.doesNotMatch(signed?.meaning ?? '', /encrypt/);
  });

  describe('of a hostile token', () => {
    it('keeps names that objects have by themselves', () => {
      const claims = JSON.parse('{"__proto__":{"polluted":1},"constructor":"a","toString":"b"}') as Claims;
      assert.deepEqual(
        describeClaims(claims).shown.map(({ name, group }) => [name, group]),
        [
          ['__proto__', 'other'],
          ['constructor', 'other'],
          ['toString', 'other'],
        ],
      );
      assert(!('polluted' in {}));
    });

    it('shows the first 500 of ten thousand claims and counts them all', () => {
      const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`custom:${index}`, 'x']));
      for (const { shown, total } of [describeClaims(many), headerRows(many)]) {
        assert.equal(shown.length, 500);
        assert.equal(total, 10_000);
      }
    });

    it('shows the first 10,000 characters of a value and says that it is cut', () => {
      const fits = claim({ x: 'x'.repeat(10_000) }, 'x');
      assert.deepEqual([fits.value.length, fits.cut], [10_000, undefined]);
      for (const long of ['x'.repeat(10_001), Array.from({ length: 6000 }, () => 1)]) {
        const { value, cut } = claim({ long }, 'long');
        assert.deepEqual([value.length, value.at(-1), cut], [10_000, '…', true]);
      }
    });

    it('shows a value to a depth of 50', () => {
      const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
      assert.doesNotMatch(claim({ x: nested(50) }, 'x').value, /…/);
      assert.match(claim({ x: nested(51) }, 'x').value, /"…"/);
      assert.match(claim({ x: nested(20_000) }, 'x').value, /"…"/);
    });

    it('breaks out the first 500 parts and says how many more there are', () => {
      const groups = Array.from({ length: 1500 }, (_, index) => `g${index}`);
      const { parts } = claim({ 'cognito:groups': groups }, 'cognito:groups');
      assert.equal(parts?.length, 501);
      assert.equal(parts.at(-1)?.text, '… and 1000 more');
    });

    it('describes whatever JSON can hold', () => {
      const names = oneof(
        constantFrom('scope', 'iss', 'identities', 'cognito:groups', 'cognito:roles', 'exp', '__proto__'),
        string(),
      );
      holds(
        property(dictionary(names, jsonValue({ maxDepth: 3 }), { maxKeys: 8 }), (json) => {
          const claims = JSON.parse(JSON.stringify(json)) as Claims;
          const { shown, total } = describeClaims(claims);
          assert.equal(total, Object.keys(claims).length);
          for (const { value, parts } of shown) {
            assert.equal(typeof value, 'string');
            for (const { text } of parts ?? []) assert.equal(typeof text, 'string');
          }
        }),
      );
    });
  });
});
