import { readFile, rename, writeFile } from 'node:fs/promises';
import type { SecretStorage } from 'vscode';

/** A SecretStorage in a file that several processes share. It fires no change events. */
export function createFileSecrets(file: string): SecretStorage {
  const read = async (): Promise<Record<string, string>> =>
    JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as Record<string, string>;
  /** Writes in one step, so that a killed process leaves either the old or the new file. */
  const write = async (values: Record<string, string | undefined>): Promise<void> => {
    const draft = `${file}.${process.pid}`;
    await writeFile(draft, JSON.stringify(values), { mode: 0o600 });
    await rename(draft, file);
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
