import { setImmediate } from 'node:timers/promises';
import { FileType, RelativePattern, Uri, workspace } from 'vscode';
import type { CancellationToken } from 'vscode';
import { importText, largestFile } from './importers/importText';
import type { Find } from './importers/find';

/** What the files of the workspace have to offer. */
export interface WorkspaceFinds {
  readonly finds: readonly FileFind[];
  readonly faults: readonly FileFault[];
}

export interface FileFind extends Find {
  readonly file: Uri;
}

/** A file that promised a user pool and cannot be used. */
export interface FileFault {
  readonly file: Uri;
  readonly fault: string;
}

const pattern =
  '**/{amplify_outputs.json,amplifyconfiguration.json,aws-exports.{js,mjs,cjs,json},samconfig.{toml,yaml,yml},.env,.env.*,*.env,*[oO]utput*.json}';
/** The same for one name. */
const wanted =
  /^(?:amplify_outputs\.json|amplifyconfiguration\.json|aws-exports\.(?:[mc]?js|json)|samconfig\.(?:toml|ya?ml)|.*\.env|\.env\..*|.*[oO]utput.*\.json)$/;
const skippedFolders =
  'node_modules,bower_components,vendor,.git,.hg,.svn,dist,build,out,target,coverage,cdk.out,.next,.nuxt,.venv,venv,.terraform,.aws-sam,.serverless';
/** Files that show what to fill in. */
const template = /\.(?:example|sample|template|dist|defaults?)$/;
const mostFiles = 100;
/** How far the upper folders go without a search, and how many of one level are looked into. */
const deepest = 4;
const mostFolders = 100;

/**
 * Looks for user pools in the files of a trusted workspace, in all its folders and wherever they are. Nothing is run and
 * nothing is requested from anywhere but the workspace.
 */
export async function findInWorkspace(
  cancelled: CancellationToken,
  folders: readonly Uri[] = (workspace.workspaceFolders ?? []).map(({ uri }) => uri),
): Promise<WorkspaceFinds> {
  const read: Awaited<ReturnType<typeof readFile>>[] = [];
  // One after the other, with the editor's turn in between: parsing many at once would hold up all extensions.
  for (const file of await listFiles(folders, cancelled)) {
    if (cancelled.isCancellationRequested) break;
    read.push(await readFile(file));
    await setImmediate();
  }
  return {
    finds: unique(read.flatMap(({ file, finds }) => finds.map((find) => ({ ...find, file })))),
    faults: read.flatMap(({ file, fault }) => (fault === undefined ? [] : [{ file, fault }])),
  };
}

/** The nearest first. */
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
  // For a folder that only an extension knows a search may wait for ever for somebody who can do it.
  const found = folder.scheme === 'file' ? await search(folder, cancelled) : [];
  return found.length > 0 ? found : walk(folder, cancelled);
}

async function search(folder: Uri, cancelled: CancellationToken): Promise<readonly Uri[]> {
  try {
    const files = new RelativePattern(folder, pattern);
    return await workspace.findFiles(files, `**/{${skippedFolders}}/**`, mostFiles, cancelled);
  } catch {
    return [];
  }
}

/** Looks into the upper folders by itself. */
async function walk(folder: Uri, cancelled: CancellationToken): Promise<readonly Uri[]> {
  const skipped = new Set(skippedFolders.split(','));
  const found: Uri[] = [];
  let level: readonly Uri[] = [folder];
  for (let depth = 0; depth < deepest && level.length > 0; depth += 1) {
    if (cancelled.isCancellationRequested) break;
    const below = (await Promise.all(level.slice(0, mostFolders).map(list))).flat();
    found.push(
      ...below.flatMap(({ uri, name, type }) => (type & FileType.File && wanted.test(name) ? [uri] : [])),
    );
    level = below.flatMap(({ uri, name, type }) =>
      type === FileType.Directory && !skipped.has(name) ? [uri] : [],
    );
  }
  return found;
}

async function list(
  folder: Uri,
): Promise<readonly { readonly uri: Uri; readonly name: string; readonly type: FileType }[]> {
  try {
    const entries = await workspace.fs.readDirectory(folder);
    return entries.map(([name, type]) => ({ uri: Uri.joinPath(folder, name), name, type }));
  } catch {
    return [];
  }
}

async function readFile(file: Uri): Promise<{ file: Uri; finds: readonly Find[]; fault?: string }> {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  try {
    const size = await sizeOf(file);
    // What has no size may never end: a pipe, a file that the system makes up.
    if (!size) return { file, finds: [] };
    // What is far too large is not even read: the first bytes tell what is to be said of it.
    if (size > largestFile) return { file, ...importText(name, ' '.repeat(largestFile + 1)) };
    const bytes = await workspace.fs.readFile(file);
    return { file, ...importText(name, new TextDecoder().decode(bytes)) };
  } catch {
    return { file, finds: [], fault: 'It cannot be opened.' };
  }
}

/** In bytes; undefined when there is no such file. */
async function sizeOf(file: Uri): Promise<number | undefined> {
  try {
    const { size, type } = await workspace.fs.stat(file);
    return (type & FileType.File) === 0 ? undefined : size;
  } catch {
    return undefined;
  }
}

/** A pool and client that several files name are shown once, and what is complete comes first. */
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
