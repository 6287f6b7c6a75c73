import { runs } from '../../support/soak';
import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { array, assert as holds, constantFrom, oneof, property, string, tuple } from 'fast-check';
import { arrivedAt, parseCallback, parseDecodedCallback } from '../../../src/signIn/callback';
import { code, otherState, state } from './callbackValues';

describe('parseCallback', () => {
  it('reads a code and its state in any order, with or without a question mark', () => {
    for (const query of [
      `code=${code}&state=${state}`,
      `state=${state}&code=${code}`,
      `?code=${code}&state=${state}`,
      `code=${code}&state=${state}&iss=x&extra=y`,
    ]) {
      const callback = parseCallback(query);
      ok(callback.kind === 'code');
      equal(callback.state, state);
      deepEqual(Object.fromEntries(callback.query), { code, state });
    }
  });

  it('reads an error in the order that Cognito sends its parameters', () => {
    const query = `error_description=invalid_scope&state=${state}&error=invalid_request`;
    deepEqual(parseCallback(query), {
      kind: 'error',
      state,
      error: 'invalid_request',
      description: 'invalid_scope',
    });
  });

  it('reads an error without a description', () => {
    deepEqual(parseCallback(`error=login_required&state=${state}`), {
      kind: 'error',
      state,
      error: 'login_required',
      description: undefined,
    });
  });

  it('refuses an error without a valid state', () => {
    for (const query of [
      'error=access_denied',
      'error=access_denied&state=',
      `error=access_denied&code=${code}&state=short`,
    ]) {
      deepEqual(parseCallback(query), { kind: 'foreign', reason: 'state', error: 'access_denied' });
    }
    deepEqual(parseCallback('error='), { kind: 'foreign', reason: 'state' });
    deepEqual(parseCallback('error=invalid_request&error_description=Error+in+SAML+response+processing'), {
      kind: 'foreign',
      reason: 'state',
      error: 'invalid_request: Error in SAML response processing',
    });
  });

  it('reads an error when there is also a code', () => {
    equal(parseCallback(`code=${code}&error=access_denied&state=${state}`).kind, 'error');
    equal(parseCallback(`code=${code}&error=&state=${state}`).kind, 'error');
  });

  it('reports the error no_code when there is neither a code nor an error', () => {
    for (const query of [`state=${state}`, `state=${state}&code=`, `state=${state}&CODE=${code}`]) {
      const callback = parseCallback(query);
      ok(callback.kind === 'error');
      equal(callback.error, 'no_code');
    }
  });

  for (const name of ['state', 'code', 'error', 'error_description', 'iss']) {
    it(`refuses a callback with two ${name} parameters`, () => {
      const query = `code=${code}&state=${state}&error=a&error_description=b&iss=c&${name}=${state}`;
      deepEqual(parseCallback(query), { kind: 'foreign', reason: 'repeated_parameter' });
    });
  }

  it('refuses a parameter repeated under an encoded name', () => {
    const query = `code=${code}&state=${state}&%73tate=${state}`;
    deepEqual(parseCallback(query), { kind: 'foreign', reason: 'repeated_parameter' });
  });

  it('refuses a state in array notation', () => {
    deepEqual(parseCallback(`code=${code}&state[]=${state}`), { kind: 'foreign', reason: 'state' });
  });

  it('drops a fragment that a provider or an app appends', () => {
    for (const fragment of ['_=_', '/', '', 'x', '!/home', 'top&state=other']) {
      equal(parseCallback(`code=${code}&state=${state}`, fragment).kind, 'code', fragment);
    }
  });

  it('refuses a fragment with tokens or a code', () => {
    for (const fragment of ['access_token=a.b.c', 'state=x&id_token=a', '/callback?code=a', 'code=a']) {
      const callback = parseCallback(`code=${code}&state=${state}`, fragment);
      deepEqual(callback, { kind: 'foreign', reason: 'fragment' }, fragment);
    }
  });

  it('refuses a query of more than 8192 characters', () => {
    const base = `code=${code}&state=${state}&padding=`;
    equal(parseCallback(base.padEnd(8192, 'a')).kind, 'code');
    deepEqual(parseCallback(base.padEnd(8193, 'a')), { kind: 'foreign', reason: 'too_long' });
    equal(parseCallback(`${base}${'a'.repeat(100_000)}`).kind, 'foreign');
  });

  for (const other of [
    '',
    'short',
    state.slice(0, 19),
    'a'.repeat(129),
    `${state}=`,
    `${state}%20`,
    `+${state}`,
    `${state}%2B`,
    `${state}%00`,
    `${state}%0A`,
    `${state}%0D%0Aheader`,
    `${state}%2F..%2F`,
    `${state}é`,
    `%252D${state}`,
    encodeURIComponent('{"state":"aaaaaaaaaaaaaaaaaaaaaaaa"}'),
  ]) {
    it(`refuses the state ${JSON.stringify(other)}`, () => {
      deepEqual(parseCallback(`code=${code}&state=${other}`), { kind: 'foreign', reason: 'state' });
    });
  }

  it('refuses an empty query', () => {
    deepEqual(parseCallback(''), { kind: 'foreign', reason: 'state' });
    deepEqual(parseCallback('?'), { kind: 'foreign', reason: 'state' });
  });

  it('never throws and reads a code only with one well-formed state and one code', () => {
    const name = oneof(
      constantFrom('state', 'code', 'error', 'error_description', 'State', '%63ode'),
      string(),
    );
    const value = oneof(constantFrom(state, code, '', '%', '%zz', '+'), string());
    const pairs = array(tuple(name, value).map(([key, text]) => `${key}=${text}`)).map((all) =>
      all.join('&'),
    );
    holds(
      property(oneof(pairs, string()), constantFrom('', '_=_', 'code=a'), (query, fragment) => {
        const callback = parseCallback(query, fragment);
        if (callback.kind === 'foreign') return;
        match(callback.state, /^[A-Za-z0-9_-]{20,128}$/);
        const given = new URLSearchParams(query);
        deepEqual(given.getAll('state'), [callback.state]);
        equal(/code=/.test(fragment), false);
        if (callback.kind !== 'code') return;
        deepEqual(given.getAll('code'), [callback.query.get('code')]);
        ok(!given.has('error'));
        notEqual(callback.query.get('code'), '');
      }),
      { numRuns: runs(200, 1000) },
    );
  });
});

describe('parseDecodedCallback', () => {
  const address = 'vscode://cognito-tools.cognito-token-inspector/callback';
  /** As VS Code gives the query of an address to a URI handler. */
  const read = (query: string): ReturnType<typeof parseCallback> =>
    parseDecodedCallback(decodeURIComponent(query), '', address);

  for (const [raw, error, description] of [
    [
      'error_description=Exception%20processing%20authorization%20code%3A%20error%3Dbad_verification_code%26error_description%3Dexpired&error=server_error&state=S',
      'server_error',
      'Exception processing authorization code: error=bad_verification_code&error_description=expired',
    ],
    [
      'error=invalid_request&error_description=PreSignUp%20failed%20with%20error%20Terms%20%26%20conditions%20not%20accepted.&state=S',
      'invalid_request',
      'PreSignUp failed with error Terms & conditions not accepted.',
    ],
    ['error_description=1%2B1%3D2&state=S&error=a', 'a', '1 1=2'],
    [
      'error_description=User+is+disabled.&error=invalid_request&state=S',
      'invalid_request',
      'User is disabled.',
    ],
    ['state=S&error=a&error_description=one%0Atwo', 'a', 'one\ntwo'],
    ['error=a&state=S', 'a', undefined],
  ] as const) {
    it(`reads the whole description of ${raw.slice(0, 60)}`, () => {
      deepEqual(read(raw.replace('=S', `=${state}`)), { kind: 'error', state, address, error, description });
    });
  }

  it('reads a code, also one with a plus in it', () => {
    for (const given of [code, 'abc+def/ghi=']) {
      const callback = read(`code=${encodeURIComponent(given)}&state=${state}`);
      ok(callback.kind === 'code');
      equal(callback.query.get('code'), given);
      equal(callback.address, address);
    }
  });

  it('refuses two states, and reads an error rather than a code', () => {
    deepEqual(read(`code=${code}&state=${state}&state=${otherState}`), {
      kind: 'foreign',
      reason: 'repeated_parameter',
    });
    equal(read(`code=${code}&error=access_denied&state=${state}`).kind, 'error');
    equal(read(`error_description=a%26code%3D${code}&error=b&state=${state}`).kind, 'error');
    equal(read(`code=${code}`).kind, 'foreign');
  });

  it('reads the issuer', () => {
    const callback = read(`code=${code}&state=${state}&iss=https%3A%2F%2Fpool.example%2Fa`);
    ok(callback.kind === 'code');
    equal(callback.issuer, 'https://pool.example/a');
  });

  it('refuses two codes, but not those in the description of an error', () => {
    deepEqual(read(`code=a&code=b&state=${state}`), { kind: 'foreign', reason: 'repeated_parameter' });
    equal(read(`code=a&error=b&error_description=c%26code%3Dd&state=${state}`).kind, 'error');
  });

  it('refuses a query of more than 8192 characters', () => {
    const base = `code=${code}&state=${state}&padding=`;
    equal(read(base.padEnd(8192, 'a')).kind, 'code');
    deepEqual(read(base.padEnd(8193, 'a')), { kind: 'foreign', reason: 'too_long' });
  });
});

describe('arrivedAt', () => {
  const same: readonly (readonly [address: string, callbackUrl: string])[] = [
    ['vscode://a.b/callback', 'vscode://a.b/callback'],
    ['vscode://A.b/callback', 'vscode://a.b/callback'],
    ['https://app.example.com/', 'https://app.example.com'],
    ['https://app.example.com/cb/', 'https://app.example.com/cb'],
    ['https://app.example.com/cb', 'https://APP.example.com:443/cb?from=editor'],
    ['app.example.com/cb', 'https://app.example.com/cb'],
    ['app.example.com/https://cb', 'https://app.example.com/https://cb'],
    ['localhost:3000/cb', 'http://localhost:3000/cb'],
    ['http://localhost:3000/%C3%A4', 'http://localhost:3000/ä'],
  ];
  for (const [address, callbackUrl] of same) {
    it(`finds ${address} at ${callbackUrl}`, () => {
      equal(arrivedAt(address, callbackUrl), true);
    });
  }

  const different: readonly (readonly [address: string, callbackUrl: string])[] = [
    ['vscode://a.b/callback', 'vscode://a.b/callback/0f3a'],
    ['vscode://a.b/callback/0f3a', 'vscode://a.b/callback'],
    ['vscode://a.b/Callback', 'vscode://a.b/callback'],
    ['http://app.example.com/cb', 'https://app.example.com/cb'],
    ['https://app.example.com:8443/cb', 'https://app.example.com/cb'],
    ['https://app.example.com.evil.example/cb', 'https://app.example.com/cb'],
    ['http://localhost:3000/cb', 'http://127.0.0.1:3000/cb'],
    ['https://[', 'https://app.example.com/cb'],
    ['', 'https://app.example.com/'],
    ['%', 'vscode://a.b/callback'],
  ];
  for (const [address, callbackUrl] of different) {
    it(`does not find ${address} at ${callbackUrl}`, () => {
      equal(arrivedAt(address, callbackUrl), false);
    });
  }
});
