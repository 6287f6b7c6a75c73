import { sessionName, type Session } from '../core/session';
import type { Vault } from './vault';

const prefix = 'identity:';

/** The ids that identity pools gave to users: one record for each issuer, app client, user and identity pool. A sign-out deletes them. */
export interface IdentityIds {
  /** @throws CognitoError secrets_unavailable */
  get: (session: Session, identityPoolId: string) => Promise<string | undefined>;
  set: (session: Session, identityPoolId: string, identityId: string) => Promise<void>;
  /** Deletes the ids of a session's user in every identity pool. @throws CognitoError secrets_unavailable */
  deleteAll: (session: Session) => Promise<void>;
}

export function createIdentityIds(vault: Vault): IdentityIds {
  return {
    get: (session, identityPoolId) => vault.get(storageKey(session, identityPoolId)),
    set: (session, identityPoolId, identityId) => vault.put(storageKey(session, identityPoolId), identityId),
    deleteAll: async (session) => {
      const keys = (await vault.keys()).filter((key) => key.startsWith(keysOf(session)));
      await Promise.all(keys.map((key) => vault.delete(key)));
    },
  };
}

function keysOf(session: Session): string {
  return `${prefix}${sessionName(session)}|`;
}

function storageKey(session: Session, identityPoolId: string): string {
  return keysOf(session) + identityPoolId;
}
