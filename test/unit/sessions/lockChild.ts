import { createWindowLock } from '../../../src/sessions/windowLock';

/** Takes a turn in the folder it is given, leaves a mark, and lets go when nobody has killed it after a second. */
async function hold(): Promise<void> {
  const turn = await createWindowLock(process.argv[2] ?? '', () => undefined).take('a');
  await turn.recordWritten({ id: 'session', generation: 7 });
  process.send?.('held');
  setTimeout(() => {
    process.send?.('releasing');
    void turn.release();
  }, 1000);
}

void hold();
