import { deepEqual, equal, ok } from 'node:assert/strict';
import { assert as holds, property, string } from 'fast-check';
import { explainAnswer } from '../../../src/apiCalls/explainAnswer';
import { parsePastedAnswer } from '../../../src/apiCalls/pastedAnswer';
import { access, arrived, dateOf } from './answers';

const date = dateOf(arrived);
const body = '{"message":"Unauthorized"}';
const read = {
  status: 401,
  headers: { date, 'content-type': 'application/json', 'x-amzn-errortype': 'UnauthorizedException' },
  body,
  at: arrived,
};

const withHeaders = `HTTP/2 401
date: ${date}
content-type: application/json
x-amzn-errortype: UnauthorizedException

${body}`;

const verbose = `$ curl -v -H "Authorization: $TOKEN" https://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod/orders
*   Trying 198.51.100.7:443...
* Connected to a1b2c3.execute-api.eu-west-1.amazonaws.com (198.51.100.7) port 443 (#0)
> GET /prod/orders HTTP/1.1
> Host: a1b2c3.execute-api.eu-west-1.amazonaws.com
> Authorization: Bearer secret
>
< HTTP/1.1 401 Unauthorized
< Date: ${date}
< Content-Type: application/json
* Mark bundle as not supporting multiuse
< x-amzn-ErrorType: UnauthorizedException
<
{ [26 bytes data]
* Connection #0 to host a1b2c3.execute-api.eu-west-1.amazonaws.com left intact
${body}`;

describe('parsePastedAnswer', () => {
  const readable: Readonly<Record<string, string>> = {
    'the output of curl -i with HTTP/2': withHeaders,
    'HTTP/1.1 with a reason, upper case and carriage returns': withHeaders
      .replace('HTTP/2 401', 'HTTP/1.1 401 Unauthorized')
      .replace('date:', 'Date:')
      .replaceAll('\n', '\r\n'),
    'indented lines': withHeaders.replaceAll(/^/gm, '  '),
    'text before the answer': `me@laptop:~$ curl -i https://api.example.com\n${withHeaders}`,
    'a prompt behind the body': `${withHeaders}me@laptop:~$ `,
    'one bracket too many': `${withHeaders}}`,
    'no blank line before the body': withHeaders.replace('\n\n', '\n'),
    'the output of curl -v': verbose,
    'an answer after 100 Continue': `HTTP/1.1 100 Continue\r\n\r\n${withHeaders}`,
    'an answer after a redirect': `HTTP/2 301\nlocation: /b\nserver: nginx\n\n${withHeaders}`,
    'an answer behind a proxy': `HTTP/1.1 200 Connection established\n\n${withHeaders}`,
    'a redirect in the output of curl -v': verbose.replace(
      '> GET',
      '< HTTP/1.1 302 Found\n< Location: /b\n<\n* Issue another request\n> GET',
    ),
  };
  for (const [name, text] of Object.entries(readable)) {
    it(`reads ${name}`, () => {
      deepEqual(parsePastedAnswer(text), read);
    });
  }

  it('reads a page, and lines that look like headers in it', () => {
    const page = '<html>\n<body>a: b\n\n< c</body>\n</html>';
    equal(parsePastedAnswer(`HTTP/1.1 403 Forbidden\nServer: awselb/2.0\n\n${page}`)?.body, page);
    equal(parsePastedAnswer(`< HTTP/1.1 403 Forbidden\n< Server: awselb/2.0\n<\n${page}`)?.body, page);
    equal(parsePastedAnswer(`HTTP/1.1 403 Forbidden\nServer: awselb/2.0\n${page}`)?.body, page);
  });

  it('joins headers that stand twice, and leaves out lines that are none', () => {
    const text = 'HTTP/1.1 401\nVia: a\nnot a header\nvia:  b \n__proto__: c\n\n';
    const headers = parsePastedAnswer(text)?.headers ?? {};
    deepEqual(Object.entries(headers), [
      ['via', 'a, b'],
      ['__proto__', 'c'],
    ]);
  });

  it('takes the time from Date and Age, and knows none without Date', () => {
    equal(parsePastedAnswer(`HTTP/2 401\ndate: ${date}\nage: 60\n`)?.at, arrived + 60_000);
    equal(parsePastedAnswer(`HTTP/2 401\ndate: ${date}\nage: soon\n`)?.at, arrived);
    equal(parsePastedAnswer('HTTP/2 401\n')?.at, NaN);
    equal(parsePastedAnswer('HTTP/2 401\ndate: today\n')?.at, NaN);
  });

  it('cuts a long body', () => {
    equal(parsePastedAnswer(`HTTP/2 401\n\n${'a'.repeat(5000)}`)?.body.length, 4000);
    equal(parsePastedAnswer(`HTTP/2 401\n\n{"a":"${'a'.repeat(5000)}"}`)?.body.length, 4000);
  });

  for (const text of [
    '',
    'HTTP',
    'HTTP/2',
    'HTTP/2 40',
    'HTTP/2 4010',
    '> GET / HTTP/1.1',
    body,
    'a HTTP/2 401',
  ]) {
    it(`returns undefined for ${JSON.stringify(text)}`, () => {
      equal(parsePastedAnswer(text), undefined);
    });
  }

  it('never throws', () => {
    holds(
      property(string({ unit: 'binary' }), string(), (a, b) => {
        parsePastedAnswer(a);
        parsePastedAnswer(`HTTP/2 401\n${a}\n\n${b}`);
        parsePastedAnswer(`< HTTP/2 401\n< ${a}\n<\n{${b}`);
      }),
    );
  });

  it('is fast for long texts', () => {
    const started = performance.now();
    for (const piece of ['\n', ' ', '"\\', '{', '{"', 'HTTP/2 401\n', '< HTTP/2 401\n', 'a: b\n']) {
      parsePastedAnswer(`HTTP/2 401\n\n{${piece.repeat(200_000)}`);
      parsePastedAnswer(piece.repeat(200_000));
    }
    ok(performance.now() - started < 4000);
  });

  it('gives an answer that can be explained', () => {
    const pasted = parsePastedAnswer(verbose);
    equal(pasted && explainAnswer(pasted, access()).cause, 'id_token_wanted');
  });
});
