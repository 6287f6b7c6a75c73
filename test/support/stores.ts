import type { SecretStorage } from 'vscode';
import { createSessionStore, type SessionStore, type SessionStoreOptions } from '../../src/sessions/store';
import { createVault, type Vault } from '../../src/sessions/vault';
import { createMemorySecrets } from './memorySecrets';

/** The vault of one window. Its warnings about the secret storage are dropped. */
export function openVault(secrets: SecretStorage = createMemorySecrets()): Vault {
  return createVault(secrets, () => undefined);
}

/** The session store of one window. Windows that are given the same secret storage share their sessions. */
export function openStore(
  secrets: SecretStorage = createMemorySecrets(),
  options?: SessionStoreOptions,
): SessionStore {
  return createSessionStore(openVault(secrets), options);
}
