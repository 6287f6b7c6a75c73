import type { SecretKey } from '../core/clientSecret';
import type { Vault } from './vault';

/** The client secrets, in the editor's secret storage. A sign-out keeps them. */
export interface ClientSecrets {
  /** @throws CognitoError secrets_unavailable */
  get: (key: SecretKey) => Promise<string | undefined>;
  set: (key: SecretKey, secret: string) => Promise<void>;
  /** @throws CognitoError secrets_unavailable */
  delete: (key: SecretKey) => Promise<void>;
}

export function createClientSecrets(vault: Vault): ClientSecrets {
  return {
    get: (key) => vault.get(storageKey(key)),
    set: (key, secret) => vault.put(storageKey(key), secret),
    delete: (key) => vault.delete(storageKey(key)),
  };
}

function storageKey({ authority, clientId }: SecretKey): string {
  return `client-secret:${authority}|${clientId}`;
}
