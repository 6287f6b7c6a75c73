import { accountOf } from '../core/account';
import { isCognitoError } from '../core/errors';
import type { SignInExpectation } from '../core/expectation';
import type { Profile } from '../core/profile';
import type { Parts } from './parts';

/**
 * Signs in another user of the same app client. The users who are signed in stay so.
 * @throws CognitoError as SignInProgress.start; same_user when the active user signs in again
 */
export async function signInAs(
  parts: Pick<Parts, 'signInProgress' | 'store'>,
  profile: Profile,
): Promise<void> {
  const active = await parts.store.find({ ...profile, user: undefined });
  await signInOnAskingPage(parts, profile, { otherThan: active && accountOf(active, []) });
}

/**
 * Signs in on a page that asks who signs in, also in a browser that has a session. The page proposes the user that the profile names.
 * @throws CognitoError as SignInProgress.start
 */
export async function signInOnAskingPage(
  { signInProgress }: Pick<Parts, 'signInProgress'>,
  profile: Profile,
  expectation?: SignInExpectation,
): Promise<void> {
  const hinted = { ...profile, loginHint: profile.user ?? profile.loginHint };
  try {
    await signInProgress.start(hinted, { ...expectation, asksUser: true });
  } catch (error) {
    // The logout endpoint may drop the PKCE challenge, and then the pool refuses the code. By now the browser has a session of the right
    // user, so a sign-in that does not ask signs in this user.
    if (!isCognitoError(error, 'token_refused') || error.detail.error !== 'invalid_grant') throw error;
    await signInProgress.start(hinted, expectation);
  }
}
