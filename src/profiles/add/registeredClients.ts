import type { Memento } from 'vscode';
import { originalForm } from '../../core/issuer';

/** An app client that this editor has registered with a user pool. */
export interface KnownClient {
  readonly clientId: string;
  /** Whether the pool asked for an initial access token. */
  readonly withToken: boolean;
}

/** The app clients that this editor has registered, for all windows and workspaces. They are not secret. */
export interface RegisteredClients {
  readonly find: (issuer: string) => KnownClient | undefined;
  readonly add: (issuer: string, client: KnownClient) => Promise<void>;
}

/** The state key of the record of app clients. */
const key = 'cognito.registeredClients';

/**
 * One app client for each user pool and callback URL of an editor.
 * @param state where they are stored
 * @param editorUrl the callback URL of this editor
 */
export function createRegisteredClients(
  state: Pick<Memento, 'get' | 'update'>,
  editorUrl: string,
): RegisteredClients {
  const stored = (): Readonly<Record<string, KnownClient>> => state.get(key, {});
  const nameOf = (issuer: string): string => `${editorUrl} ${originalForm(issuer)}`;
  return {
    find: (issuer) => stored()[nameOf(issuer)],
    add: async (issuer, client) => {
      await state.update(key, { ...stored(), [nameOf(issuer)]: client });
    },
  };
}
