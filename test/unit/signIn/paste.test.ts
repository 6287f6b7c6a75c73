import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import type { Callback } from '../../../src/signIn/callback';
import { CognitoError } from '../../../src/core/errors';
import { parsePasted, readPasted, type Pasted } from '../../../src/signIn/pastedCallback';
import { createAuthorizationRequest } from '../../../src/client/oauth/authorization';
import { makeProfile } from '../../support/profiles';
import { code, otherState, query, state } from './callbackValues';
import { clientId, userPoolId } from '../../support/tokens';

const pool = 'https://acme.auth.us-east-1.amazoncognito.com';

function accepted(pasted: Pasted): Exclude<Callback, { kind: 'foreign' }> {
  ok('callback' in pasted, 'inputError' in pasted ? pasted.inputError : '');
  ok(pasted.callback.kind !== 'foreign');
  return pasted.callback;
}

function assertFault(pasted: Pasted, inputError: RegExp): void {
  ok('inputError' in pasted, 'It was accepted.');
  match(pasted.inputError, inputError);
  match(pasted.inputError, /^[A-Z][^\n!]*\.$/);
}

describe('parsePasted', () => {
  const accepts: Readonly<Record<string, string>> = {
    'the whole address': `https://example.com/callback?${query}`,
    'an address of this editor': `vscode://cognito-tools.cognito-token-inspector/callback?${query}`,
    'a loopback address': `http://[::1]:8484/?${query}`,
    'an address without its scheme': `localhost:8484/callback?${query}`,
    'a path': `/callback?${query}`,
    'an address with = in its path': `https://example.com/a=b&c/callback?${query}`,
    'an address with a query of its own': `https://example.com/?tenant=a&${query}`,
    'the query with its question mark': `?${query}`,
    'the query alone': query,
    'the query in another order': `state=${state}&code=${code}`,
    'a query with a question mark in it': `state=${state}&code=${code}&extra=what?`,
    'a query with more in it': `iss=x&code=${code}&session=1&state=${state}&client_id=a`,
    'an encoded query': `code=${code.replaceAll('-', '%2D')}&state=${state.replaceAll('-', '%2d')}`,
    'an address with an empty fragment': `https://example.com/callback?${query}#`,
    'the fragment that Facebook appends': `https://example.com/callback?${query}#_=_`,
    'the fragment of an app’s router': `https://example.com/callback?${query}#/`,
    'the query in white space': ` \t\u00a0\r\n${query}\n\n`,
    'an address in double quotes': `"https://example.com/callback?${query}"`,
    'an address in single quotes': `'https://example.com/callback?${query}'`,
    'an address in typographic quotes': `“https://example.com/callback?${query}”`,
    'an address in backticks': `\`https://example.com/callback?${query}\``,
    'an address in angle brackets': `<https://example.com/callback?${query}>`,
    'an address in quotes, angle brackets and white space': ` "< https://example.com/callback?${query} >" \n`,
    'an address broken into lines by a terminal': `https://example.com/call\nback?co\r\nde=${code.slice(0, 9)}\n${code.slice(9)}&state=\n  ${state.slice(0, 5)}\r${state.slice(5)}`,
    'an address with spaces left from broken lines': `https://example.com/callback?code=${code.slice(0, 9)}  ${code.slice(9)}&state=${state.slice(0, 5)}    ${state.slice(5)}`,
  };
  for (const [name, text] of Object.entries(accepts)) {
    it(`accepts ${name}`, () => {
      for (const pending of [[state], [otherState, state], [state, otherState]]) {
        const callback = accepted(parsePasted(text, pending));
        ok(callback.kind === 'code');
        equal(callback.state, state);
        deepEqual(Object.fromEntries(callback.query), { code, state });
      }
    });
  }

  describe('with a code alone', () => {
    for (const text of [code, ` ${code}\n`, `"${code}"`, `<${code}>`, code.toUpperCase()]) {
      it(`accepts ${JSON.stringify(text)} when one sign-in is pending`, () => {
        const callback = accepted(parsePasted(text, [state]));
        ok(callback.kind === 'code');
        equal(callback.state, state);
        equal(callback.query.get('code')?.toLowerCase(), code);
        equal(callback.query.get('state'), state);
      });
    }

    it('asks for the whole address when several sign-ins are pending', () => {
      assertFault(
        parsePasted(code, [state, otherState]),
        /^Several sign-ins are in progress\. Paste the whole address/,
      );
    });

    it('refuses the code when no sign-in is pending', () => {
      assertFault(parsePasted(code, []), /^No sign-in is in progress/);
    });

    for (const text of [
      'correcthorsebatterystaple',
      'hunter2-hunter2',
      state,
      'localhost',
      'example.com',
      'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln',
      `${code} ${code}`,
      `${code.slice(0, 18)}\n${code.slice(18)}`,
      `${code}0`,
      `{${code}}`,
    ]) {
      it(`refuses ${JSON.stringify(text)} because it is no code`, () => {
        assertFault(parsePasted(text, [state]), /no code and state parameters/);
      });
    }
  });

  describe('with an error of the pool', () => {
    for (const text of [
      `https://example.com/callback?error_description=invalid_scope&state=${state}&error=invalid_request`,
      `?error=invalid_request&state=${state}&error_description=invalid_scope`,
      `<error=invalid_request&error_description=invalid_scope&state=${state}>`,
    ]) {
      it(`reads the error from ${text.slice(0, 30)}…`, () => {
        const { address, ...callback } = accepted(parsePasted(text, [otherState, state]));
        equal(address, text.startsWith('https') ? 'https://example.com/callback' : undefined);
        deepEqual(callback, {
          kind: 'error',
          state,
          error: 'invalid_request',
          description: 'invalid_scope',
        });
      });
    }

    it('reads the error when the text also has a code', () => {
      equal(accepted(parsePasted(`${query}&error=access_denied`, [state])).kind, 'error');
    });

    it('refuses an error with a state that is no state', () => {
      assertFault(parsePasted('error=access_denied&state=short', [state]), /no code and state parameters/);
    });

    it('refuses an error without the state of a pending sign-in', () => {
      assertFault(
        parsePasted('https://example.com/?error=invalid_request&error_description=Not+today', [state]),
        /answered “invalid_request: Not today”, but without a state/,
      );
      assertFault(parsePasted(`error=access_denied&state=${otherState}`, [state]), /another sign-in/);
    });
  });

  describe('with the address of a sign-in page', () => {
    const page = `client_id=${clientId}&response_type=code&state=${state}&redirect_uri=https%3A%2F%2Fexample.com%2F`;
    for (const text of [
      `${pool}/login?${page}`,
      `${pool}/oauth2/authorize?${page}&code_challenge=abc&code_challenge_method=S256`,
      `${pool}/signup?${page}`,
      `${pool}/login?state=${state}&client_id=${clientId}`,
      `response_type=code&state=${state}`,
      `https://accounts.example.com/?client_id=a&state=${otherState}&redirect_uri=b`,
      `${pool}/forgotPassword?client_id=${clientId}`,
      `${pool}/login?redirect_uri=https%3A%2F%2Fexample.com%2F`,
    ]) {
      it(`asks for the address after the sign-in instead of ${text.slice(0, 70)}…`, () => {
        assertFault(parsePasted(text, [state]), /^This is the address of the sign-in page\. Sign in there/);
      });
    }

    it('recognizes the address that createAuthorizationRequest makes', async () => {
      const request = await createAuthorizationRequest(
        makeProfile({ userPoolId, clientId }),
        `${pool}/oauth2/authorize`,
        'https://example.com/',
      );
      assertFault(parsePasted(request.url, [request.state]), /address of the sign-in page/);
    });

    it('explains the error page of the pool', () => {
      const error = `${pool}/error?client_id=${clientId}&error=`;
      assertFault(parsePasted(`${error}redirect_mismatch`, [state]), /does not allow this callback URL/);
      assertFault(parsePasted(`${error}redirect_mismatch&state=${state}`, [state]), /redirect_mismatch/);
      assertFault(parsePasted(`${error}invalid_request`, [state]), /Check clientId/);
    });

    it('never repeats text from the address in its answer', () => {
      const link = '[click](command:workbench.action.quit)';
      const inputError = parsePasted(`${pool}/error?client_id=a&error=${encodeURIComponent(link)}`, [state]);
      ok('inputError' in inputError && !inputError.inputError.includes('command'));
    });
  });

  const faults: readonly (readonly [string, string, RegExp])[] = [
    ['an empty text', '', /^Paste the address/],
    ['only quotes and white space', ' "" <>\n', /^Paste the address/],
    ['prose', 'I have signed in and it said hello', /no code and state parameters/],
    ['an address without a query', 'https://example.com/callback', /no code and state/],
    ['a code without a state', `https://example.com/?code=${code}`, /no state parameter/],
    ['a query without a state', `code=${code}`, /no state parameter/],
    ['a state without a code', `https://example.com/?state=${state}`, /no code and state/],
    ['an empty code', `?code=&state=${state}`, /no code and state/],
    ['an unknown state', `?code=${code}&state=WRONG`, /another sign-in/],
    ['a state cut short', `?code=${code}&state=${state.slice(0, -1)}`, /another sign-in/],
    ['a state in lower case', `?code=${code}&state=${state.toLowerCase()}`, /another sign-in/],
    [
      'the state of another sign-in',
      `?code=${code}&state=${otherState}`,
      /another sign-in.*newest browser tab/,
    ],
    ['parameter names in capitals', `?CODE=${code}&STATE=${state}`, /no code and state/],
    ['array notation', `?code[]=${code}&state[]=${state}`, /no code and state/],
    ['a state encoded twice', `?code=${code}&state=${state.replaceAll('-', '%252D')}`, /another sign-in/],
    ['a state that ends in a space', `?code=${code}&state=${state}+&a=b`, /another sign-in/],
    ['two codes', `?${query}&code=${code}`, /twice/],
    ['two states', `?${query}&state=${otherState}`, /twice/],
    ['two states, one with an encoded name', `?${query}&%73tate=${state}`, /twice/],
    ['two errors', `?state=${state}&error=a&error=b`, /twice/],
    [
      'tokens in the fragment',
      `https://example.com/#access_token=a.b.c&state=${state}&token_type=bearer`,
      /tokens after #/,
    ],
    ['a fragment in a fragment', `https://example.com/#a#?${query}`, /tokens after #/],
    ['a query in a fragment', `https://example.com/#/callback?${query}`, /tokens after #/],
    ['a long query', `?${query}&padding=${'a'.repeat(8192)}`, /too long/],
    ['a text that is longer than two queries', query.padEnd(16_385), /too long/],
    ['a long text', 'a'.repeat(100_000), /too long/],
    ['a megabyte of quotes', `${'"'.repeat(1_000_000)}a`, /too long/],
    ['quotes up to the limit', `a${'"'.repeat(16_000)}a`, /too long/],
  ];
  for (const [name, text, inputError] of faults) {
    it(`explains what is wrong with ${name}`, () => {
      const begun = performance.now();
      assertFault(parsePasted(text, [state]), inputError);
      ok(performance.now() - begun < 500);
    });
  }

  it('reads a text that is as long as two queries', () => {
    accepted(parsePasted(query.padEnd(16_384), [state]));
  });

  it('knows the address at which a callback arrived only when the address was pasted', () => {
    const address = 'https://example.com/callback';
    equal(accepted(parsePasted(`${address}?${query}`, [state])).address, address);
    equal(accepted(parsePasted(query, [state])).address, undefined);
  });

  it('refuses every text when no sign-in is pending', () => {
    for (const [, text] of faults) assertFault(parsePasted(text, []), /^No sign-in is in progress/);
  });
});

describe('readPasted', () => {
  it('reads a callback of a sign-in that waits', async () => {
    const pasted = await readPasted(query, () => Promise.resolve([state]));
    equal(accepted(pasted).state, state);
  });

  it('shows an input error and keeps the box open when the secret storage does not answer', async () => {
    const broken = (): Promise<never> => Promise.reject(new CognitoError('secrets_unavailable'));
    assertFault(await readPasted(query, broken), /secret storage does not answer/);
  });

  it('fails with any other error', async () => {
    await rejects(
      readPasted(query, () => Promise.reject(new Error('unexpected'))),
      /unexpected/,
    );
  });
});
