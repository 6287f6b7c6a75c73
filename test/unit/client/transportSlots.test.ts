import { deepEqual, equal, ok } from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startFaultyPool, type FaultyPool } from '../../support/faultyPool';
import type { Slots } from './slotsChild';

describe('createTransport and the dispatcher slots of the process', function () {
  this.timeout(20_000);

  let pool: FaultyPool;

  before(async () => {
    pool = await startFaultyPool();
  });

  after(async () => {
    await pool.stop();
  });

  const slotsOf = async (kind: 'host' | 'touched' | 'untouched'): Promise<Slots> => {
    const child = fork(join(__dirname, 'slotsChild.ts'), [kind, pool.issuer], {
      execArgv: ['--require', 'tsx/cjs'],
      // As CommonJS, its imports would count as functions that no test covers.
      env: { ...process.env, NODE_V8_COVERAGE: '' },
    });
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`The child process ended with ${String(code)}.`);
    });
    ended.catch(() => undefined);
    const [slots] = (await Promise.race([once(child, 'message'), ended])) as [Slots];
    return slots;
  };

  it('leaves the slots unchanged when the host has filled them', async () => {
    const slots = await slotsOf('touched');
    ok(slots.before.length > 0);
    deepEqual(slots.after, slots.before);
    equal(slots.kept, true);
    equal(slots.ours, false);
  });

  it('lets the host fill the slots when fetch was not used yet', async () => {
    const [host, slots] = await Promise.all([slotsOf('host'), slotsOf('untouched')]);
    deepEqual(slots.before, []);
    deepEqual(slots.after, host.after);
    equal(slots.ours, false);
  });
});
