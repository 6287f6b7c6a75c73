import { readFile, rename, writeFile } from 'node:fs/promises';
import type { SecretStorage } from 'vscode';
import { eventually } from './waiting';

/** A SecretStorage in a file that several processes share. It fires no change events. */
export function createFileSecrets(file: string): SecretStorage {
  const read = async (): Promise<Record<string, string>> =>
    JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as Record<string, string>;
  /** Replaces the file in one step, so that a killed process leaves either the old file or the new one. */
  const write = async (values: Record<string, string | undefined>): Promise<void> => {
    const draft = `${file}.${process.pid}`;
    await writeFile(draft, JSON.stringify(values), { mode: 0o600 });
    // Windows refuses to replace a file that another process has open.
    const isReplaced = (): Promise<true | undefined> =>
      rename(draft, file).then(
        () => true,
        () => undefined,
      );
    await eventually('the file to be replaced', isReplaced);
  };
  let writing = Promise.resolve();
  const change = (key: string, value: string | undefined): Promise<void> =>
    (writing = writing.then(async () => write({ ...(await read()), [key]: value })));
  return {
    get: async (key) => (await read())[key],
    keys: async () => Object.keys(await read()),
    store: change,
    delete: (key) => change(key, undefined),
    onDidChange: () => ({ dispose: () => undefined }),
  };
}
