import { deepEqual, equal } from 'node:assert/strict';
import { extensions, type ExtensionContext } from 'vscode';
import type { Profile } from '../../src/core/profile';
import type { Session } from '../../src/core/session';
import { createRefresher } from '../../src/sessions/refresher';
import { createSessionStore } from '../../src/sessions/store';
import { createVault } from '../../src/sessions/vault';
import type { TokenAsks } from './protocol';
import { timed } from './statistics';

const times = { cached: 10_000, first: 300 } as const;

/**
 * Stores a session in the secret storage of the bench's own extension and gets its token with the extension's modules:
 * other code cannot read the extension's own storage, and its commands return no token.
 */
export async function askForToken(session: Session): Promise<TokenAsks> {
  const { secrets } = await bench();
  const { issuer, clientId } = session;
  const profile: Profile = {
    name: 'bench',
    issuer,
    clientId,
    grant: 'authorization_code',
    production: false,
  };
  const openWindow = (): { ask: () => Promise<Session>; close: () => void } => {
    const store = createSessionStore(createVault(secrets, () => undefined));
    const refresher = createRefresher(() => Promise.reject(new Error('Nothing is to be refreshed here.')));
    return {
      ask: async () => {
        const found = await store.find(profile);
        if (found === undefined) throw new Error('The stored session is not found.');
        return refresher.fresh(found);
      },
      close: store.dispose,
    };
  };
  await createSessionStore(createVault(secrets, () => undefined)).save(session);
  const key = (await secrets.keys()).find((name) => name.startsWith('session:')) ?? '';
  const first: number[] = [];
  const bare: number[] = [];
  while (first.length < times.first) {
    const window = openWindow();
    first.push(await timed(window.ask));
    window.close();
    bare.push(await timed(() => secrets.get(key)));
  }
  const window = openWindow();
  deepEqual(await window.ask(), session);
  const cached: number[] = [];
  while (cached.length < times.cached) cached.push(await timed(window.ask));
  window.close();
  for (const name of await secrets.keys()) await secrets.delete(name);
  equal((await secrets.keys()).length, 0);
  return { cached, first, bare };
}

async function bench(): Promise<Pick<ExtensionContext, 'secrets'>> {
  const extension = extensions.getExtension<Pick<ExtensionContext, 'secrets'>>('bench.bench');
  if (extension === undefined) throw new Error('The bench has no extension of its own.');
  return extension.activate();
}
