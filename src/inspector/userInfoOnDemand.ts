import type { CognitoClient } from '../client/cognitoClient';
import { CognitoError } from '../core/errors';
import type { Profile } from '../core/profile';
import type { Refresher } from '../sessions/refresher';
import type { SessionStore } from '../sessions/store';
import type { SessionMemory } from './sessionMemory';

/** Asks USERINFO when the user wants a newer answer. */
export interface UserInfoOnDemand {
  /** Whether USERINFO has been asked for a profile and has not answered yet. */
  readonly isAsked: (profile: string) => boolean;
  /** @throws CognitoError session_missing, and as Refresher.fresh. A refusal of USERINFO is an answer, not an error. */
  readonly ask: (profile: Profile) => Promise<void>;
}

interface Context {
  readonly client: () => Promise<Pick<CognitoClient, 'userInfo'>>;
  readonly store: Pick<SessionStore, 'find'>;
  readonly refresher: Pick<Refresher, 'fresh'>;
  readonly memory: Pick<SessionMemory, 'answered'>;
  /** Called when the model of a profile's panel has changed. */
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
