import { setImmediate } from 'node:timers/promises';
import { FileType, RelativePattern, workspace, type CancellationToken, type Uri } from 'vscode';
import { importText, largestFile } from './importers/importText';
import type { Find } from './importers/find';

/** The user pools that files of the workspace name. */
export interface WorkspaceFinds {
  readonly finds: readonly FileFind[];
  readonly unreadable: readonly UnreadableFile[];
}

export interface FileFind extends Find {
  readonly file: Uri;
}

/** A file that should name a user pool but cannot be read. */
export interface UnreadableFile {
  readonly file: Uri;
  readonly reason: string;
}

/** The names of files that can name a user pool. VS Code's search does not support nested braces. */
const pattern =
  '**/{amplify_outputs.json,amplifyconfiguration.json,aws-exports.js,aws-exports.mjs,aws-exports.cjs,aws-exports.json,.env,.env.*,*.env,*[oO]utput*.json}';
const skippedFolders =
  'node_modules,bower_components,vendor,.git,.hg,.svn,dist,build,out,target,coverage,cdk.out,.next,.nuxt,.venv,venv,.terraform,.aws-sam,.serverless';
/** Template files, whose values are placeholders. */
const template = /\.(?:example|sample|template|dist|defaults?)$/;
const mostFiles = 100;
/**
 * Looks for user pools in the files of a trusted workspace. It runs no code from the files and sends
 * no request. Virtual folders are left out.
 */
export async function findInWorkspace(
  cancelled: CancellationToken,
  folders: readonly Uri[] = (workspace.workspaceFolders ?? []).map(({ uri }) => uri),
): Promise<WorkspaceFinds> {
  const read: Awaited<ReturnType<typeof readFile>>[] = [];
  // One file at a time, with a pause for the event loop, because all extensions share it.
  for (const file of await listFiles(folders, cancelled)) {
    if (cancelled.isCancellationRequested) break;
    read.push(await readFile(file));
    await setImmediate();
  }
  return {
    finds: unique(read.flatMap(({ file, finds }) => finds.map((find) => ({ ...find, file })))),
    unreadable: read.flatMap(({ file, reason }) => (reason === undefined ? [] : [{ file, reason }])),
  };
}

/** The files nearest to the folder's root come first. */
async function listFiles(folders: readonly Uri[], cancelled: CancellationToken): Promise<readonly Uri[]> {
  const found = await Promise.all(folders.map((folder) => filesIn(folder, cancelled)));
  const depth = ({ path }: Uri): number => path.split('/').length;
  return found
    .flat()
    .filter(({ path }) => !template.test(path))
    .sort((a, b) => depth(a) - depth(b) || a.path.localeCompare(b.path))
    .slice(0, mostFiles);
}

async function filesIn(folder: Uri, cancelled: CancellationToken): Promise<readonly Uri[]> {
  // A virtual folder may have no search provider, and a search without one never ends.
  if (folder.scheme !== 'file') return [];
  try {
    const files = new RelativePattern(folder, pattern);
    return await workspace.findFiles(files, `**/{${skippedFolders}}/**`, mostFiles, cancelled);
  } catch {
    return [];
  }
}

async function readFile(file: Uri): Promise<{ file: Uri; finds: readonly Find[]; reason?: string }> {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  try {
    const size = await sizeOf(file);
    // A file without a size may never end, such as a pipe.
    if (!size) return { file, finds: [] };
    // A file that is too large is not read: its name and size give the same message.
    if (size > largestFile) return { file, ...importText(name, ' '.repeat(largestFile + 1)) };
    const bytes = await workspace.fs.readFile(file);
    return { file, ...importText(name, new TextDecoder().decode(bytes)) };
  } catch {
    return { file, finds: [], reason: 'It cannot be opened.' };
  }
}

/** @returns the file's size in bytes; undefined when it is not a file */
async function sizeOf(file: Uri): Promise<number | undefined> {
  try {
    const { size, type } = await workspace.fs.stat(file);
    return (type & FileType.File) === 0 ? undefined : size;
  } catch {
    return undefined;
  }
}

/** A pool and app client that several files name are shown once. Complete ones come first. */
function unique(finds: readonly FileFind[]): readonly FileFind[] {
  const kept = new Map<string, FileFind>();
  for (const find of finds) {
    const { userPoolId, issuer, domain, clientId } = find.draft;
    const key = JSON.stringify([userPoolId ?? issuer ?? domain, clientId]);
    if (!kept.has(key)) kept.set(key, find);
  }
  const rank = ({ draft }: FileFind): number => (draft.clientId === undefined ? 1 : 0);
  return [...kept.values()].sort((a, b) => rank(a) - rank(b));
}
