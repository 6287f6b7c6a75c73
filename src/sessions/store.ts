import { domainOrigin, profileIssuer } from '../core/profile';
import type { Profile } from '../core/profile';
import { parseSession, sessionKey } from '../core/session';
import type { Session } from '../core/session';
import type { Vault } from './vault';

const prefix = 'session:';
const issuerPrefix = 'issuer-of:';

/** The sessions of every window of this editor, one record per issuer and client id. */
export interface SessionStore {
  /** The session a profile's pool and client have; undefined when nobody is signed in. @throws CognitoError secrets_unavailable */
  find: (profile: Profile) => Promise<Session | undefined>;
  /** The newest record of a session, which another window may have written. @throws CognitoError secrets_unavailable */
  reread: (session: Session) => Promise<Session | undefined>;
  save: (session: Session) => Promise<void>;
  /** @throws CognitoError secrets_unavailable */
  remove: (session: Session) => Promise<void>;
  /** Whether any session is stored. */
  any: () => Promise<boolean>;
  /** Every session, in no order. @throws CognitoError secrets_unavailable */
  list: () => Promise<readonly Session[]>;
  onDidChange: (listener: () => void) => { readonly dispose: () => void };
}

export function createSessionStore(vault: Vault): SessionStore {
  const read = async (key: string): Promise<Session | undefined> => {
    const text = await vault.get(key);
    if (text === undefined) return undefined;
    const session = parseSession(text);
    // A damaged record cannot be used by anyone; the others, and what a later version wrote, are not touched.
    if (session === undefined) await vault.delete(key);
    return session === 'newer' ? undefined : session;
  };
  const sessionKeys = async (): Promise<readonly string[]> =>
    (await vault.keys()).filter((key) => key.startsWith(prefix));
  return {
    find: async (profile) => {
      const issuer =
        profileIssuer(profile) ?? (await vault.get(issuerPointer(domainOrigin(profile), profile.clientId)));
      return issuer === undefined ? undefined : read(storageKey(issuer, profile.clientId));
    },
    reread: (session) => read(storageKey(session.issuer, session.clientId)),
    save: async (session) => {
      // A profile with only a domain finds its session through the issuer that its ID token named.
      const pointer = issuerPointer(new URL(session.endpoints.authorization).origin, session.clientId);
      await Promise.all([
        vault.put(pointer, session.issuer),
        vault.put(storageKey(session.issuer, session.clientId), JSON.stringify(session)),
      ]);
    },
    remove: (session) => vault.delete(storageKey(session.issuer, session.clientId)),
    any: async () => (await sessionKeys()).length > 0,
    list: async () => {
      const found = await Promise.all((await sessionKeys()).map(read));
      return found.filter((session) => session !== undefined);
    },
    onDidChange: (listener) =>
      vault.onDidChange((key) => {
        if (key.startsWith(prefix)) listener();
      }),
  };
}

function storageKey(issuer: string, clientId: string): string {
  const key = sessionKey(issuer, clientId);
  return `${prefix}${key.issuer}|${key.clientId}`;
}

function issuerPointer(origin: string | undefined, clientId: string): string {
  return `${issuerPrefix}${origin ?? ''}|${clientId}`;
}
