import { createCognitoClient } from '../../src/client/cognitoClient';
import type { LocalPool } from '../../src/localPool/localPool';
import { publicClient } from '../support/localClients';
import { makeProfile } from '../support/profiles';
import { signIn } from '../support/signingIn';
import type { HostWindow } from './hostWindow';
import { median, percentile } from './statistics';
import type { Group } from './table';

/** Signs in and measures how long the extension host takes to get the token of the session. */
export async function measureTokens(window: HostWindow, pool: LocalPool): Promise<Group> {
  const client = createCognitoClient({ useProxy: false, strictSsl: true });
  const { issuer } = pool;
  const session = await signIn(client, makeProfile({ issuer, clientId: publicClient })).finally(() =>
    client.close(),
  );
  await window.call('settle');
  const { cached, first, bare } = await window.call('askForToken', session);
  const beside = { what: 'SecretStorage.get', value: median(bare) };
  return {
    title: 'A token that is good',
    method: [
      `Medians of ${cached.length} asks one after the other in the extension host, of ${first.length} first asks and of ${bare.length} bare readings by`,
      `turns. The modules that find a profile’s session and keep it fresh, built into the bench and not minified, over`,
      `the editor’s SecretStorage; a session of ${JSON.stringify(session).length} characters from the local user pool. A reading is believed for`,
      'a second: the ask after that reads again, as a first one does. No command is run and nothing is copied.',
    ],
    rows: [
      {
        what: 'a cached token, asked again',
        unit: 'ms',
        ours: median(cached),
        beside,
        bar: { text: '1 ms', most: 1 },
      },
      { what: 'the same, 999 of 1000', unit: 'ms', ours: percentile(cached, 0.999), beside },
      { what: 'a stored token, asked first', unit: 'ms', ours: median(first), beside },
    ],
  };
}
