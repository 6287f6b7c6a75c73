import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Group } from './table';

/** @param extension the folder of the installed extension, with the files of the VSIX */
export async function measureSizes(extension: string, vsix: string): Promise<Group> {
  const size = async (...names: readonly string[]): Promise<number> => {
    const stats = await Promise.all(names.map((name) => stat(join(extension, 'dist', name))));
    return stats.reduce((sum, file) => sum + file.size, 0) / 1000;
  };
  const most = (kB: number): { text: string; most: number } => ({ text: `${kB} kB`, most: kB });
  const host = ['extension.js', 'client.js'];
  const page = ['inspector.js', 'inspector.css', 'codicon.css', 'codicon.ttf'];
  return {
    title: 'Size',
    method: [
      'Of the files in the VSIX as installed, minified, not compressed; 1 kB = 1000 bytes. A sign-in loads',
      `${host.join(' and ')} in the host, ${page.join(', ')} in the page.`,
    ],
    rows: [
      { what: 'extension.js', unit: 'kB', ours: await size('extension.js'), bar: most(60) },
      { what: 'client.js', unit: 'kB', ours: await size('client.js') },
      { what: 'inspector.js', unit: 'kB', ours: await size('inspector.js'), bar: most(120) },
      { what: 'all that a sign-in loads', unit: 'kB', ours: await size(...host, ...page) },
      {
        what: 'VSIX',
        unit: 'MB',
        ours: (await stat(vsix)).size / 1e6,
        bar: { text: '1.5 MB', most: 1.5 },
      },
    ],
  };
}
