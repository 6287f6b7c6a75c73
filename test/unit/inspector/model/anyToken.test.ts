import { deepEqual, equal } from 'node:assert/strict';
import { assert as holds, property, string } from 'fast-check';
import { findTokens, readToken, tokenAt } from '../../../../src/inspector/model/anyToken';
import { hostileTexts } from '../../../support/hostileTexts';
import { accessClaims, encode, idClaims, refreshToken, unsigned } from '../../../support/tokens';

const signature = 's'.repeat(342);
const id = `${encode({ kid: 'id-key=', alg: 'RS256' })}.${encode(idClaims())}.${signature}`;
const access = `${encode({ kid: 'access-key=', alg: 'RS256' })}.${encode(accessClaims())}.${signature}`;
const cognitoRefresh = `${encode({ cty: 'JWT', enc: 'A256GCM', alg: 'RSA-OAEP' })}.${'k'.repeat(342)}.${'i'.repeat(16)}.${'c'.repeat(900)}.${'t'.repeat(22)}`;

function tokens(text: string): readonly string[] {
  return findTokens(text).map(({ token }) => token);
}

describe('findTokens', () => {
  for (const [where, text] of Object.entries({
    'a text that is only the token': access,
    'a text with space around it': `\n  ${access}\t\n`,
    'a text after Bearer': `Bearer ${access}`,
    'a header': `Authorization: Bearer ${access}`,
    'double quotes': `"${access}"`,
    'single quotes': `'${access}',`,
    backticks: `\`${access}\``,
    'a curl command': `curl -sS -H 'Authorization: Bearer ${access}' https://api.example.com/orders`,
    'an environment variable': `export ACCESS_TOKEN=${access}`,
    'a cmd variable': `set "ACCESS_TOKEN=${access}"`,
    'a URL’s fragment': `https://app.example.com/callback#access_token=${access}&token_type=bearer&expires_in=3600`,
    'a cookie': `CognitoIdentityServiceProvider.abc.accessToken=${access}; Path=/`,
    XML: `<token>${access}</token>`,
    'a sentence, with a full stop after it': `The token is ${access} .`,
    'lines as a terminal breaks them': access.replaceAll(/.{80}/g, '$&\n'),
    'indented lines': access.replaceAll(/.{76}/g, '$&\r\n    '),
    'quoted lines of a shell': `'${access.replaceAll(/.{100}/g, '$&\\\n')}'`,
    'lines that end at its dots': access.replaceAll('.', '.\n'),
    'lines in a header of a curl command': `curl -H 'Authorization: Bearer ${access.replaceAll(/.{120}/g, '$&\n')}' https://x.example`,
    'a text with a word on the next line': `${access}\ndone\n`,
    'a URL-encoded cookie': `Cookie: auth=%7B%22accessToken%22%3A%22${access}%22%7D`,
    'a URL-encoded header': `Authorization=Bearer%20${access}&x=1`,
    'a form that was encoded twice': `body=id_token%253D${access}%2526state%253D1`,
    'a signed cookie': `sid=s%3A${access}`,
    'a form': `Bearer+${access}&scope=openid`,
    'JSON with escaped signs': String.raw`{"url":"https://x/#id_token\u003d${access}\u0026state\u003d1"}`,
    'JSON with an escaped line break': String.raw`"token:\n${access}\n"`,
    'JSON with an escaped tab': String.raw`"Bearer\t${access}"`,
    'JSON in JSON': String.raw`"{\\\"token\\\":\\\"${access}\\\"}"`,
    'an HTML attribute': `value=&quot;${access}&quot;`,
    'HTML with a numbered entity': `id_token&#x3D;${access}`,
    'a printed map of Go': `map[Authorization:[Bearer ${access}]]`,
    'a sentence that ends with it': `The token was ${access}.`,
    'a text with an ellipsis after it': `${access}...`,
    'a path': `https://x.example/verify/${access}.json`,
    'a text with more parts after it': `${access}.more.parts.than.a.token`,
    'a text in colours': `\u001b[31m${access.slice(0, 40)}\u001b[0m${access.slice(40)}\u001b[0m`,
    'a log with colours as text': String.raw`\u001b[31m${access}\u001b[0m`,
    'a text with invisible characters': `\ufeff${access.replaceAll(/.{50}/g, '$&\u200b')}\u00ad`,
    'a quoted mail': `> Bearer ${access.replaceAll(/.{70}/g, '$&\n> ')}\n> Jane`,
    'quoted-printable': access.replaceAll(/.{75}/g, '$&=\r\n'),
    'a diff': `+ "token": "${access.replaceAll(/.{70}/g, '$&\n+')}"\n+ next`,
    'a removed line of a diff': `@@ -1 +1 @@\n-${access}\n+none`,
    'lines of cmd': `curl -H "Authorization: Bearer ${access.replaceAll(/.{90}/g, '$&^\r\n')}"`,
    'lines of PowerShell': access.replaceAll(/.{90}/g, '$&`\n'),
    'added strings': `const token = "${access.replaceAll(/.{60}/g, '$&" +\n  "')}";`,
    'adjacent strings': `token = ("${access.replaceAll(/.{60}/g, '$&"\n         "')}")`,
    'strings joined by a dot': `$token = '${access.replaceAll(/.{60}/g, "$&' .\n  '")}';`,
    'strings with the operator in front': `x = "${access.replaceAll(/.{60}/g, '$&"\n  + "')}"`,
    'a terminal with a frame': access.replaceAll(/.{60}/g, '│ $& │\n').replace(/([^\n]+)$/, '│ $1 │'),
    'a string with escaped line breaks': access.replaceAll(/.{64}/g, String.raw`$&\n`),
    'lines of an old Mac': access.replaceAll(/.{64}/g, '$&\r'),
    'folded YAML': `token: >-\n${access.replaceAll(/.{64}/g, '  $&\n').replace(/([^\n]+)$/, '  $1')}\nnext: 1`,
  })) {
    it(`finds a token in ${where}`, () => {
      deepEqual(tokens(text), [access]);
    });
  }

  it('finds every token of a token response once', () => {
    const answer = {
      id_token: id,
      access_token: access,
      refresh_token: cognitoRefresh,
      expires_in: 3600,
      again: access,
    };
    for (const text of [
      JSON.stringify(answer),
      JSON.stringify(answer, null, 2),
      JSON.stringify(JSON.stringify(answer)),
    ]) {
      deepEqual(
        findTokens(text).map(({ kind }) => kind),
        ['id', 'access', 'refresh'],
      );
    }
    deepEqual(tokens(`${id}\n${access}\n${cognitoRefresh}`), [id, access, cognitoRefresh]);
  });

  it('reads the claims and the kind of a token', () => {
    deepEqual(readToken(id)?.claims, JSON.parse(JSON.stringify(idClaims())));
    equal(readToken(unsigned({ token_use: 'odd' }))?.kind, 'other');
    equal(readToken(`${encode({ alg: 'none' })}.${encode({ a: 1 })}.`)?.kind, 'other');
  });

  it('recognises a refresh token by its header', () => {
    const found = readToken(refreshToken);
    equal(found?.kind, 'refresh');
    equal(found.claims, undefined);
    equal(found.header.enc, 'A256GCM');
    equal(readToken(`${encode({ alg: 'dir', enc: 'A128GCM' })}..aXY.Yw.dA`)?.kind, 'other');
  });

  it('keeps the padding of a token, because it is signed with it', () => {
    const pad = (part: string): string => part.padEnd(Math.ceil(part.length / 4) * 4, '=');
    const token = [
      pad(encode({ alg: 'ES256', kid: 'a', signer: 'arn:aws:elasticloadbalancing:x' })),
      pad(encode({ sub: 'u', email: 'jane@example.com' })),
      pad('s'.repeat(86)),
    ].join('.');
    for (const text of [token, `x-amzn-oidc-data: ${token}`, `"${token}"`]) {
      deepEqual(tokens(text), [token]);
      equal(findTokens(text)[0]?.claims?.sub, 'u');
    }
    deepEqual(tokenAt(`data=${token}`, 20)?.found.token, token);
  });

  it('says why the claims of a token cannot be read', () => {
    const header = encode({ alg: 'RS256', kid: 'a' });
    for (const [text, problem] of [
      [`${encode({ alg: 'ES256', zip: 'DEF' })}.3ZJLb9swEIT.c2ln`, 'compressed'],
      [`${header}..c2ln`, 'detached'],
      [`${header}.${Buffer.from('{"name":"Zoë"}', 'latin1').toString('base64url')}.c2ln`, 'not_json'],
      [`${header}.${encode([1])}.c2ln`, 'not_json'],
      [`${header}.bm90IEpTT04.c2ln`, 'not_json'],
      [id.slice(0, id.indexOf('.') + 60), 'incomplete'],
      [id.slice(0, id.lastIndexOf('.')), 'incomplete'],
      [cognitoRefresh.slice(0, 500), 'incomplete'],
      [cognitoRefresh, 'encrypted'],
    ] as const) {
      equal(findTokens(`token ${text}`)[0]?.problem, problem, text.slice(0, 60));
    }
    equal(findTokens(id)[0]?.problem, undefined);
  });

  it('finds no token in a text without one', () => {
    for (const text of [
      '',
      'nothing here',
      'eyJhbGciOiJSUzI1NiJ9',
      'eyJhbGciOiJSUzI1NiJ9.',
      'eyJhbGciOiJSUzI1NiJ9...',
      // Base64 of JSON that names no algorithm.
      'eyJhIjoxfQ.bm90IEpTT04.c',
      'eyes.on.the.prize',
      `x${access}`,
      `${encode([1])}.${encode({})}.c`,
    ]) {
      deepEqual(tokens(text), [], text.slice(0, 40));
    }
  });

  it('finds both tokens around a carriage return that is written as an escape', () => {
    deepEqual(tokens(String.raw`"${access}\r${id}\nnext"`), [access, id]);
  });

  it('finds a token in the middle of any text', () => {
    const around = string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\w.\\-]/g, ' '));
    holds(
      property(around, around, (before, after) => {
        deepEqual(tokens(`${before} ${access} ${after}`), [access]);
      }),
    );
  });

  it('never throws for any text', () => {
    holds(
      property(string({ maxLength: 400 }), (text) => {
        findTokens(text);
        tokenAt(text, Math.floor(text.length / 2));
      }),
    );
  });

  for (const [name, text] of Object.entries(hostileTexts(2_000_000))) {
    it(`reads two million characters of ${name} in linear time`, () => {
      // Quadratic work would take minutes, and exceed the time limit of this test.
      findTokens(text);
    }).timeout(15_000);
  }

  it('refuses a token of more than 64 kB', () => {
    const token = (length: number): string => {
      const short = unsigned({ x: '' });
      return `${short}${'s'.repeat(length - short.length)}`;
    };
    equal(tokens(token(65_536)).length, 1);
    equal(tokens(token(65_537)).length, 0);
    equal(tokenAt(token(65_537), 40_000), undefined);
  });

  it('finds at most 20 tokens', () => {
    const many = Array.from({ length: 100 }, (_, index) => unsigned({ index }, { alg: 'none' })).join(' ');
    equal(tokens(many).length, 20);
  });
});

describe('tokenAt', () => {
  const line = `const token = "${access}"; // ${id}`;

  it('finds a token from any offset inside it', () => {
    const start = line.indexOf(access);
    for (const offset of [start, start + 1, start + 300, start + access.length]) {
      deepEqual(
        { token: tokenAt(line, offset)?.found.token, start: tokenAt(line, offset)?.start },
        { token: access, start },
      );
    }
    equal(tokenAt(line, line.length)?.found.token, id);
  });

  it('finds a token behind an escape and before a full stop', () => {
    for (const before of ['%22', String.raw`\u003d`, String.raw`\n`, '&quot;']) {
      deepEqual(tokenAt(`${before}${access}.`, before.length + 10)?.start, before.length, before);
    }
  });

  it('returns undefined outside a token', () => {
    equal(tokenAt(line, 3), undefined);
    equal(tokenAt('', 0), undefined);
    equal(tokenAt(`Bearer.${access}`, 20), undefined);
    equal(tokenAt(`%22${access}`, 1), undefined);
  });

  it('searches only part of a long line', () => {
    equal(tokenAt('a'.repeat(5_000_000), 2_500_000), undefined);
  });
});
