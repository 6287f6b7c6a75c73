import type { CognitoClient } from '../client/cognitoClient';
import type { Profile } from '../core/profile';
import type { Session } from '../core/session';
import type { Approve } from '../profiles/trust/trust';

export interface MachineContext {
  readonly client: () => Promise<Pick<CognitoClient, 'discover' | 'obtain'>>;
  readonly approve: Approve;
  readonly save: (session: Session) => Promise<void>;
}

/**
 * Gets and stores the session of a machine client, without a browser. Calls for the same profile share one request.
 * @returns throws CognitoError as `CognitoClient.obtain`; sign_in_cancelled when the person declines
 */
export function createMachineSignIn(context: MachineContext): (profile: Profile) => Promise<Session> {
  const running = new Map<string, Promise<Session>>();

  const obtain = async (profile: Profile): Promise<Session> => {
    await context.approve(profile);
    const { discover, obtain: ask } = await context.client();
    const endpoints = await discover(profile);
    await context.approve(profile, endpoints);
    const session = await ask(profile, endpoints);
    await context.save(session);
    return session;
  };

  return (profile) => {
    const key = JSON.stringify(profile);
    const current = running.get(key);
    if (current) return current;
    const started = obtain(profile).finally(() => running.delete(key));
    running.set(key, started);
    return started;
  };
}
