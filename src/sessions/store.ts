import { isRecent } from '../core/age';
import { belongsTo } from '../core/account';
import { isMachine, profileIssuer, type Profile } from '../core/profile';
import { clientName, parseSession, sessionName, type Session } from '../core/session';
import { inOrder, sessionOfUser } from '../core/users';
import type { Vault } from './vault';

const prefix = 'session:';

/** The sessions of every window of this editor: one record for each issuer, client id and user. */
export interface SessionStore {
  /**
   * The session of a profile: of the user that it names, else of its active user, see `sessionOfUser`. The result may be a second old.
   * @returns undefined when that user is not signed in
   * @throws CognitoError secrets_unavailable
   */
  readonly find: (profile: Profile) => Promise<Session | undefined>;
  /** The sessions of every user of a profile, in the order of the sign-ins. @throws CognitoError secrets_unavailable */
  readonly findAll: (profile: Profile) => Promise<readonly Session[]>;
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

export interface SessionStoreOptions {
  /** The `sub` of the user who is active for a profile in this workspace. */
  readonly activeUser?: (profileName: string) => string | undefined;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** The store uses a reading again for this long, in milliseconds. It does not rely on change events, which can be late or missing. */
const longestReuse = 1000;

interface Reading<T> {
  readonly value: Promise<T>;
  readonly at: number;
}

export function createSessionStore(
  vault: Vault,
  { activeUser = () => undefined, now = Date.now }: SessionStoreOptions = {},
): SessionStore {
  const readings = new Map<string, Reading<Session | undefined>>();
  let keysReading: Reading<readonly string[]> | undefined;
  /** Damaged records that were deleted: one that the storage returns again is not deleted again. */
  const deleted = new Map<string, string>();
  let changes: ReturnType<Vault['onDidChange']> | undefined;

  const follow = (): void => {
    changes ??= vault.onDidChange((changed) => {
      readings.delete(changed);
      if (changed.startsWith(prefix)) keysReading = undefined;
    });
  };
  const recent = (key: string): Promise<Session | undefined> => {
    const reading = readings.get(key);
    if (reading && isRecent(reading.at, now(), longestReuse)) return reading.value;
    follow();
    const value = read(key);
    readings.set(key, { value, at: now() });
    value.catch(() => readings.delete(key));
    return value;
  };
  const keys = async (): Promise<readonly string[]> =>
    (await vault.keys()).filter((key) => key.startsWith(prefix));
  const recentKeys = (): Promise<readonly string[]> => {
    if (keysReading && isRecent(keysReading.at, now(), longestReuse)) return keysReading.value;
    follow();
    const value = keys();
    keysReading = { value, at: now() };
    value.catch(() => (keysReading = undefined));
    return value;
  };
  const read = async (key: string): Promise<Session | undefined> => {
    const text = await vault.get(key);
    if (text === undefined) return undefined;
    const session = parseSession(text);
    if (session === 'newer') return undefined;
    if (session !== undefined && storageKey(session) === key) return session;
    if (session !== undefined && prefix + clientName(session) === key) return takeOver(key, session);
    // A record that is damaged, or of another user, is deleted. A record of a later version of this extension stays.
    if (deleted.get(key) !== text && (await vault.get(key)) === text) {
      deleted.set(key, text);
      await vault.delete(key).catch(() => undefined);
    }
    return undefined;
  };
  /** Earlier versions stored one session for each app client. @returns undefined when the user has a record already */
  const takeOver = async (oldKey: string, session: Session): Promise<Session | undefined> => {
    const isFirst = (await vault.get(storageKey(session))) === undefined;
    if (isFirst) await vault.put(storageKey(session), JSON.stringify(session));
    await vault.delete(oldKey).catch(() => undefined);
    return isFirst ? session : undefined;
  };
  const readAll = async (
    keysToRead: readonly string[],
    reader: (key: string) => Promise<Session | undefined>,
  ): Promise<readonly Session[]> =>
    (await Promise.all(keysToRead.map(reader))).filter((session) => session !== undefined);

  const findAll = async (profile: Profile): Promise<readonly Session[]> => {
    const issuer = profileIssuer(profile);
    // A profile with only a domain does not name its issuer.
    const clientKey =
      issuer === undefined ? prefix : prefix + clientName({ issuer, clientId: profile.clientId });
    const isOfClient = (key: string): boolean =>
      issuer === undefined || key === clientKey || key.startsWith(`${clientKey}|`);
    const sessions = await readAll((await recentKeys()).filter(isOfClient), recent);
    return inOrder(
      sessions.filter((session) => belongsTo(session, profile) && isMachine(session) === isMachine(profile)),
    );
  };

  return {
    list: async () => readAll(await keys(), read),
    findAll,
    find: async (profile) => {
      const { user: named, name, clientId } = profile;
      const active = activeUser(name);
      const issuer = profileIssuer(profile);
      // One reading without a list is enough when the user is known.
      if (issuer !== undefined && active !== undefined && named === undefined && !isMachine(profile)) {
        return recent(`${prefix}${clientName({ issuer, clientId })}|${active}`);
      }
      return sessionOfUser(await findAll(profile), { named, active });
    },
    reread: (session) => read(storageKey(session)),
    save: async (session) => {
      const key = storageKey(session);
      await vault.put(key, JSON.stringify(session));
      // The inspector asks for it next. Without a subscription, a newer record would go unnoticed.
      if (changes) readings.set(key, { value: Promise.resolve(session), at: now() });
    },
    remove: (session) => vault.delete(storageKey(session)),
    onDidChange: (listener) =>
      vault.onDidChange((key) => {
        if (key.startsWith(prefix)) listener();
      }),
    dispose: () => {
      changes?.dispose();
      changes = undefined;
      readings.clear();
      keysReading = undefined;
    },
  };
}

function storageKey(session: Session): string {
  return prefix + sessionName(session);
}
