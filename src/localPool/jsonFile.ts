import { readFile } from 'node:fs/promises';

/**
 * The value of a JSON file in UTF-8. Programs on Windows write a byte order mark before the JSON, which is left out.
 * @throws Error when the file cannot be read or is not JSON
 */
export async function readJsonFile(file: string): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await readFile(file)));
}
