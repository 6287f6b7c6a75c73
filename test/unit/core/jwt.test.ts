import { strict as assert } from 'node:assert';
import { assert as holds, property, string } from 'fast-check';
import { decodeJwt, textClaim, timeClaim, valueText, type Claims } from '../../../src/core/jwt';
import { encode, idClaims, poolKeys, refreshToken, unsigned } from '../../support/tokens';

describe('decodeJwt', () => {
  it('reads header and claims, non-ASCII text included', async () => {
    const token = await (await poolKeys()).sign(idClaims({ name: 'Zoë 🦊 Ærø' }));
    assert.deepEqual(decodeJwt(token), {
      header: { kid: 'id-key=', alg: 'RS256' },
      claims: idClaims({ name: 'Zoë 🦊 Ærø' }),
    });
  });

  it('reads base64url with - and _', () => {
    const claims = { a: '~~~???>>>ÿÿÿ' };
    assert.match(encode(claims), /[-_]/);
    assert.deepEqual(decodeJwt(unsigned(claims))?.claims, claims);
  });

  it('checks nothing', () => {
    assert.deepEqual(decodeJwt(unsigned({}, { alg: 'none' })), { header: { alg: 'none' }, claims: {} });
    assert.deepEqual(decodeJwt(`${encode({})}.${encode({})}.`), { header: {}, claims: {} });
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
      assert.equal(decodeJwt(garbage), undefined);
    });
  }

  it('gives claims of hostile names as they are, and changes no prototype', () => {
    const token = `${encode({})}.${encode('{"__proto__":{"admin":true},"constructor":1}')}.c`;
    const claims = decodeJwt(token)?.claims ?? {};
    assert.deepEqual(Object.keys(claims), ['__proto__', 'constructor']);
    assert.equal(claims.admin, undefined);
    assert.equal(Object.getPrototypeOf(claims), Object.prototype);
    assert.equal(({} as Claims).admin, undefined);
  });

  it('takes the last of two claims with one name', () => {
    assert.deepEqual(decodeJwt(`${encode({})}.${encode('{"a":1,"a":2}')}.c`)?.claims, { a: 2 });
  });

  it('reads lone surrogates and control characters as text', () => {
    assert.deepEqual(decodeJwt(`${encode({})}.${encode('{"a":"\\ud800\\u0000\\u202e"}')}.c`)?.claims, {
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
    assert.equal(textClaim({ a: 'b' }, 'a'), 'b');
    for (const value of [7, null, {}, ['b'], true, undefined]) {
      assert.equal(textClaim({ a: value }, 'a'), undefined);
    }
  });

  it('that must be times are absent when they are anything else', () => {
    assert.equal(timeClaim({ a: 1.5 }, 'a'), 1500);
    for (const value of ['7', null, NaN, Infinity, {}, [7], 8.65e12, -1e306]) {
      assert.equal(timeClaim({ a: value }, 'a'), undefined);
    }
  });

  it('are never inherited', () => {
    const inherited = Object.create({ a: 'text', b: 7 }) as Claims;
    assert.equal(textClaim(inherited, 'a'), undefined);
    assert.equal(timeClaim(inherited, 'b'), undefined);
    assert.equal(textClaim({}, 'constructor'), undefined);
  });
});

describe('valueText', () => {
  it('leaves text as it is and writes anything else as JSON', () => {
    assert.equal(valueText('a "b"'), 'a "b"');
    assert.equal(valueText(['a', 1], 2), '[\n  "a",\n  1\n]');
    assert.equal(valueText(undefined), undefined);
  });

  it('survives a value that is nested deeper than the stack', () => {
    const depth = 200_000;
    let value: unknown = 'core';
    for (let level = 0; level < depth; level++) value = [value];
    assert.equal(valueText(value), '(nested too deeply to show)');
  });
});
