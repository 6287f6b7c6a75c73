import type { SecretKey } from '../core/clientSecret';
import type { Vault } from './vault';

/**
 * The registration access tokens of the app clients that this editor has registered, in the editor's secret storage. Such a token can
 * change or delete its app client (RFC 7592).
 */
export interface RegistrationTokens {
  set: (key: SecretKey, token: string) => Promise<void>;
}

export function createRegistrationTokens(vault: Vault): RegistrationTokens {
  return {
    set: ({ authority, clientId }, token) => vault.put(`registration-token:${authority}|${clientId}`, token),
  };
}
