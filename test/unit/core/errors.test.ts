import { deepEqual, equal, ok } from 'node:assert/strict';
import { CognitoError, isCognitoError, quoted } from '../../../src/core/errors';
import { fails } from '../../support/answers';

describe('quoted', () => {
  it('keeps words and short values', () => {
    for (const text of [
      'invalid_scope',
      'Timeout occurred in calling IdP token endpoint',
      'Google Error - 400 Bad Request',
    ]) {
      equal(quoted(text), text);
    }
  });

  it('removes a code, a verifier or a token that a server echoes', () => {
    const code = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';
    equal(quoted(`code ${code} is unknown`), 'code … is unknown');
    const token = `eyJhbGciOiJSUzI1NiJ9.${'a1'.repeat(60)}.${'b2'.repeat(60)}`;
    equal(quoted(token).includes('a1a1'), false);
  });

  it('keeps long words without a digit, and cuts long texts', () => {
    equal(quoted('x'.repeat(1000)).length, 300);
  });
});

describe('isCognitoError', () => {
  it('accepts an error of another bundle by its name and code', () => {
    const other = Object.assign(new Error('timeout'), { name: 'CognitoError', code: 'timeout', detail: {} });
    ok(isCognitoError(other, 'timeout'));
    equal(isCognitoError(new CognitoError('timeout'), 'network'), false);
    equal(isCognitoError(new Error('timeout')), false);
    equal(isCognitoError('timeout'), false);
  });

  it('compares the code when one is given', () => {
    ok(isCognitoError(new CognitoError('timeout')));
    ok(isCognitoError(new CognitoError('timeout'), 'timeout'));
    ok(!isCognitoError(new CognitoError('timeout'), 'network'));
    for (const other of [new Error('timeout'), { name: 'CognitoError', code: 'timeout' }, 'timeout', null]) {
      ok(!isCognitoError(other));
    }
    ok(!isCognitoError(Object.assign(new Error('timeout'), { name: 'CognitoError' })));
  });
});

describe('CognitoError', () => {
  it('keeps its code, detail and cause, and has the code as its message', async () => {
    const cause = new Error('why');
    const error = await fails(
      Promise.reject(new CognitoError('network', { host: 'a.example' }, cause)),
      'network',
      { host: 'a.example' },
    );
    equal(error.message, 'network');
    equal(error.cause, cause);
    equal('cause' in new CognitoError('timeout'), false);
    deepEqual(new CognitoError('timeout').detail, {});
  });
});
