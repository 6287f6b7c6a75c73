import { domainOrigin, profileIssuer } from '../core/profile';
import type { Profile } from '../core/profile';
import { parseSession, sessionKey } from '../core/session';
import type { Session } from '../core/session';
import type { Vault } from './vault';

const prefix = 'session:';
const issuerPrefix = 'issuer-of:';

/** The sessions of every window of this editor, one record per issuer and client id. */
export interface SessionStore {
  /**
   * The session a profile's pool and client have; undefined when nobody is signed in. May be a second old: asked
   * for again, it is not read again.
   * @throws CognitoError secrets_unavailable
   */
  find: (profile: Profile) => Promise<Session | undefined>;
  /** The newest record of a session, which another window may have written. @throws CognitoError secrets_unavailable */
  reread: (session: Session) => Promise<Session | undefined>;
  save: (session: Session) => Promise<void>;
  /** @throws CognitoError secrets_unavailable */
  remove: (session: Session) => Promise<void>;
  /** Every session, in no order. @throws CognitoError secrets_unavailable */
  list: () => Promise<readonly Session[]>;
  onDidChange: (listener: () => void) => { readonly dispose: () => void };
  readonly dispose: () => void;
}

/** The storage's hint that a value has changed can come late or never: a reading is believed no longer, in milliseconds. */
const longestBelieved = 1000;

/** @param now milliseconds since 1970 */
export function createSessionStore(vault: Vault, now: () => number = Date.now): SessionStore {
  const readings = new Map<string, { readonly value: Promise<unknown>; readonly at: number }>();
  /** Damaged records that were dropped: one that comes back is not dropped again, or that would go on for ever. */
  const dropped = new Map<string, string>();
  let hints: ReturnType<Vault['onDidChange']> | undefined;

  /** Reads a value, or gives the one read a moment ago. */
  const recent = <T>(key: string, readNow: (key: string) => Promise<T>): Promise<T> => {
    hints ??= vault.onDidChange((changed) => readings.delete(changed));
    const reading = readings.get(key);
    const age = now() - (reading?.at ?? -Infinity);
    if (reading && age >= 0 && age < longestBelieved) return reading.value as Promise<T>;
    const value = readNow(key);
    readings.set(key, { value, at: now() });
    value.catch(() => readings.delete(key));
    return value;
  };
  const read = async (key: string): Promise<Session | undefined> => {
    const text = await vault.get(key);
    if (text === undefined) return undefined;
    const session = parseSession(text);
    // A damaged record cannot be used by anyone; the others, and what a later version wrote, are not touched.
    if (session === undefined && dropped.get(key) !== text && (await vault.get(key)) === text) {
      dropped.set(key, text);
      await vault.delete(key).catch(() => undefined);
    }
    return session === 'newer' ? undefined : session;
  };
  const sessionKeys = async (): Promise<readonly string[]> =>
    (await vault.keys()).filter((key) => key.startsWith(prefix));
  /** A record that is gone leaves nothing behind that says where somebody signed in. What remains is no secret. */
  const forgetPointers = async (gone: string, clientId: string): Promise<void> => {
    const keys = await vault.keys().catch(() => []);
    const pointers = keys.filter((key) => key.startsWith(issuerPrefix) && key.endsWith(`|${clientId}`));
    await Promise.all(
      pointers.map(async (pointer) => {
        const issuer = await vault.get(pointer);
        if (issuer === undefined || storageKey(issuer, clientId) !== gone) return;
        await vault.delete(pointer);
        // Somebody may have signed in meanwhile.
        if ((await vault.get(gone)) !== undefined) await vault.put(pointer, issuer);
      }),
    ).catch(() => undefined);
  };
  return {
    find: async (profile) => {
      const issuer =
        profileIssuer(profile) ??
        (await recent(issuerPointer(domainOrigin(profile), profile.clientId), vault.get));
      return issuer === undefined ? undefined : recent(storageKey(issuer, profile.clientId), read);
    },
    reread: (session) => read(storageKey(session.issuer, session.clientId)),
    save: async (session) => {
      // A profile with only a domain finds its session through the issuer that its ID token named.
      const pointer = issuerPointer(new URL(session.endpoints.authorization).origin, session.clientId);
      await Promise.all([
        vault.put(storageKey(session.issuer, session.clientId), JSON.stringify(session)),
        vault.put(pointer, session.issuer),
      ]);
    },
    remove: async (session) => {
      const key = storageKey(session.issuer, session.clientId);
      await vault.delete(key);
      await forgetPointers(key, session.clientId);
    },
    list: async () => {
      const found = await Promise.all((await sessionKeys()).map(read));
      return found.filter((session) => session !== undefined);
    },
    onDidChange: (listener) =>
      vault.onDidChange((key) => {
        if (key.startsWith(prefix)) listener();
      }),
    dispose: () => {
      hints?.dispose();
      hints = undefined;
      readings.clear();
    },
  };
}

function storageKey(issuer: string, clientId: string): string {
  const key = sessionKey(issuer, clientId);
  return `${prefix}${key.issuer}|${key.clientId}`;
}

function issuerPointer(origin: string | undefined, clientId: string): string {
  return `${issuerPrefix}${origin ?? ''}|${clientId}`;
}
