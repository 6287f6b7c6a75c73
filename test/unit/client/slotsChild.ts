import { equal } from 'node:assert/strict';
import { createRequire } from 'node:module';
import type { Dispatcher } from 'undici';
import type { createCognitoClient } from '../../../src/client/cognitoClient';
import type { makeProfile } from '../../support/profiles';

/** What became of the process-wide dispatcher slots. */
export interface Slots {
  /** The names of the slots that were filled. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Whether every slot that was filled still holds the very same object. */
  readonly kept: boolean;
  /** Whether one of them holds an object of this extension's undici. */
  readonly ours: boolean;
}

function read(): Map<string, unknown> {
  const slots = Object.getOwnPropertySymbols(globalThis)
    .filter((symbol) => symbol.description?.startsWith('undici.globalDispatcher.'))
    .map((symbol): [string, unknown] => [symbol.description ?? '', Reflect.get(globalThis, symbol)]);
  return new Map(slots.filter(([, value]) => value !== undefined));
}

async function useClient(issuer: string): Promise<boolean> {
  // Loaded late, so that the slots are read before; tsx resolves TypeScript for require only.
  const load = createRequire(__filename);
  const ours = load('../../../src/client/cognitoClient') as {
    createCognitoClient: typeof createCognitoClient;
  };
  const tests = load('../../support/profiles') as { makeProfile: typeof makeProfile };
  const undici = load('undici') as { Dispatcher: typeof Dispatcher };
  const client = ours.createCognitoClient({ useProxy: true, strictSsl: true });
  await client.discover(tests.makeProfile({ issuer }));
  await client.close();
  return [...read().values()].some((value) => value instanceof undici.Dispatcher);
}

async function main(kind: string | undefined, issuer: string | undefined): Promise<Slots> {
  if (kind !== 'untouched') new Headers();
  const before = read();
  const ours = kind === 'host' || issuer === undefined ? false : await useClient(issuer);
  const after = read();
  // The host's own fetch goes on working when our connections are closed.
  if (issuer !== undefined) {
    const response = await fetch(`${issuer}/.well-known/jwks.json`);
    equal(response.status, 200);
  }
  return {
    before: [...before.keys()],
    after: [...after.keys()],
    kept: [...before].every(([name, value]) => after.get(name) === value),
    ours,
  };
}

main(process.argv[2], process.argv[3]).then(
  (slots) => process.send?.(slots, () => process.exit()),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
