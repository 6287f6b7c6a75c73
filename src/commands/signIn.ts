import type { SignInExpectation } from '../core/expectation';
import { isMachine, type Profile } from '../core/profile';
import type { Parts } from './parts';
import { machineSession } from './session';

/**
 * Signs the user in through the browser, or gets and shows a machine client's token. For a profile that names a user, the sign-in page
 * asks who signs in, and proposes that user.
 * @throws CognitoError as SignInProgress.start and createMachineSignIn
 */
export async function signInCommand(
  parts: Pick<Parts, 'inspector' | 'machineSignIn' | 'signInProgress'>,
  profile: Profile,
  expectation?: SignInExpectation,
): Promise<void> {
  if (isMachine(profile)) {
    await machineSession(parts, profile, expectation);
    await parts.inspector.show(profile.name);
  } else if (profile.user === undefined) {
    await parts.signInProgress.start(profile, expectation);
  } else {
    const { signInOnAskingPage } = await import('./signInAs');
    await signInOnAskingPage(parts, profile, expectation);
  }
}
