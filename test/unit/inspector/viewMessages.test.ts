import { deepEqual, equal } from 'node:assert/strict';
import { anything, assert as holds, constantFrom, property, record } from 'fast-check';
import { readMessage } from '../../../src/inspector/viewMessages';

describe('readMessage of the inspector', () => {
  it('returns only the known members of a message', () => {
    for (const message of [
      { type: 'ready' },
      { type: 'conceal' },
      { type: 'run', action: 'refreshTokens' },
      { type: 'reveal', token: 'access' },
      { type: 'copyClaim', source: 'userInfo', name: '__proto__', what: 'value' },
    ]) {
      deepEqual(
        readMessage({ ...message, url: 'https://evil.example', command: 'workbench.action.quit' }),
        message,
      );
    }
  });

  it('returns undefined for a message of any other shape', () => {
    for (const message of [
      undefined,
      null,
      'ready',
      [],
      {},
      { type: 'show' },
      { type: 'run' },
      { type: 'run', action: 'workbench.action.quit' },
      { type: 'run', action: 'constructor' },
      { type: 'run', action: ['signIn'] },
      { type: 'reveal', token: 'password' },
      { type: 'copyClaim', source: 'id', name: 7, what: 'value' },
      { type: 'copyClaim', source: 'file', name: 'sub', what: 'value' },
      { type: 'copyClaim', source: 'id', name: 'sub', what: 'all' },
    ]) {
      equal(readMessage(message), undefined);
    }
  });

  it('never throws for any message', () => {
    holds(
      property(
        record({
          type: constantFrom('run', 'reveal', 'copyClaim', 'ready'),
          action: anything(),
          token: anything(),
        }),
        (message) => {
          readMessage(message);
        },
      ),
    );
  });
});
