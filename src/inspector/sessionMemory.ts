import type { Session, UserInfo } from '../core/session';
import type { SessionStore } from '../sessions/store';
import { createRefreshHistory } from './refreshHistory';
import type { Comparison } from './model/comparison';
import type { TokenClaims } from './model/tokenSet';

/** What this window knows about sessions besides their records: claims, in memory, until the session ends. */
export interface SessionMemory {
  /**
   * Remembers the claims of a session's tokens.
   * @returns what the last refresh changed; undefined before the first refresh
   */
  readonly follow: (session: Session, claims: TokenClaims) => Comparison | undefined;
  /** The newest answer of USERINFO. */
  readonly userInfoOf: (session: Session) => UserInfo;
  /** Keeps a newer answer of USERINFO. The session record keeps its own, because a refresh may be writing the record. */
  readonly answered: (session: Session, answer: UserInfo) => Promise<void>;
  readonly dispose: () => void;
}

export function createSessionMemory(store: Pick<SessionStore, 'list' | 'onDidChange'>): SessionMemory {
  const history = createRefreshHistory();
  /** The answers by session id. */
  const answers = new Map<string, UserInfo>();

  const forgetEnded = async (): Promise<void> => {
    let sessions: readonly Session[];
    try {
      sessions = await store.list();
    } catch {
      // The sessions cannot be read now. The next change of the store tries again.
      return;
    }
    const ids = new Set(sessions.map(({ id }) => id));
    history.keepOnly(ids);
    for (const id of answers.keys()) if (!ids.has(id)) answers.delete(id);
  };
  const changes = store.onDidChange(() => void forgetEnded());
  return {
    follow: history.follow,
    userInfoOf: (session) => answers.get(session.id) ?? session.userInfo,
    answered: async (session, answer) => {
      answers.set(session.id, answer);
      // The user may have signed out while USERINFO was being asked.
      await forgetEnded();
    },
    dispose: () => {
      changes.dispose();
    },
  };
}
