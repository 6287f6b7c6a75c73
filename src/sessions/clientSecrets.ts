import type { SecretKey } from '../core/clientSecret';
import type { Vault } from './vault';

/** The client secrets, in the editor's secret storage. A sign-out keeps them. */
export interface ClientSecrets {
  /** @throws CognitoError secrets_unavailable */
  get: (key: SecretKey) => Promise<string | undefined>;
  set: (key: SecretKey, secret: string) => Promise<void>;
  /** @throws CognitoError secrets_unavailable */
  delete: (key: SecretKey) => Promise<void>;
  /** @throws CognitoError secrets_unavailable */
  has: (key: SecretKey) => Promise<boolean>;
}

export function createClientSecrets(vault: Vault): ClientSecrets {
  const get = (key: SecretKey): Promise<string | undefined> => vault.get(storageKey(key));
  return {
    get,
    set: (key, secret) => vault.put(storageKey(key), secret),
    delete: (key) => vault.delete(storageKey(key)),
    has: async (key) => (await get(key)) !== undefined,
  };
}

function storageKey({ authority, clientId }: SecretKey): string {
  return `client-secret:${authority}|${clientId}`;
}
