import { createCognitoClient } from '../../../src/client/cognitoClient';
import { isCognitoError } from '../../../src/core/errors';
import type { Session } from '../../../src/core/session';
import { createSessionStore } from '../../../src/sessions/store';
import { createVault } from '../../../src/sessions/vault';
import { createWindowLock } from '../../../src/sessions/windowLock';
import { createFileSecrets } from '../../support/fileSecrets';
import { refresherOf } from '../../support/refreshers';
import { straight } from '../../support/signingIn';

/** Where a window keeps its secrets and files. */
export interface WindowOptions {
  readonly secrets: string;
  readonly folder: string;
  /** The window never finishes storing the pool's answer. */
  readonly hangsAtStore?: boolean;
}

/** A message of a window: it is ready, it begins to store an answer, or the results of its requests. */
export type WindowMessage =
  'ready' | 'storing' | readonly ({ readonly accessToken: string } | { readonly code: string })[];

const { secrets: file, folder, hangsAtStore } = JSON.parse(process.argv[2] ?? '{}') as WindowOptions;

function send(message: WindowMessage): void {
  process.send?.(message);
}

const secrets = createFileSecrets(file);
const store = createSessionStore(
  createVault(
    hangsAtStore === true
      ? {
          ...secrets,
          store: () => {
            send('storing');
            return new Promise(() => undefined);
          },
        }
      : secrets,
    () => undefined,
  ),
);
const refresher = refresherOf(createCognitoClient(straight), store, {
  lock: createWindowLock(folder, () => undefined),
});

/** Three requests at once for a valid access token of this session. */
function ask(session: Session): Promise<WindowMessage> {
  return Promise.all(
    Array.from({ length: 3 }, () =>
      refresher.fresh(session).then(
        ({ accessToken }) => ({ accessToken }),
        (error: unknown) => ({ code: isCognitoError(error) ? error.code : String(error) }),
      ),
    ),
  );
}

process.on('message', (session: Session) => {
  void ask(session).then(send);
});
process.once('disconnect', () => process.exit());
send('ready');
