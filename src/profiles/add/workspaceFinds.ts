import * as l10n from '@vscode/l10n';
import { setImmediate } from 'node:timers/promises';
import { FileType, RelativePattern, workspace, type CancellationToken, type Uri } from 'vscode';
import { importText, largestFile, type Imported } from './importers/importText';
import type { Find } from './importers/find';

/** The user pools that files of the workspace name. */
export interface WorkspaceFinds {
  readonly finds: readonly FileFind[];
  /** Files that should name a user pool but cannot be read. */
  readonly unreadable: readonly { readonly file: Uri; readonly reason: string }[];
}

interface FileFind extends Find {
  readonly file: Uri;
}

/** The names of files that can name a user pool. VS Code's search does not support nested braces. */
const pattern =
  '**/{amplify_outputs.json,amplify_outputs.dart,amplifyconfiguration.json,amplifyconfiguration.dart,awsconfiguration.json,aws-exports.js,aws-exports.mjs,aws-exports.cjs,aws-exports.json,.env,.env.*,*.env,*[oO]utput*.json,appsettings*.json,application*.properties,application*.yml,application*.yaml}';
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
  const finds: FileFind[] = [];
  const unreadable: { readonly file: Uri; readonly reason: string }[] = [];
  // One file at a time, with a pause for the event loop, because all extensions share it.
  for (const file of await listFiles(folders, cancelled)) {
    if (cancelled.isCancellationRequested) break;
    const imported = await importFile(file);
    finds.push(...imported.finds.map((find) => ({ ...find, file })));
    if (imported.reason !== undefined) unreadable.push({ file, reason: imported.reason });
    await setImmediate();
  }
  return { finds: unique(finds), unreadable };
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

async function importFile(file: Uri): Promise<Imported> {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  const stat = await workspace.fs.stat(file).then(undefined, () => undefined);
  // A file without a size may never end, such as a pipe.
  if (stat === undefined || (stat.type & FileType.File) === 0 || stat.size === 0) return { finds: [] };
  // A file that is too large is not read: its name and size give the same message.
  if (stat.size > largestFile) return importText(name, ' '.repeat(largestFile + 1));
  try {
    return importText(name, decode(await workspace.fs.readFile(file)));
  } catch {
    return { finds: [], reason: l10n.t('It cannot be opened.') };
  }
}

/** Windows PowerShell writes UTF-16 with a byte order mark when it redirects output to a file. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
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
