import { comparePairs, type Comparison } from './model/comparison';
import { claimText } from './model/claimText';
import type { Session } from '../core/session';
import type { TokenClaims } from './model/tokenSet';

/** The claims of each session before its last refresh, if this window saw the refresh. Kept in memory. */
export interface RefreshHistory {
  /**
   * Remembers the claims of a session's tokens.
   * @returns what the last refresh changed; undefined before the first refresh
   */
  readonly follow: (session: Session, claims: TokenClaims) => Comparison | undefined;
  /** Forgets all other sessions. @param ids the ids of the sessions to keep */
  readonly keepOnly: (ids: ReadonlySet<string>) => void;
}

export function createRefreshHistory(): RefreshHistory {
  const seen = new Map<
    string,
    { readonly id: string; readonly text: string; readonly now: TokenClaims; readonly before?: TokenClaims }
  >();
  return {
    follow: (session, now) => {
      const key = JSON.stringify([session.issuer, session.clientId]);
      const last = seen.get(key);
      const text = claimText(now);
      if (last?.id !== session.id) seen.set(key, { id: session.id, text, now });
      else if (last.text !== text) seen.set(key, { id: session.id, text, now, before: last.now });
      const before = seen.get(key)?.before;
      return before && comparePairs(before, now, ['Before', 'After'], 'refresh');
    },
    keepOnly: (ids) => {
      for (const [key, { id }] of seen) if (!ids.has(id)) seen.delete(key);
    },
  };
}
