import type { SignInExpectation } from '../core/expectation';
import { isMachine, type Profile } from '../core/profile';
import type { Parts } from './parts';
import { machineSession } from './session';

/**
 * Signs the user in through the browser, or gets and shows a machine client's token.
 * @throws CognitoError as SignInProgress.start and createMachineSignIn
 */
export async function signInCommand(
  parts: Pick<Parts, 'inspector' | 'machineSignIn' | 'signInProgress'>,
  profile: Profile,
  expectation?: SignInExpectation,
): Promise<void> {
  if (!isMachine(profile)) {
    await parts.signInProgress.start(profile, expectation);
    return;
  }
  await machineSession(parts, profile, expectation);
  await parts.inspector.show(profile.name);
}
