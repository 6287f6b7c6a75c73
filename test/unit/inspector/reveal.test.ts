import { deepEqual } from 'node:assert/strict';
import { mock } from 'node:test';
import type { HostMessage } from '../../../src/inspector/protocol';
import { createReveal, type Reveal } from '../../../src/inspector/reveal';

const minute = 60_000;

describe('createReveal', () => {
  let sent: HostMessage[];
  let visible: boolean;
  let reveal: Reveal;

  /** The messages that the view received since the last call. */
  const received = (): readonly string[] =>
    sent.splice(0).map((message) => (message.type === 'raw' ? message.text : message.type));
  const token = (text: string): Promise<string> => Promise.resolve(text);

  beforeEach(() => {
    sent = [];
    visible = true;
    reveal = createReveal(
      (message) => {
        sent.push(message);
        return Promise.resolve();
      },
      () => visible,
    );
    mock.timers.enable({ apis: ['setTimeout'] });
  });

  afterEach(() => {
    mock.timers.reset();
  });

  it('hides the token after a minute, once', async () => {
    await reveal.show('id', token('first'));
    mock.timers.tick(minute - 1);
    deepEqual(received(), ['first']);
    mock.timers.tick(1);
    deepEqual(received(), ['conceal']);
    mock.timers.tick(10 * minute);
    deepEqual(received(), []);
  });

  it('hides the token at once on conceal, and not again after the minute', async () => {
    await reveal.show('id', token('first'));
    reveal.conceal();
    deepEqual(received(), ['first', 'conceal']);
    reveal.conceal();
    mock.timers.tick(minute);
    deepEqual(received(), []);
  });

  it('replaces the token with the next one, which has its own minute', async () => {
    await reveal.show('id', token('first'));
    mock.timers.tick(minute - 1);
    await reveal.show('access', token('second'));
    deepEqual(received(), ['first', 'conceal', 'second']);
    mock.timers.tick(minute - 1);
    deepEqual(received(), []);
    mock.timers.tick(1);
    deepEqual(received(), ['conceal']);
  });

  it('does not show a token that arrives after another action, while the panel is hidden or that is missing', async () => {
    const late: ((text: string) => void)[] = [];
    const slow = (): Promise<string> => new Promise((resolve) => late.push(resolve));
    const first = reveal.show('id', slow());
    reveal.conceal();
    late[0]?.('late');
    await first;
    const second = reveal.show('id', slow());
    await reveal.show('access', token('second'));
    late[1]?.('later');
    await second;
    deepEqual(received(), ['second']);
    visible = false;
    await reveal.show('id', token('unseen'));
    visible = true;
    await reveal.show('refresh', Promise.resolve(undefined));
    deepEqual(received(), ['conceal']);
  });
});
