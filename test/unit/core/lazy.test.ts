import { deepEqual, equal, rejects } from 'node:assert/strict';
import { createLazy } from '../../../src/core/lazy';

describe('createLazy', () => {
  it('loads once when several callers ask at the same time', async () => {
    let loads = 0;
    const lazy = createLazy(() => Promise.resolve(++loads));
    deepEqual(await Promise.all([lazy.get(), lazy.get()]), [1, 1]);
    equal(await lazy.get(), 1);
  });

  it('loads again when the first load failed', async () => {
    let loads = 0;
    const lazy = createLazy(() =>
      ++loads === 1 ? Promise.reject(new Error('offline')) : Promise.resolve(loads),
    );
    await rejects(lazy.get(), /offline/);
    equal(await lazy.get(), 2);
  });

  it('ends what was loaded and loads anew after a reset', async () => {
    let loads = 0;
    const ended: number[] = [];
    const lazy = createLazy(() => Promise.resolve(++loads));
    await lazy.get();
    lazy.reset((loaded) => ended.push(loaded));
    equal(await lazy.get(), 2);
    deepEqual(ended, [1]);
  });

  it('ends nothing when nothing was loaded or the load failed', async () => {
    const ended: unknown[] = [];
    const lazy = createLazy(() => Promise.reject<number>(new Error('offline')));
    lazy.reset((loaded) => ended.push(loaded));
    await rejects(lazy.get(), /offline/);
    lazy.reset((loaded) => ended.push(loaded));
    deepEqual(ended, []);
  });
});
