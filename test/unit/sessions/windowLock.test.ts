import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createWindowLock } from '../../../src/sessions/windowLock';
import type { WindowLock } from '../../../src/sessions/windowLock';
import { deleteFolder, temporaryFolder } from '../../support/processes';

describe('lock between windows', function () {
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

  it('lets one window at a time refresh, and tells each what the one before left', async () => {
    let inside = 0;
    const seen: (number | undefined)[] = [];
    const turns = Array.from({ length: 5 }, async () => {
      const turn = await open().take('a');
      equal(++inside, 1);
      equal(await turn.state(), 'held');
      seen.push(turn.left?.generation);
      await turn.leave({ id: 'session', generation: (turn.left?.generation ?? 0) + 1 });
      equal(inside--, 1);
      await turn.release();
    });
    await Promise.all(turns);
    deepEqual(seen, [undefined, 1, 2, 3, 4]);
    deepEqual(lines, []);
  });

  it('lets two sessions be refreshed side by side', async () => {
    const [one, other] = await Promise.all([open().take('a'), open().take('b')]);
    deepEqual([await one.state(), await other.state()], ['held', 'held']);
    await Promise.all([one.release(), other.release()]);
  });

  it('writes no name and no more than a mark', async () => {
    const turn = await open().take('https://issuer.example|client');
    await turn.leave({ id: 'session', generation: 3, accessToken: 'secret' } as never);
    await turn.release();
    const [file, ...more] = await readdir(folder);
    deepEqual(more, []);
    match(file ?? '', /^refresh-[0-9a-f]{32}$/);
    const { turn: id, mark } = JSON.parse(await readFile(join(folder, file ?? ''), 'utf8')) as {
      turn: string;
      mark: unknown;
    };
    match(id, /^[0-9a-f-]{36}$/);
    deepEqual(mark, { id: 'session', generation: 3 });
  });

  it('reads past a mark that a closed window did not finish', async () => {
    await (await open().take('a')).release();
    const [file = ''] = await readdir(folder);
    for (const text of ['', '{"turn":', 'null', '[]', '{"turn":7}']) {
      await writeFile(join(folder, file), text);
      const turn = await open().take('a');
      equal(turn.left, undefined);
      await turn.release();
    }
  });

  it('goes on without where no file can be written, and says so', async () => {
    await writeFile(join(folder, '../../..', 'file'), '');
    const lock = createWindowLock(join(folder, '../../..', 'file'), (line) => lines.push(line));
    const turn = await lock.take('a');
    equal(await turn.state(), 'unlocked');
    equal(turn.left, undefined);
    await turn.leave({ id: 'session', generation: 1 });
    await turn.release();
    equal(lines.length, 1);
    match(lines[0] ?? '', /without a lock.*(EEXIST|ENOTDIR)/);
  });

  it('takes over from a window that does not let go', async () => {
    const stuck = await open().take('a');
    const other = await open({ patience: 200 }).take('a');
    deepEqual([await stuck.state(), await other.state()], ['lost', 'held']);
    match(lines.join(), /takes over/);
    await other.release();
    await stuck.release();
  });

  describe('held by another process', () => {
    let child: ChildProcess;
    beforeEach(async () => {
      child = fork(join(__dirname, 'lockChild.ts'), [folder], { execArgv: ['--require', 'tsx/cjs'] });
      await once(child, 'message');
    });
    afterEach(() => {
      child.kill('SIGKILL');
    });

    it('is waited for', async () => {
      const waiting = open().take('a');
      const first = await Promise.race([waiting, once(child, 'message').then(() => 'released')]);
      equal(typeof first, 'string', 'the lock was taken while another process held it');
      const turn = await waiting;
      deepEqual(turn.left, { id: 'session', generation: 7 });
      equal(await turn.state(), 'held');
      await turn.release();
    });

    it('is free soon after that process was killed', async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
      const started = performance.now();
      const turn = await open({ stale: 2000 }).take('a');
      ok(performance.now() - started < 10_000);
      equal(await turn.state(), 'held');
      deepEqual(turn.left, { id: 'session', generation: 7 });
      await turn.release();
      deepEqual(lines, []);
    });
  });
});
