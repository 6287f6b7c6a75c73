import { deepEqual, equal, match } from 'node:assert/strict';
import { assert as holds, property, string } from 'fast-check';
import { decodeJwt, textClaim, timeClaim, valueText, type Claims } from '../../../src/core/jwt';
import { encode, idClaims, poolKeys, refreshToken, unsigned } from '../../support/tokens';

describe('decodeJwt', () => {
  it('reads header and claims, non-ASCII text included', async () => {
    const token = await (await poolKeys()).sign(idClaims({ name: 'Zoë 🦊 Ærø' }));
    deepEqual(decodeJwt(token), {
      header: { kid: 'id-key=', alg: 'RS256' },
      claims: idClaims({ name: 'Zoë 🦊 Ærø' }),
    });
  });

  it('reads base64url with - and _', () => {
    const claims = { a: '~~~???>>>ÿÿÿ' };
    match(encode(claims), /[-_]/);
    deepEqual(decodeJwt(unsigned(claims))?.claims, claims);
  });

  it('checks nothing', () => {
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
    it(`gives nothing for ${JSON.stringify(garbage)}`, () => {
      equal(decodeJwt(garbage), undefined);
    });
  }

  it('gives claims of hostile names as they are, and changes no prototype', () => {
    const token = `${encode({})}.${encode('{"__proto__":{"admin":true},"constructor":1}')}.c`;
    const claims = decodeJwt(token)?.claims ?? {};
    deepEqual(Object.keys(claims), ['__proto__', 'constructor']);
    equal(claims.admin, undefined);
    equal(Object.getPrototypeOf(claims), Object.prototype);
    equal(({} as Claims).admin, undefined);
  });

  it('takes the last of two claims with one name', () => {
    deepEqual(decodeJwt(`${encode({})}.${encode('{"a":1,"a":2}')}.c`)?.claims, { a: 2 });
  });

  it('reads lone surrogates and control characters as text', () => {
    deepEqual(decodeJwt(`${encode({})}.${encode('{"a":"\\ud800\\u0000\\u202e"}')}.c`)?.claims, {
      a: '\ud800\u0000\u202e',
    });
  });

  it('never throws', () => {
    holds(
      property(string(), string(), string(), (a, b, c) => {
        decodeJwt(`${a}.${b}.${c}`);
        decodeJwt(`${encode(a)}.${encode(b)}.${c}`);
      }),
    );
  });
});

describe('claims', () => {
  it('that must be text are absent when they are anything else', () => {
    equal(textClaim({ a: 'b' }, 'a'), 'b');
    for (const value of [7, null, {}, ['b'], true, undefined]) {
      equal(textClaim({ a: value }, 'a'), undefined);
    }
  });

  it('that must be times are absent when they are anything else', () => {
    equal(timeClaim({ a: 1.5 }, 'a'), 1500);
    for (const value of ['7', null, NaN, Infinity, {}, [7], 8.65e12, -1e306]) {
      equal(timeClaim({ a: value }, 'a'), undefined);
    }
  });

  it('are never inherited', () => {
    const inherited = Object.create({ a: 'text', b: 7 }) as Claims;
    equal(textClaim(inherited, 'a'), undefined);
    equal(timeClaim(inherited, 'b'), undefined);
    equal(textClaim({}, 'constructor'), undefined);
  });
});

describe('valueText', () => {
  it('leaves text as it is and writes anything else as JSON', () => {
    equal(valueText('a "b"'), 'a "b"');
    equal(valueText(['a', 1], 2), '[\n  "a",\n  1\n]');
    equal(valueText(undefined), undefined);
  });

  it('survives a value that is nested deeper than the stack', () => {
    const depth = 200_000;
    let value: unknown = 'core';
    for (let level = 0; level < depth; level++) value = [value];
    equal(valueText(value), '(nested too deeply to show)');
  });
});
