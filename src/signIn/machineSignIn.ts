import type { CognitoClient } from '../client/cognitoClient';
import { assertExpected, type SignInExpectation } from '../core/expectation';
import type { Profile } from '../core/profile';
import type { Session } from '../core/session';
import type { Approve } from '../profiles/trust/trust';

export interface MachineContext {
  readonly client: () => Promise<Pick<CognitoClient, 'discover' | 'obtain'>>;
  readonly approve: Approve;
  readonly save: (session: Session) => Promise<void>;
}

/**
 * Requests and stores the session of a machine client, without a browser. Equal calls share one request.
 * @throws CognitoError as `CognitoClient.obtain`; sign_in_cancelled when the user does not approve the profile; account_differs
 * and scopes_differ when the session does not match the expectation, and then the stored session is not replaced
 */
export type MachineSignIn = (profile: Profile, expectation?: SignInExpectation) => Promise<Session>;

export function createMachineSignIn(context: MachineContext): MachineSignIn {
  const running = new Map<string, Promise<Session>>();

  const obtain = async (profile: Profile, expectation: SignInExpectation): Promise<Session> => {
    await context.approve(profile);
    const { discover, obtain: ask } = await context.client();
    const endpoints = await discover(profile);
    await context.approve(profile, endpoints);
    const session = await ask(profile, endpoints);
    assertExpected(session, expectation);
    await context.save(session);
    return session;
  };

  return (profile, expectation = {}) => {
    const key = JSON.stringify([profile, expectation]);
    const current = running.get(key);
    if (current) return current;
    const started = obtain(profile, expectation).finally(() => running.delete(key));
    running.set(key, started);
    return started;
  };
}
