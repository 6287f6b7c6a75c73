import { isRecent } from '../core/age';
import { belongsTo } from '../core/account';
import { profileIssuer, type Profile } from '../core/profile';
import { parseSession, sessionName, type Session } from '../core/session';
import type { Vault } from './vault';

const prefix = 'session:';

/** The sessions of every window of this editor: one record for each issuer and client id. */
export interface SessionStore {
  /**
   * The session of a profile's pool and app client; undefined when the user is not signed in. The result may be a second old.
   * @throws CognitoError secrets_unavailable
   */
  readonly find: (profile: Profile) => Promise<Session | undefined>;
  /** The newest record of a session, which another window may have written. @throws CognitoError secrets_unavailable */
  readonly reread: (session: Session) => Promise<Session | undefined>;
  readonly save: (session: Session) => Promise<void>;
  /** @throws CognitoError secrets_unavailable */
  readonly remove: (session: Session) => Promise<void>;
  /** Every session, in no order. @throws CognitoError secrets_unavailable */
  readonly list: () => Promise<readonly Session[]>;
  readonly onDidChange: (listener: () => void) => { readonly dispose: () => void };
  readonly dispose: () => void;
}

/** A reading is used again for so long, in milliseconds, because the storage's change events can be late or missing. */
const longestReuse = 1000;

export function createSessionStore(vault: Vault, now: () => number = Date.now): SessionStore {
  const readings = new Map<string, { readonly session: Promise<Session | undefined>; readonly at: number }>();
  /** Damaged records that were deleted: one that the storage returns again is not deleted again. */
  const deleted = new Map<string, string>();
  let changes: ReturnType<Vault['onDidChange']> | undefined;

  const recent = (key: string): Promise<Session | undefined> => {
    const reading = readings.get(key);
    if (reading && isRecent(reading.at, now(), longestReuse)) return reading.session;
    changes ??= vault.onDidChange((changed) => readings.delete(changed));
    const session = read(key);
    readings.set(key, { session, at: now() });
    session.catch(() => readings.delete(key));
    return session;
  };
  const read = async (key: string): Promise<Session | undefined> => {
    const text = await vault.get(key);
    if (text === undefined) return undefined;
    const session = parseSession(text);
    // A damaged record is deleted. A record of a later version of this extension stays.
    if (session === undefined && deleted.get(key) !== text && (await vault.get(key)) === text) {
      deleted.set(key, text);
      await vault.delete(key).catch(() => undefined);
    }
    return session === 'newer' ? undefined : session;
  };
  const list = async (): Promise<readonly Session[]> => {
    const keys = (await vault.keys()).filter((key) => key.startsWith(prefix));
    return (await Promise.all(keys.map(read))).filter((session) => session !== undefined);
  };

  return {
    list,
    find: async (profile) => {
      const issuer = profileIssuer(profile);
      if (issuer !== undefined) return recent(storageKey(issuer, profile.clientId));
      // A profile with only a domain does not name its issuer.
      return (await list()).find((session) => belongsTo(session, profile));
    },
    reread: (session) => read(storageKey(session.issuer, session.clientId)),
    save: async (session) => {
      const key = storageKey(session.issuer, session.clientId);
      await vault.put(key, JSON.stringify(session));
      // The inspector asks for it next. Without a subscription, a newer record would go unnoticed.
      if (changes) readings.set(key, { session: Promise.resolve(session), at: now() });
    },
    remove: (session) => vault.delete(storageKey(session.issuer, session.clientId)),
    onDidChange: (listener) =>
      vault.onDidChange((key) => {
        if (key.startsWith(prefix)) listener();
      }),
    dispose: () => {
      changes?.dispose();
      changes = undefined;
      readings.clear();
    },
  };
}

function storageKey(issuer: string, clientId: string): string {
  return `${prefix}${sessionName({ issuer, clientId })}`;
}
