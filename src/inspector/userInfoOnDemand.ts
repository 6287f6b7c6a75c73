import type { CognitoClient } from '../client/cognitoClient';
import { CognitoError } from '../core/errors';
import type { Profile } from '../core/profile';
import type { Refresher } from '../sessions/refresher';
import type { SessionStore } from '../sessions/store';
import type { SessionMemory } from './sessionMemory';

/** Asks USERINFO because the user says so. */
export interface UserInfoOnDemand {
  /** Whether a profile's has been asked and has not answered yet. */
  readonly isAsked: (profile: string) => boolean;
  /** A refusal is an answer. @throws CognitoError session_missing, and as a refresh */
  readonly ask: (profile: Profile) => Promise<void>;
}

interface Context {
  readonly client: () => Promise<Pick<CognitoClient, 'userInfo'>>;
  readonly store: Pick<SessionStore, 'find'>;
  readonly refresher: Pick<Refresher, 'fresh'>;
  readonly memory: Pick<SessionMemory, 'answered'>;
  /** What a profile's panel shows has changed. */
  readonly changed: (profile: string) => void;
}

export function createUserInfoOnDemand(context: Context): UserInfoOnDemand {
  const { client, store, refresher, memory, changed } = context;
  const asked = new Set<string>();
  return {
    isAsked: (profile) => asked.has(profile),
    ask: async (profile) => {
      asked.add(profile.name);
      changed(profile.name);
      try {
        const found = await store.find(profile);
        if (found === undefined) throw new CognitoError('session_missing');
        const session = await refresher.fresh(found);
        await memory.answered(session, await (await client()).userInfo(session));
      } finally {
        asked.delete(profile.name);
        changed(profile.name);
      }
    },
  };
}
