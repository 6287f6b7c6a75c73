import { equal, rejects } from 'node:assert/strict';
import { createCoalescedRead } from '../../../src/core/coalesce';

describe('createCoalescedRead', () => {
  it('runs one read at a time, and one more for all calls made meanwhile', async () => {
    let running = 0;
    let readings = 0;
    const ends: (() => void)[] = [];
    const update = createCoalescedRead(async () => {
      running += 1;
      readings += 1;
      equal(running, 1);
      await new Promise<void>((resolve) => ends.push(resolve));
      running -= 1;
    });
    const first = update();
    await Promise.resolve();
    await Promise.resolve();
    equal(readings, 1);
    const later = [update(), update(), update()];
    ends.shift()?.();
    await first;
    while (ends.length === 0) await Promise.resolve();
    ends.shift()?.();
    await Promise.all(later);
    equal(readings, 2);
  });

  it('reads again after a read that failed', async () => {
    let readings = 0;
    const update = createCoalescedRead(() => {
      readings += 1;
      return readings === 1 ? Promise.reject(new Error('no answer')) : Promise.resolve();
    });
    await rejects(update(), /no answer/);
    await update();
    equal(readings, 2);
  });
});
