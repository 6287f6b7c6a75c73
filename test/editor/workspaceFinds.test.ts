import { deepEqual, equal, ok } from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CancellationTokenSource, Uri, workspace, type CancellationToken } from 'vscode';
import { findInWorkspace } from '../../src/profiles/add/workspaceFinds';
import { createVirtualFiles } from '../support/virtualFiles';

const userPoolId = 'us-east-1_Found0001';

/** The files of a workspace are written by others: reading them must end. */
describe('findInWorkspace', () => {
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

  it('finds a user pool id in an .env file', async () => {
    await writeFile(join(folder, '.env'), `COGNITO_USER_POOL_ID=${userPoolId}\n`);
    deepEqual(await found(), [userPoolId]);
  });

  it('reads UTF-16, which Windows PowerShell writes', async () => {
    const outputs = JSON.stringify({ user_pool_id: { value: userPoolId } });
    await writeFile(join(folder, 'outputs.json'), Buffer.from(`\ufeff${outputs}`, 'utf16le'));
    deepEqual(await found(), [userPoolId]);
  });

  it('skips a virtual folder, which may have no file search', async () => {
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

  it('skips a file of size 0, because a file of the operating system may never end', async () => {
    // The file holds the arguments of a process: this one ends, others may not.
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

  it('lets other work run between two files, and stops when it is cancelled', async () => {
    // Each file takes a while to parse.
    const slow = 'x={a:1};'.repeat(8000);
    const names = Array.from({ length: 20 }, (_, index) => `aws-exports.${index}`);
    for (const name of names) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'aws-exports.js'), slow);
    }
    const { token } = new CancellationTokenSource();
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    equal((await findInWorkspace(token)).unreadable.length, names.length);
    clearInterval(timer);
    ok(turns >= names.length / 2, `Others had ${turns} turns.`);

    // The user closes the input box while files are read.
    let checks = 0;
    const closing = Object.create(token, {
      isCancellationRequested: { get: () => (checks += 1) > names.length / 2 },
    }) as CancellationToken;
    const { unreadable } = await findInWorkspace(closing);
    ok(unreadable.length > 0 && unreadable.length < names.length, `${unreadable.length} files were read.`);
  });
});
