import { deepEqual, doesNotMatch, equal, match, notEqual, ok } from 'node:assert/strict';
import { assert as holds, constantFrom, dictionary, jsonValue, oneof, property, string } from 'fast-check';
import { describeClaims, headerRows, typeInWords, type Claim } from '../../../../src/inspector/model/claims';
import type { Claims } from '../../../../src/core/jwt';
import { readToken } from '../../../../src/inspector/model/anyToken';
import { accessClaims, encode, idClaims, issuer, now, updatedIssuer } from '../../../support/tokens';

function claim(claims: Claims, name: string): Claim {
  const [found, ...more] = describeClaims(claims).shown.filter((candidate) => candidate.name === name);
  ok(found && more.length === 0, name);
  return found;
}

function notes(claims: Claims, name: string): readonly (readonly [string, string | undefined])[] {
  return (claim(claims, name).parts ?? []).map(({ text, note }) => [text, note] as const);
}

describe('describeClaims', () => {
  it('keeps every claim with its value as text, the documented claims first and in a fixed order', () => {
    const claims = { unheard_of: { a: [1] }, none: null, ...idClaims() };
    deepEqual(
      describeClaims(claims).shown.map(({ name }) => name),
      [
        ...['sub', 'cognito:username', 'email', 'email_verified'],
        ...['iss', 'aud', 'nonce', 'auth_time', 'iat', 'exp', 'cognito:groups', 'token_use'],
        ...['unheard_of', 'none', 'custom:tenant'],
      ],
    );
    equal(claim(claims, 'unheard_of').value, '{\n  "a": [\n    1\n  ]\n}');
    equal(claim(claims, 'none').value, 'null');
  });

  it('keeps the digits of numbers that JavaScript would change', () => {
    const json =
      '{"uid":100002348117421473,"big":18446744073709551615,"ratio":1.0,"list":[9007199254740993],"in":{"a":1e400},"exp":1800000000.0}';
    const claims = readToken(`${encode({ alg: 'RS256' })}.${encode(json)}.c2ln`)?.claims ?? {};
    for (const [name, value] of [
      ['uid', '100002348117421473'],
      ['big', '18446744073709551615'],
      ['ratio', '1.0'],
      ['list', '[\n  9007199254740993\n]'],
      ['in', '{\n  "a": 1e400\n}'],
    ] as const) {
      equal(claim(claims, name).value, value);
    }
    equal(claim(claims, 'uid').type, 'number');
    deepEqual(notes(claims, 'list'), [['9007199254740993', undefined]]);
    equal(claim(claims, 'exp').moment, 1_800_000_000_000);
  });

  it('takes JSON in a text apart', () => {
    const claims = {
      'cognito:groups': '["admin","ops team"]',
      'custom:groups': '[test-group-two, test-group-one]',
      'https://hasura.io/jwt/claims':
        '{"x-hasura-default-role":"user","x-hasura-allowed-roles":["user","admin"]}',
      broken: '{"a":',
    };
    equal(claim(claims, 'cognito:groups').type, 'text that holds JSON');
    deepEqual(notes(claims, 'cognito:groups'), [
      ['admin', undefined],
      ['ops team', undefined],
    ]);
    deepEqual(notes(claims, 'https://hasura.io/jwt/claims'), [
      ['user', 'x-hasura-default-role'],
      ['["user","admin"]', 'x-hasura-allowed-roles'],
    ]);
    for (const name of ['custom:groups', 'broken']) {
      equal(claim(claims, name).type, 'text');
      deepEqual(notes(claims, name), []);
    }
  });

  it('says why a time claim is no time, and shows the time that was probably meant', () => {
    const claims = { updated_at: 1_609_988_421_000, exp: '1800000600', iat: 1.7e26, auth_time: 1 };
    for (const name of ['updated_at', 'exp', 'iat']) equal(claim(claims, name).moment, undefined, name);
    equal(claim(claims, 'auth_time').moment, 1000);
    const [text, note = ''] = notes(claims, 'updated_at')[0] ?? [''];
    match(text, /^updated_at is too large for a time in seconds\. It is probably in milliseconds\.$/);
    match(note, /^perhaps .*2021/);
    deepEqual(notes(claims, 'exp'), [['exp is text, not a number.', undefined]]);
    deepEqual(notes(claims, 'iat'), [['iat is too large for a time.', undefined]]);
  });

  it('explains every claim in Cognito’s tokens', () => {
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
      ok(meaning !== undefined && meaning.endsWith('.'), name);
      notEqual(group, 'other', name);
    }
  });

  it('puts each claim into its group', () => {
    const groups = Object.fromEntries(
      describeClaims({
        ...idClaims({ unheard_of: 1, 'cognito:new': 2, 'dev:custom:x': '3' }),
        ...accessClaims(),
      }).shown.map(({ name, group }) => [name, group]),
    );
    deepEqual(
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

  it('leaves the meaning out when a claim is not documented', () => {
    equal(claim({ unheard_of: 1 }, 'unheard_of').meaning, undefined);
  });

  it('names the moment of a claim when the claim is a time', () => {
    const claims = idClaims({ updated_at: 5, nbf: 6, 'custom:year': 2026, iat: 'soon' });
    equal(claim(claims, 'exp').moment, (now + 3600) * 1000);
    equal(claim(claims, 'updated_at').moment, 5000);
    equal(claim(claims, 'custom:year').moment, undefined);
    equal(claim(claims, 'iat').moment, undefined);
  });

  it('lists scopes with their meanings', () => {
    const scope =
      'openid  email https://api.example.com/orders/read orders/write odd aws.cognito.signin.user.admin';
    deepEqual(
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
    equal(
      byName.get('https://api.example.com/orders/read'),
      '“read” at the resource server https://api.example.com/orders',
    );
    equal(byName.get('odd'), undefined);
    match(byName.get('aws.cognito.signin.user.admin') ?? '', /user pool API/);
  });

  it('lists groups and marks those that Cognito created', () => {
    deepEqual(notes({ 'cognito:groups': ['admin', 'us-east-1_AbCdEf123_Google'] }, 'cognito:groups'), [
      ['admin', undefined],
      ['us-east-1_AbCdEf123_Google', 'Created by Cognito for the users of the identity provider Google'],
    ]);
  });

  it('explains the four levels of Cognito, and shows another one as it is', () => {
    const levels: readonly (readonly [string, string])[] = [
      ['urn:cognito:loa:1', 'password'],
      ['urn:cognito:loa:2', 'one code by SMS or e-mail'],
      ['urn:cognito:loa:3', 'passkey, or password and a code by SMS or e-mail'],
      ['urn:cognito:loa:4', 'password and a code of an authenticator app'],
      ['gold', 'not one of Cognito’s default levels'],
      ['constructor', 'not one of Cognito’s default levels'],
    ];
    for (const [acr, note] of levels) deepEqual(notes({ acr }, 'acr'), [[acr, note]]);
    equal(claim({ acr: 1 }, 'acr').parts, undefined);
  });

  it('explains the eight values of amr, and shows another one as it is', () => {
    const amr = ['pwd', 'otp', 'sms', 'email_otp', 'swk', 'hwk', 'mfa', 'fed', 'face', '__proto__'];
    deepEqual(notes({ amr }, 'amr'), [
      ['pwd', 'password'],
      ['otp', 'code of an authenticator app'],
      ['sms', 'code by SMS'],
      ['email_otp', 'code by e-mail'],
      ['swk', 'passkey, with a key that software protects'],
      ['hwk', 'passkey, with a key that hardware protects'],
      ['mfa', 'more than one factor'],
      ['fed', 'sign-in at an identity provider'],
      ['face', undefined],
      ['__proto__', undefined],
    ]);
  });

  it('lists the parts of an ARN, alone and in a list', () => {
    const arn = 'arn:aws:iam::111122223333:role/admin-role';
    deepEqual(notes({ 'cognito:preferred_role': arn }, 'cognito:preferred_role'), [
      ['role/admin-role', 'resource'],
      ['iam', 'service'],
      ['111122223333', 'account'],
      ['aws', 'partition'],
    ]);
    deepEqual(notes({ 'cognito:roles': [arn] }, 'cognito:roles'), [
      [arn, 'iam role/admin-role, account 111122223333'],
    ]);
    equal(claim({ 'custom:x': 'arn:like but not one' }, 'custom:x').parts, undefined);
  });

  it('reads the pool and the Region from both forms of the issuer', () => {
    deepEqual(notes({ iss: issuer }, 'iss'), [
      ['us-east-1_AbCdEf123', 'user pool'],
      ['us-east-1', 'Region'],
    ]);
    equal(notes({ iss: updatedIssuer }, 'iss').length, 3);
    const replica = issuer.replace('cognito-idp.us-east-1.', 'cognito-idp.eu-west-1.');
    deepEqual(notes({ iss: replica }, 'iss')[1], ['eu-west-1', 'Region']);
    equal(claim({ iss: 'https://issuer.example.com/pool' }, 'iss').parts, undefined);
  });

  it('lists identities, also when USERINFO returns them as text', () => {
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
      ['Unnamed provider', undefined],
    ];
    deepEqual(notes({ identities }, 'identities'), expected);
    deepEqual(notes({ identities: JSON.stringify(identities) }, 'identities'), expected);
    equal(claim({ identities: 'not JSON' }, 'identities').parts, undefined);
  });

  describe('describeClaims when a token is hostile', () => {
    it('keeps claims that are named like the members of Object.prototype', () => {
      const claims = JSON.parse('{"__proto__":{"polluted":1},"constructor":"a","toString":"b"}') as Claims;
      deepEqual(
        describeClaims(claims).shown.map(({ name, group }) => [name, group]),
        [
          ['__proto__', 'other'],
          ['constructor', 'other'],
          ['toString', 'other'],
        ],
      );
      ok(!('polluted' in {}));
    });

    it('describes the first 10,000 of 12,000 claims and counts them all', () => {
      const many = Object.fromEntries(Array.from({ length: 12_000 }, (_, index) => [`custom:${index}`, 'x']));
      for (const { shown, total } of [describeClaims(many), headerRows(many)]) {
        equal(shown.length, 10_000);
        equal(total, 12_000);
      }
    });

    it('shows the first 10,000 characters of a value, with an ellipsis when it is longer', () => {
      equal(claim({ x: 'x'.repeat(10_000) }, 'x').value, 'x'.repeat(10_000));
      for (const long of ['x'.repeat(10_001), Array.from({ length: 6000 }, () => 1)]) {
        const { value } = claim({ long }, 'long');
        deepEqual([value.length, value.at(-1)], [10_000, '…']);
      }
    });

    it('shows a value to a depth of 50', () => {
      const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
      doesNotMatch(claim({ x: nested(50) }, 'x').value, /…/);
      match(claim({ x: nested(51) }, 'x').value, /"…"/);
      match(claim({ x: nested(20_000) }, 'x').value, /"…"/);
    });

    it('lists the first 500 parts and the number of the others', () => {
      const groups = Array.from({ length: 1500 }, (_, index) => `g${index}`);
      const { parts } = claim({ 'cognito:groups': groups }, 'cognito:groups');
      equal(parts?.length, 501);
      equal(parts.at(-1)?.text, '… and 1000 more');
    });

    it('describes any JSON value as text', () => {
      const names = oneof(
        constantFrom(
          'scope',
          'iss',
          'identities',
          'cognito:groups',
          'cognito:roles',
          'acr',
          'amr',
          'exp',
          '__proto__',
        ),
        string(),
      );
      holds(
        property(dictionary(names, jsonValue({ maxDepth: 3 }), { maxKeys: 8 }), (json) => {
          const claims = JSON.parse(JSON.stringify(json)) as Claims;
          const { shown, total } = describeClaims(claims);
          equal(total, Object.keys(claims).length);
          for (const { value, parts } of shown) {
            equal(typeof value, 'string');
            for (const { text } of parts ?? []) equal(typeof text, 'string');
          }
        }),
      );
    });
  });
});

describe('headerRows', () => {
  it('lists the fields of a header with their meanings', () => {
    const [kid, crit] = headerRows({ kid: 'a=', crit: ['b64'] }).shown;
    equal(kid?.value, 'a=');
    match(kid.meaning ?? '', /key that signed/);
    deepEqual(crit, { name: 'crit', value: '[\n  "b64"\n]', meaning: undefined });
  });

  it('explains the header of an encrypted token by its encryption, and any other by its signature', () => {
    const [alg, enc] = headerRows({ alg: 'RSA-OAEP', enc: 'A256GCM' }).shown;
    match(alg?.meaning ?? '', /encrypts the content key/);
    match(enc?.meaning ?? '', /encrypts the content\./);
    const [signed] = headerRows({ alg: 'RS256' }).shown;
    match(signed?.meaning ?? '', /signed/);
    doesNotMatch(`${alg?.meaning} ${enc?.meaning}`, /sign/);
    doesNotMatch(signed?.meaning ?? '', /encrypt/);
  });
});

describe('typeInWords', () => {
  it('names types in words', () => {
    deepEqual(['a', 1, true, null, {}, [1, 2, 3]].map(typeInWords), [
      'text',
      'number',
      'true or false',
      'null',
      'object',
      'list of 3',
    ]);
  });
});
