import { setTimeout } from 'node:timers/promises';

/** Calls `ask` every 25 ms until it returns a value. @throws after `timeout` ms, and at once when `ask` throws */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  timeout = 30_000,
): Promise<T> {
  const end = Date.now() + timeout;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await setTimeout(25);
  }
  throw new Error(`Waited ${timeout / 1000} s for ${what}.`);
}
