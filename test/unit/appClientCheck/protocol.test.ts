import { deepEqual, equal } from 'node:assert/strict';
import { inspect } from 'node:util';
import { readMessage } from '../../../src/appClientCheck/protocol';

describe('readMessage of Check App Client', () => {
  it('returns only the known members of a message', () => {
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
    it(`returns undefined for ${inspect(message)}`, () => {
      equal(readMessage(message), undefined);
    });
  }
});
