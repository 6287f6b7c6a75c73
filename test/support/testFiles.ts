import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** All files below a folder with this ending, sorted. */
export function testFiles(folder: string, ending: '.test.ts' | '.test.js'): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .sort()
    .map((file) => join(folder, file));
}
