import { equal } from 'node:assert/strict';
import { CognitoError } from '../../../src/core/errors';
import { logLine } from '../../../src/core/logLine';

describe('logLine', () => {
  it('keeps hosts, statuses and names of checks', () => {
    const error = new CognitoError('token_refused', { host: '127.0.0.1:9270', status: 400, field: 'domain' });
    equal(logLine(error), '[token_refused] {"host":"127.0.0.1:9270","status":400,"field":"domain"}');
  });

  it('leaves out every text from a server or a token', () => {
    const said = 'user jane.doe@example.com is unknown';
    const detail = {
      host: 'a',
      error: said,
      description: said,
      reason: said,
      found: said,
      name: said,
      check: said,
    };
    equal(logLine(new CognitoError('token_unsound', detail)), '[token_unsound] {"host":"a"}');
  });

  it('keeps only the name of any other error, because its message may quote a value', () => {
    equal(logLine(new TypeError('Bearer eyJ')), '[error] TypeError');
    equal(logLine('eyJ'), '[error] string');
  });
});
