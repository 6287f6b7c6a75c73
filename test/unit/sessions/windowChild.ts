import { createCognitoClient } from '../../../src/client/cognitoClient';
import { isCognitoError } from '../../../src/core/errors';
import type { Session } from '../../../src/core/session';
import { createSessionStore } from '../../../src/sessions/store';
import { createVault } from '../../../src/sessions/vault';
import { createWindowLock } from '../../../src/sessions/windowLock';
import { createFileSecrets } from '../../support/fileSecrets';
import { refresherOf } from '../../support/refreshers';
import { straight } from '../../support/signingIn';

/** Where the windows of one editor keep things. */
export interface Place {
  readonly secrets: string;
  readonly folder: string;
  /** It never gets to the end of storing what it was answered. */
  readonly hangsAtStore?: boolean;
}

/** What a window says: that it is ready, that it has an answer and begins to store it, or how each asker fared. */
export type Said =
  'ready' | 'storing' | readonly ({ readonly accessToken: string } | { readonly code: string })[];

const { secrets: file, folder, hangsAtStore } = JSON.parse(process.argv[2] ?? '{}') as Place;

function say(said: Said): void {
  process.send?.(said);
}

const secrets = createFileSecrets(file);
const store = createSessionStore(
  createVault(
    hangsAtStore === true
      ? {
          ...secrets,
          store: () => {
            say('storing');
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

/** Several ask at once for the tokens of what they hold. */
function ask(session: Session): Promise<Said> {
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
  void ask(session).then(say);
});
process.once('disconnect', () => process.exit());
say('ready');
