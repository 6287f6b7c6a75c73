// How the test talks to these programs: lines of JSON in both directions.
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const input = createInterface({ input: process.stdin });

/** Waits for the next line of the test. */
export async function receive() {
  const [line] = await once(input, 'line');
  return JSON.parse(line);
}

export function send(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
