import { deepEqual, equal, ok } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CancellationTokenSource, Uri, workspace } from 'vscode';
import type { CancellationToken } from 'vscode';
import { findInWorkspace } from '../../src/profiles/add/workspaceFinds';
import { createVirtualFiles } from '../support/virtualFiles';

const userPoolId = 'us-east-1_Found0001';

/** What lies in a workspace is written by others: what is read of it must end. */
describe('What the files of a workspace name', () => {
  const root = (): string => workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  let folder: string;
  let child: ChildProcess | undefined;

  beforeEach(async () => {
    folder = join(root(), 'finds');
    await mkdir(folder, { recursive: true });
  });

  afterEach(async () => {
    child?.kill();
    await rm(folder, { recursive: true, force: true });
  });

  const found = async (): Promise<readonly string[]> => {
    const { finds } = await findInWorkspace(new CancellationTokenSource().token);
    return finds.map(({ draft }) => draft.userPoolId ?? '');
  };

  it('is found', async () => {
    await writeFile(join(folder, '.env'), `COGNITO_USER_POOL_ID=${userPoolId}\n`);
    deepEqual(await found(), [userPoolId]);
  });

  it('leaves out a virtual folder, which may have no search', async () => {
    const files = createVirtualFiles({
      'amplify_outputs.json': JSON.stringify({
        version: '1',
        auth: { user_pool_id: userPoolId, user_pool_client_id: 'v1rtua1' },
      }),
    });
    const registration = workspace.registerFileSystemProvider('virtual', files, { isReadonly: true });
    const { finds } = await findInWorkspace(new CancellationTokenSource().token, [Uri.parse('virtual:/')]);
    registration.dispose();
    deepEqual(finds, []);
  });

  it('is not looked for in a file that has no size: what the system makes up may never end', async () => {
    // What is read of such a file is the arguments of a process: here it does end.
    const idle = 'process.stdout.write("up"); setInterval(() => {}, 1000)';
    child = spawn(process.execPath, ['-e', idle, '--', `\nCOGNITO_USER_POOL_ID=${userPoolId}\n`], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await new Promise((resolve) => child?.stdout?.once('data', resolve));
    const target = `/proc/${child.pid ?? 0}/cmdline`;
    equal((await stat(target)).size, 0);
    await symlink(target, join(folder, '.env'));
    deepEqual(await found(), []);
  });

  it('is read one file after the other, with the turn of others in between, and no further once it is cancelled', async () => {
    // Each takes a while to be parsed.
    const slow = 'x={a:1};'.repeat(8000);
    const names = Array.from({ length: 20 }, (_, index) => `aws-exports.${index}`);
    for (const name of names) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'aws-exports.js'), slow);
    }
    const { token } = new CancellationTokenSource();
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    equal((await findInWorkspace(token)).faults.length, names.length);
    clearInterval(timer);
    ok(turns >= names.length / 2, `Others had ${turns} turns.`);

    // The box closes while files are read.
    let asked = 0;
    const closing = Object.create(token, {
      isCancellationRequested: { get: () => (asked += 1) > names.length / 2 },
    }) as CancellationToken;
    const { faults } = await findInWorkspace(closing);
    ok(faults.length > 0 && faults.length < names.length, `${faults.length} files were read.`);
  });
});
