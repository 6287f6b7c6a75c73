import { deepEqual, equal, match } from 'node:assert/strict';
import { assert as holds, property, string } from 'fast-check';
import { decodeJwt, textClaim, timeClaim, valueText, type Claims } from '../../../src/core/jwt';
import { encode, idClaims, poolKeys, refreshToken, unsigned } from '../../support/tokens';

describe('decodeJwt', () => {
  it('reads the header and the claims, also with non-ASCII text', async () => {
    const token = await (await poolKeys()).sign(idClaims({ name: 'Zoë 🦊 Ærø' }));
    deepEqual(decodeJwt(token), {
      header: { kid: 'id-key=', alg: 'RS256' },
      claims: idClaims({ name: 'Zoë 🦊 Ærø' }),
    });
  });

  it('reads - and _ of base64url', () => {
    const claims = { a: '~~~???>>>ÿÿÿ' };
    match(encode(claims), /[-_]/);
    deepEqual(decodeJwt(unsigned(claims))?.claims, claims);
  });

  it('reads an unsigned token without any check', () => {
    deepEqual(decodeJwt(unsigned({}, { alg: 'none' })), { header: { alg: 'none' }, claims: {} });
    deepEqual(decodeJwt(`${encode({})}.${encode({})}.`), { header: {}, claims: {} });
  });

  for (const garbage of [
    '',
    '.',
    '..',
    '...',
    'abc',
    'a.b.c',
    `${encode({})}.${encode({})}`,
    `${encode({})}.${encode({})}.c.d`,
    unsigned([]),
    unsigned(null),
    unsigned(7),
    unsigned('text'),
    unsigned({}, []),
    `${encode({})}.${encode('{"a":')}.c`,
    `${encode({})}.ä.c`,
    `${encode({})}.${Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]).toString('base64url')}.c`,
    refreshToken,
  ]) {
    it(`returns undefined for ${JSON.stringify(garbage)}`, () => {
      equal(decodeJwt(garbage), undefined);
    });
  }

  it('keeps claims with the names of object members, and changes no prototype', () => {
    const token = `${encode({})}.${encode('{"__proto__":{"admin":true},"constructor":1}')}.c`;
    const claims = decodeJwt(token)?.claims ?? {};
    deepEqual(Object.keys(claims), ['__proto__', 'constructor']);
    equal(claims.admin, undefined);
    equal(Object.getPrototypeOf(claims), Object.prototype);
    equal(({} as Claims).admin, undefined);
  });

  it('reads the last of two claims with the same name', () => {
    deepEqual(decodeJwt(`${encode({})}.${encode('{"a":1,"a":2}')}.c`)?.claims, { a: 2 });
  });

  it('reads lone surrogates and control characters as text', () => {
    deepEqual(decodeJwt(`${encode({})}.${encode('{"a":"\\ud800\\u0000\\u202e"}')}.c`)?.claims, {
      a: '\ud800\u0000\u202e',
    });
  });

  it('never throws, whatever the text', () => {
    holds(
      property(string(), string(), string(), (a, b, c) => {
        decodeJwt(`${a}.${b}.${c}`);
        decodeJwt(`${encode(a)}.${encode(b)}.${c}`);
      }),
    );
  });
});

describe('textClaim and timeClaim', () => {
  it('textClaim returns undefined for a claim that is not text', () => {
    equal(textClaim({ a: 'b' }, 'a'), 'b');
    for (const value of [7, null, {}, ['b'], true, undefined]) {
      equal(textClaim({ a: value }, 'a'), undefined);
    }
  });

  it('timeClaim returns undefined for a claim that is not a time', () => {
    equal(timeClaim({ a: 1.5 }, 'a'), 1500);
    for (const value of ['7', null, NaN, Infinity, {}, [7], 8.65e12, -1e306]) {
      equal(timeClaim({ a: value }, 'a'), undefined);
    }
  });

  it('return undefined for a member that every object inherits', () => {
    const inherited = Object.create({ a: 'text', b: 7 }) as Claims;
    equal(textClaim(inherited, 'a'), undefined);
    equal(timeClaim(inherited, 'b'), undefined);
    equal(textClaim({}, 'constructor'), undefined);
  });
});

describe('valueText', () => {
  it('returns text unchanged and anything else as JSON', () => {
    equal(valueText('a "b"'), 'a "b"');
    equal(valueText(['a', 1], 2), '[\n  "a",\n  1\n]');
    equal(valueText(undefined), undefined);
  });

  it('says that a value is nested too deeply to show', () => {
    const depth = 200_000;
    let value: unknown = 'core';
    for (let level = 0; level < depth; level++) value = [value];
    equal(valueText(value), '(nested too deeply to show)');
  });
});
