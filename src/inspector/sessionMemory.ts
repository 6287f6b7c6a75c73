import * as l10n from '@vscode/l10n';
import type { CognitoClient } from '../client/cognitoClient';
import { CognitoError } from '../core/errors';
import type { Profile } from '../core/profile';
import type { Session, UserInfo } from '../core/session';
import type { Refresher } from '../sessions/refresher';
import type { SessionStore } from '../sessions/store';
import { claimText } from './model/claimParts';
import { comparePairs, type Comparison } from './model/comparison';
import type { TokenClaims } from './model/tokenSet';

/** What this window knows about sessions besides their records. It is in memory until the session ends. */
export interface SessionMemory {
  /**
   * Remembers the claims of a session's tokens.
   * @returns what the last refresh changed; undefined before the first refresh that this window sees
   */
  readonly follow: (session: Session, claims: TokenClaims) => Comparison | undefined;
  /** The newest answer of USERINFO. */
  readonly userInfoOf: (session: Session) => UserInfo;
  /**
   * Asks USERINFO, because the user wants a newer answer. The session record keeps its own, because a refresh may be writing
   * the record.
   * @throws CognitoError session_missing, and as Refresher.fresh. A refusal of USERINFO is an answer, not an error.
   */
  readonly askUserInfo: (profile: Profile) => Promise<void>;
  /** Whether USERINFO has been asked for a profile and has not answered yet. */
  readonly isAsking: (profile: string) => boolean;
  readonly dispose: () => void;
}

interface Context {
  readonly client: () => Promise<Pick<CognitoClient, 'userInfo'>>;
  readonly store: Pick<SessionStore, 'find' | 'list' | 'onDidChange'>;
  readonly refresher: Pick<Refresher, 'fresh'>;
  /** Called when the model of a profile's panel has changed. */
  readonly changed: (profile: string) => void;
}

/** The claims of a session's tokens now, and before the last refresh. */
interface Seen {
  readonly text: string;
  readonly now: TokenClaims;
  readonly before: TokenClaims | undefined;
}

export function createSessionMemory({ client, store, refresher, changed }: Context): SessionMemory {
  /** By session id, like the answers. */
  const seen = new Map<string, Seen>();
  const answers = new Map<string, UserInfo>();
  const asking = new Set<string>();

  const forgetEnded = async (): Promise<void> => {
    // When the sessions cannot be read now, the next change of the store tries again.
    const sessions = await store.list().catch(() => undefined);
    if (sessions === undefined) return;
    const ids = new Set(sessions.map(({ id }) => id));
    for (const known of [seen, answers]) {
      for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
    }
  };
  const changes = store.onDidChange(() => void forgetEnded());
  return {
    follow: ({ id }, now) => {
      const text = claimText(now);
      const last = seen.get(id);
      const before = last?.text === text ? last.before : last?.now;
      seen.set(id, { text, now, before });
      return before && comparePairs(before, now, [l10n.t('Before'), l10n.t('After')], 'refresh');
    },
    userInfoOf: (session) => answers.get(session.id) ?? session.userInfo,
    askUserInfo: async (profile) => {
      if (asking.has(profile.name)) return;
      asking.add(profile.name);
      changed(profile.name);
      try {
        const found = await store.find(profile);
        if (found === undefined) throw new CognitoError('session_missing', { user: profile.user });
        const session = await refresher.fresh(found);
        answers.set(session.id, await (await client()).userInfo(session));
        // The user may have signed out while USERINFO was being asked.
        await forgetEnded();
      } finally {
        asking.delete(profile.name);
        changed(profile.name);
      }
    },
    isAsking: (profile) => asking.has(profile),
    dispose: () => {
      changes.dispose();
    },
  };
}
