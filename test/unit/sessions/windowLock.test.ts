import { deepEqual, equal, match } from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canBeWaitedFor, createWindowLock, type WindowLock } from '../../../src/sessions/windowLock';
import { deleteFolder, temporaryFolder } from '../../support/processes';

describe('createWindowLock', function () {
  this.timeout(30_000);

  let folder: string;
  let lines: string[];
  const open = (options = {}): WindowLock => createWindowLock(folder, (line) => lines.push(line), options);
  beforeEach(() => {
    folder = join(temporaryFolder('lock-'), 'made', 'when', 'missing');
    lines = [];
  });
  afterEach(() => {
    deleteFolder(join(folder, '../../..'));
  });

  it('gives one lease at a time, each with the version that was written last', async () => {
    let inside = 0;
    const seen: (number | undefined)[] = [];
    const leases = Array.from({ length: 5 }, async () => {
      const lease = await open().take('a');
      equal(++inside, 1);
      seen.push(lease.lastWritten?.generation);
      await lease.recordWritten({ id: 'session', generation: (lease.lastWritten?.generation ?? 0) + 1 });
      equal(inside--, 1);
      await lease.release();
    });
    await Promise.all(leases);
    deepEqual(seen, [undefined, 1, 2, 3, 4]);
    deepEqual(lines, []);
  });

  it('gives leases of two sessions at the same time', async () => {
    const [one, other] = await Promise.all([open().take('a'), open().take('b')]);
    await Promise.all([one.release(), other.release()]);
  });

  it('writes only the version, to a file whose name reveals no session', async () => {
    const lease = await open().take('https://issuer.example|client');
    await lease.recordWritten({ id: 'session', generation: 3, accessToken: 'secret' } as never);
    await lease.release();
    const [file, ...more] = await readdir(folder);
    deepEqual(more, []);
    match(file ?? '', /^refresh-[0-9a-f]{32}$/);
    deepEqual(JSON.parse(await readFile(join(folder, file ?? ''), 'utf8')), {
      mark: { id: 'session', generation: 3 },
    });
  });

  it('ignores an incomplete version that a closed window left behind', async () => {
    const first = await open().take('a');
    await first.recordWritten({ id: 'session', generation: 1 });
    await first.release();
    const [file = ''] = await readdir(folder);
    for (const text of ['', '{"mark":', 'null', '[]', '{"mark":{"id":7}}']) {
      await writeFile(join(folder, file), text);
      const lease = await open().take('a');
      equal(lease.lastWritten, undefined);
      await lease.release();
    }
  });

  it('gives a lease without a lock and logs the reason when no file can be written', async () => {
    await writeFile(join(folder, '../../..', 'file'), '');
    const lock = createWindowLock(join(folder, '../../..', 'file'), (line) => lines.push(line));
    const lease = await lock.take('a');
    equal(lease.lastWritten, undefined);
    await lease.recordWritten({ id: 'session', generation: 1 });
    await lease.release();
    equal(lines.length, 1);
    match(lines[0] ?? '', /no lock between windows: (EEXIST|ENOTDIR)/);
  });

  it('takes over a lock that is held too long', async () => {
    const stuck = await open().take('a');
    const other = await open({ longestWait: 200 }).take('a');
    match(lines.join(), /took over/);
    await other.release();
    await stuck.release();
  });

  describe('when another process holds the lock', () => {
    let child: ChildProcess;
    beforeEach(async () => {
      child = fork(join(__dirname, 'lockChild.ts'), [folder], {
        execArgv: ['--require', 'tsx/cjs'],
        // The child runs as CommonJS, whose imports would count as functions without coverage.
        env: { ...process.env, NODE_V8_COVERAGE: '' },
      });
      await once(child, 'message');
    });
    afterEach(() => {
      child.kill('SIGKILL');
    });

    it('waits until the other process releases the lock', async () => {
      const waiting = open().take('a');
      const first = await Promise.race([waiting, once(child, 'message').then(() => 'released')]);
      equal(typeof first, 'string', 'the lock was taken while another process held it');
      const lease = await waiting;
      deepEqual(lease.lastWritten, { id: 'session', generation: 7 });
      await lease.release();
    });

    it('takes the lock soon after the other process was killed', async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
      const lease = await open({ stale: 2000 }).take('a');
      deepEqual(lease.lastWritten, { id: 'session', generation: 7 });
      await lease.release();
      deepEqual(lines, []);
    });
  });
});

describe('canBeWaitedFor', () => {
  const systems = ['linux', 'darwin', 'win32'] as const;

  it('waits for a lock that another window has', () => {
    for (const platform of systems) equal(canBeWaitedFor('ELOCKED', 10_000, platform), true);
  });

  it('waits on Windows until the folder of a released lock is deleted, and not for a folder that it may not write to', () => {
    for (const code of ['EPERM', 'EACCES', 'EBUSY']) {
      deepEqual(
        systems.map((platform) => canBeWaitedFor(code, 999, platform)),
        [false, false, true],
      );
      equal(canBeWaitedFor(code, 1000, 'win32'), false);
    }
  });

  it('waits for nothing else', () => {
    for (const platform of systems) equal(canBeWaitedFor('ENOTDIR', 0, platform), false);
  });
});
