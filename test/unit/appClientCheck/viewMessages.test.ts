import { deepEqual, equal } from 'node:assert/strict';
import { inspect } from 'node:util';
import { readMessage } from '../../../src/appClientCheck/viewMessages';

describe('messages of the page of Check App Client', () => {
  it('are taken as they are meant, and nothing more of them', () => {
    deepEqual(readMessage({ type: 'ready', extra: 1 }), { type: 'ready' });
    deepEqual(readMessage({ type: 'act', action: 'run_again', url: 'https://evil.example' }), {
      type: 'act',
      action: 'run_again',
    });
  });

  for (const message of [
    undefined,
    null,
    'ready',
    [],
    {},
    { type: 'act' },
    { type: 'act', action: 1 },
    { type: 'act', action: { toString: 'run_again' } },
    { type: 'open', action: 'https://evil.example' },
  ]) {
    it(`are ignored when they are ${inspect(message)}`, () => {
      equal(readMessage(message), undefined);
    });
  }
});
