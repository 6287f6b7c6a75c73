import {
  EventEmitter,
  FileSystemError,
  FileType,
  type FileChangeEvent,
  type FileSystemProvider,
  type Uri,
} from 'vscode';

/** A read-only folder without a disk and without file search, as GitHub Repositories has them. */
export function createVirtualFiles(files: Readonly<Record<string, string>>): FileSystemProvider {
  const find = ({ path }: Uri): Uint8Array => {
    const content = files[path.slice(1)];
    if (content === undefined) throw FileSystemError.FileNotFound(path);
    return new TextEncoder().encode(content);
  };
  const refuse = (): never => {
    throw FileSystemError.NoPermissions();
  };
  return {
    onDidChangeFile: new EventEmitter<FileChangeEvent[]>().event,
    watch: () => ({ dispose: () => undefined }),
    stat: (uri) =>
      uri.path === '/'
        ? { type: FileType.Directory, ctime: 0, mtime: 0, size: 0 }
        : { type: FileType.File, ctime: 0, mtime: 0, size: find(uri).length },
    readDirectory: () => Object.keys(files).map((name) => [name, FileType.File]),
    readFile: find,
    writeFile: refuse,
    createDirectory: refuse,
    delete: refuse,
    rename: refuse,
  };
}
