import { defined } from '../core/members';
import type {
  AuthenticationProvider,
  AuthenticationProviderAuthenticationSessionsChangeEvent as SessionsChange,
  AuthenticationSession,
  LogOutputChannel,
} from 'vscode';
import { isRecent } from '../core/age';
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
import { subjectOf, type Session } from '../core/session';
import { sessionOfUser } from '../core/users';
import { logLine } from '../core/logLine';
import type { Refresher } from '../sessions/refresher';
import type { AccountPrompts } from './accountPrompts';

/** Milliseconds without another refresh after one failed, because extensions may ask for sessions in a loop. */
const failurePause = 30_000;

export interface ProviderContext {
  readonly entries: () => readonly ProfileEntry[];
  readonly store: { readonly list: () => Promise<readonly Session[]> };
  /** The `sub` of the active user of a profile. A sign-in makes its user the active one. */
  readonly userOf: (profileName: string) => string | undefined;
  readonly refresher: Pick<Refresher, 'fresh'>;
  /** Signs in through the browser. @throws CognitoError, also when the session does not match the expectation; it is not stored then */
  readonly signIn: (profile: Profile, expectation: SignInExpectation) => Promise<void>;
  /** @throws CognitoError revocation_failed when the session was deleted but its pool did not revoke the refresh token */
  readonly signOut: (profile: Profile) => Promise<void>;
  readonly prompts: AccountPrompts;
  readonly log: Pick<LogOutputChannel, 'warn'>;
  /** Updates every place that shows sessions. */
  readonly announce: () => Promise<void>;
}

/**
 * Gives the sessions of this window's profiles to the Accounts menu, and to other extensions after VS Code has asked the user.
 * Scopes are those that the access token grants, and `profile:NAME` to choose a profile.
 */
export interface CognitoProvider extends AuthenticationProvider {
  /** Reports to VS Code which sessions were added, removed or changed since the last call. @param sessions all stored sessions */
  readonly follow: (sessions: readonly Session[]) => void;
}

/** @param now milliseconds since 1970 */
export function createProvider(context: ProviderContext, now: () => number = Date.now): CognitoProvider {
  const listeners = new Set<(change: SessionsChange) => unknown>();
  const failures = new Map<string, { readonly at: number; readonly problem: Error }>();
  const fire = (change: Partial<SessionsChange>): void => {
    for (const listener of listeners) listener({ added: [], removed: [], changed: [], ...change });
  };
  let known: ReadonlyMap<string, AuthenticationSession> = new Map();

  const entriesOf = (session: Session): readonly ProfileEntry[] =>
    context.entries().filter(({ profile }) => belongsTo(session, profile));
  const ofProfiles = (sessions: readonly Session[]): readonly Session[] =>
    sessions.filter((session) => entriesOf(session).length > 0);
  /** Without a profile, does not read secrets: a locked keyring would ask for its password. */
  const list = async (): Promise<readonly Session[]> =>
    context.entries().length === 0 ? [] : ofProfiles(await context.store.list());

  const idOf = (session: Session): string => accountOf(session, []).id;
  /** @param requested the scopes that an extension asked for, by which VS Code finds what the session answers */
  const shown = (session: Session, requested?: readonly string[]): AuthenticationSession => {
    const account = accountOf(session, context.entries());
    return {
      id: account.id,
      account,
      scopes: requested ?? grantedScopes(session),
      accessToken: session.accessToken,
      ...defined({ idToken: session.idToken }),
    };
  };

  /**
   * Refreshes a session when its token is about to expire.
   * @returns undefined when only a new sign-in can help
   * @throws Error with a text for people when the refresh failed and the token has expired
   */
  const usable = async (session: Session): Promise<Session | undefined> => {
    const isValid = session.expiresAt - (session.clockSkew ?? 0) > now();
    // VS Code asks the provider before it checks the user's consent, so any extension can ask at any rate.
    const failed = failures.get(session.id);
    if (failed && isRecent(failed.at, now(), failurePause)) {
      if (isValid) return session;
      throw failed.problem;
    }
    try {
      return await context.refresher.fresh(session);
    } catch (error) {
      context.log.warn(logLine(error));
      if (isCognitoError(error, 'session_ended') || isCognitoError(error, 'session_missing')) {
        return undefined;
      }
      const problem = await context.prompts.explain(error, entriesOf(session)[0]?.profile.name);
      failures.set(session.id, { at: now(), problem });
      if (isValid) return session;
      throw problem;
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
      fire(change);
    },

    /**
     * Without scopes, VS Code only lists accounts, also while it starts, so nothing is refreshed then.
     * Leaves out a session that needs a new sign-in. Rejects when there is no other session and a refresh failed for a
     * reason that a sign-in does not solve, such as no connection.
     */
    getSessions: async (scopes, { account }) => {
      const wanted = readRequestedScopes(scopes ?? []);
      const profiles = profilesFor(wanted, account?.id);
      const all = await list().catch(async (error: unknown) => {
        throw await context.prompts.explain(error);
      });
      const isWanted = (session: Session): boolean =>
        profiles.some((profile) => belongsTo(session, profile)) &&
        (account === undefined || account.id === idOf(session)) &&
        (wanted.scopes.size === 0 || sameSet(wanted.scopes, grantedScopes(session)));
      const found = all.filter(isWanted);
      if (scopes === undefined) return found.map((session) => shown(session));
      const fresh = await Promise.allSettled(found.map(usable));
      // A refresh can return a session with other scopes or of another user, when another window has signed in.
      const given = fresh
        .flatMap((result) => (result.status === 'fulfilled' ? (result.value ?? []) : []))
        .filter(isWanted);
      const failure = fresh.find((result) => result.status === 'rejected');
      if (given.length === 0 && failure) throw failure.reason;
      return given.map((session) => shown(session, scopes.length === 0 ? undefined : scopes));
    },

    createSession: async (scopes, { account }) => {
      const wanted = readRequestedScopes(scopes);
      const [first, ...more] = profilesFor(wanted, account?.id);
      if (first === undefined) {
        const [name] = wanted.profiles;
        throw await context.prompts.show(new CognitoError('profile_missing', { name }));
      }
      const profile = more.length === 0 ? first : await context.prompts.choose([first, ...more]);
      if (profile === undefined) throw context.prompts.cancelled();
      const only = [...wanted.scopes];
      const expectation: SignInExpectation = { account, scopes: only };
      const own = async (): Promise<readonly Session[]> =>
        (await list()).filter((candidate) => belongsTo(candidate, profile));
      const ofActiveUser = async (): Promise<Session | undefined> =>
        sessionOfUser(await own(), { active: context.userOf(profile.name) });
      const toReplace = async (): Promise<Session | undefined> =>
        account === undefined
          ? ofActiveUser()
          : (await own()).find((candidate) => idOf(candidate) === account.id);
      try {
        const before = only.length === 0 ? undefined : await toReplace();
        // Each user has one session for each app client: ask before it is replaced by one with other scopes.
        if (
          before &&
          !sameSet(wanted.scopes, grantedScopes(before)) &&
          !(await context.prompts.mayReplace(profile, only))
        ) {
          throw new CognitoError('sign_in_cancelled');
        }
        await context.signIn(only.length === 0 ? profile : { ...profile, scopes: only }, expectation);
        const session = await ofActiveUser();
        if (session === undefined) throw new CognitoError('session_missing');
        await context.announce();
        assertExpected(session, expectation);
        const created = shown(session, scopes);
        // Removes the item “Sign in … to use …” from the Accounts menu, also when the account was there before.
        fire({ added: [created] });
        return created;
      } catch (error) {
        if (isCognitoError(error, 'sign_in_cancelled')) throw context.prompts.cancelled();
        throw await context.prompts.show(error, profile.name);
      }
    },

    removeSession: async (id) => {
      const session = (await list()).find((candidate) => idOf(candidate) === id);
      const own = session === undefined ? [] : entriesOf(session);
      const entry = own.find(({ source }) => source === 'user') ?? own[0];
      if (entry === undefined) throw await context.prompts.show(new CognitoError('session_missing'));
      try {
        await context.signOut({ ...entry.profile, user: session && subjectOf(session) });
      } catch (error) {
        const problem = await context.prompts.show(error, entry.profile.name);
        // The session is deleted in the editor, which is what VS Code asked for.
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
