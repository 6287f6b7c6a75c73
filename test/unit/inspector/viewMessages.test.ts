import { deepEqual, equal } from 'node:assert/strict';
import { anything, assert as holds, constantFrom, property, record } from 'fast-check';
import { readMessage } from '../../../src/inspector/viewMessages';

describe('messages of the view', () => {
  it('are read when they have a known shape, and keep nothing else', () => {
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

  it('are dropped when they name anything of their own', () => {
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

  it('never throw', () => {
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
