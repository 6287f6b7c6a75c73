import { createWindowLock } from '../../../src/sessions/windowLock';

/** Holds the lock in the folder it is given, writes a version, and releases the lock after a second unless it is killed. */
async function hold(): Promise<void> {
  const lease = await createWindowLock(process.argv[2] ?? '', () => undefined).take('a');
  await lease.recordWritten({ id: 'session', generation: 7 });
  process.send?.('held');
  setTimeout(() => {
    process.send?.('releasing');
    void lease.release();
  }, 1000);
}

void hold();
