import { defined } from '../core/members';
import type {
  AuthenticationProvider,
  AuthenticationProviderAuthenticationSessionsChangeEvent as SessionsChange,
  AuthenticationSession,
} from 'vscode';
import { accountOf, belongsTo, grantedScopes, isAccountOf } from '../core/account';
import {
  assertExpected,
  readRequestedScopes,
  sameSet,
  type SignInExpectation,
  type RequestedScopes,
} from '../core/expectation';
import { CognitoError, isCognitoError } from '../core/errors';
import type { Profile } from '../core/profile';
import type { ProfileEntry } from '../core/profileLayers';
import type { Session } from '../core/session';
import type { Refresher } from '../sessions/refresher';

/** For this long, in milliseconds, a session whose refresh has failed is not refreshed by what no person has started. */
const failurePause = 30_000;

export interface ProviderContext {
  readonly entries: () => readonly ProfileEntry[];
  readonly store: { readonly list: () => Promise<readonly Session[]> };
  readonly refresher: Pick<Refresher, 'fresh'>;
  /** Asks which of several profiles to sign in to. @returns undefined when the user does not choose */
  readonly choose: (profiles: readonly Profile[]) => Promise<Profile | undefined>;
  /** A person's whole sign-in. @throws CognitoError, also when it brings something else than asked for: nothing is kept then */
  readonly signIn: (profile: Profile, asked: SignInExpectation) => Promise<void>;
  /** Asks whether the session that is there may be replaced by one with these scopes. */
  readonly mayReplace: (profile: Profile, scopes: readonly string[]) => Promise<boolean>;
  /** @throws CognitoError revocation_failed when the session is forgotten and its pool was not told */
  readonly signOut: (profile: Profile) => Promise<void>;
  /** Shows a failure to the user. @returns what to reject with */
  readonly tell: (error: unknown, profile?: string) => Promise<Error>;
  /** The same words for the caller alone. */
  readonly inWords: (error: unknown, profile?: string) => Promise<Error>;
  readonly logFailure: (error: unknown) => void;
  /** What VS Code takes for the user's own doing. */
  readonly cancelled: () => Error;
  /** Lets everybody know what the store holds now. */
  readonly announce: () => Promise<void>;
}

/**
 * The sessions of this window's profiles, for the Accounts menu and for other extensions, which VS Code lets in only with
 * the user's consent. Scopes are those that the access token grants, beside `profile:NAME`, which chooses a profile.
 */
export interface CognitoProvider extends AuthenticationProvider {
  /** Tells VS Code what differs from the last time. @param sessions all that are stored */
  readonly follow: (sessions: readonly Session[]) => void;
}

/** @param now milliseconds since 1970 */
export function createProvider(context: ProviderContext, now: () => number = Date.now): CognitoProvider {
  const listeners = new Set<(change: SessionsChange) => unknown>();
  const failures = new Map<string, { readonly at: number; readonly words: Error }>();
  let known: ReadonlyMap<string, AuthenticationSession> = new Map();

  const entriesOf = (session: Session): readonly ProfileEntry[] =>
    context.entries().filter(({ profile }) => belongsTo(session, profile));
  const ofProfiles = (sessions: readonly Session[]): readonly Session[] =>
    sessions.filter((session) => entriesOf(session).length > 0);
  /** Without a profile nothing is read: a locked keychain would ask for its password. */
  const list = async (): Promise<readonly Session[]> =>
    context.entries().length === 0 ? [] : ofProfiles(await context.store.list());

  const idOf = (session: Session): string => accountOf(session, []).id;
  const shown = (session: Session): AuthenticationSession => {
    const account = accountOf(session, context.entries());
    return {
      id: account.id,
      account,
      scopes: grantedScopes(session),
      accessToken: session.accessToken,
      ...defined({ idToken: session.idToken }),
    };
  };

  /**
   * A session that other code can use for a while; undefined when only a sign-in could help.
   * @throws Error in plain words, when a refresh failed that may work later and no token is valid meanwhile
   */
  const usable = async (session: Session): Promise<Session | undefined> => {
    const isValid = session.expiresAt - (session.clockSkew ?? 0) > now() / 1000;
    // VS Code asks before it looks at anybody's consent, and an extension may ask all the time.
    const failed = failures.get(session.id);
    const age = now() - (failed?.at ?? -Infinity);
    // A clock that was set back must not make the pause a longer one.
    if (failed && age >= 0 && age < failurePause) {
      if (isValid) return session;
      throw failed.words;
    }
    try {
      return await context.refresher.fresh(session);
    } catch (error) {
      context.logFailure(error);
      if (isCognitoError(error, 'session_ended') || isCognitoError(error, 'session_missing')) {
        return undefined;
      }
      const words = await context.inWords(error, entriesOf(session)[0]?.profile.name);
      failures.set(session.id, { at: now(), words });
      if (isValid) return session;
      throw words;
    }
  };

  const profilesFor = (wanted: RequestedScopes, account: string | undefined): readonly Profile[] =>
    context
      .entries()
      .map(({ profile }) => profile)
      .filter(({ name }) => wanted.profiles.every((profile) => profile === name))
      .filter((profile) => account === undefined || isAccountOf(account, profile));

  return {
    onDidChangeSessions: (listener, thisArg: unknown, disposables) => {
      const bound = listener.bind(thisArg);
      listeners.add(bound);
      const subscription = { dispose: () => listeners.delete(bound) };
      disposables?.push(subscription);
      return subscription;
    },

    follow: (sessions) => {
      const before = known;
      known = new Map(ofProfiles(sessions).map((session) => [idOf(session), shown(session)]));
      const change = {
        added: [...known.values()].filter(({ id }) => !before.has(id)),
        removed: [...before.values()].filter(({ id }) => !known.has(id)),
        changed: [...known.values()].filter((session) => differs(session, before.get(session.id))),
      };
      if (change.added.length + change.removed.length + change.changed.length === 0) return;
      for (const listener of listeners) listener(change);
    },

    /**
     * Without scopes VS Code asks whose accounts there are, also while it starts: nothing is refreshed then.
     * A session that cannot be made fresh is left out, for the caller to ask for a sign-in; but a caller that would get none
     * is told when it takes no sign-in, only a pool that answers.
     */
    getSessions: async (scopes, { account }) => {
      const wanted = readRequestedScopes(scopes ?? []);
      const profiles = profilesFor(wanted, account?.id);
      const all = await list().catch(async (error: unknown) => {
        throw await context.inWords(error);
      });
      const found = all.filter(
        (session) =>
          profiles.some((profile) => belongsTo(session, profile)) &&
          (account === undefined || account.id === idOf(session)) &&
          (wanted.scopes.size === 0 || sameSet(wanted.scopes, grantedScopes(session))),
      );
      if (scopes === undefined) return found.map(shown);
      const fresh = await Promise.allSettled(found.map(usable));
      const given = fresh.flatMap((result) => (result.status === 'fulfilled' ? (result.value ?? []) : []));
      const failure = fresh.find((result) => result.status === 'rejected');
      if (given.length === 0 && failure) throw failure.reason;
      return given.map(shown);
    },

    createSession: async (scopes, { account }) => {
      const wanted = readRequestedScopes(scopes);
      const [first, ...more] = profilesFor(wanted, account?.id);
      if (first === undefined) {
        const [name] = wanted.profiles;
        throw await context.tell(new CognitoError('profile_missing', name === undefined ? {} : { name }));
      }
      const profile = more.length === 0 ? first : await context.choose([first, ...more]);
      if (profile === undefined) throw context.cancelled();
      const only = [...wanted.scopes];
      const asked: SignInExpectation = { account, scopes: only };
      const find = async (): Promise<Session | undefined> =>
        (await list()).find((candidate) => belongsTo(candidate, profile));
      try {
        const before = only.length === 0 ? undefined : await find();
        // There is one session for each app client, and this one is the user's own.
        if (
          before &&
          !sameSet(wanted.scopes, grantedScopes(before)) &&
          !(await context.mayReplace(profile, only))
        ) {
          throw new CognitoError('sign_in_cancelled');
        }
        await context.signIn(only.length === 0 ? profile : { ...profile, scopes: only }, asked);
        const session = await find();
        if (session === undefined) throw new CognitoError('session_missing');
        await context.announce();
        assertExpected(session, asked);
        return shown(session);
      } catch (error) {
        if (isCognitoError(error, 'sign_in_cancelled')) throw context.cancelled();
        throw await context.tell(error, profile.name);
      }
    },

    removeSession: async (id) => {
      const session = (await list()).find((candidate) => idOf(candidate) === id);
      const own = session === undefined ? [] : entriesOf(session);
      const entry = own.find(({ source }) => source === 'user') ?? own[0];
      if (entry === undefined) throw await context.tell(new CognitoError('session_missing'));
      try {
        await context.signOut(entry.profile);
      } catch (error) {
        const problem = await context.tell(error, entry.profile.name);
        // Forgotten here all the same.
        if (!isCognitoError(error, 'revocation_failed')) throw problem;
      } finally {
        await context.announce();
      }
    },
  };
}

function differs(session: AuthenticationSession, before: AuthenticationSession | undefined): boolean {
  return (
    before !== undefined &&
    (session.accessToken !== before.accessToken || session.account.label !== before.account.label)
  );
}
