import { ProgressLocation, window } from 'vscode';
import { plainLabel } from '../core/text';
import type { Profile } from '../core/profile';
import type { SignInExpectation } from '../core/expectation';
import type { Session } from '../core/session';
import type { Parts } from './parts';

type SignInParts = Pick<Parts, 'inspector' | 'machineSignIn' | 'waitingSignIn'>;

/** Signs a person in, or gets a machine client's token and shows it. @throws CognitoError as the two do */
export async function signIn(parts: SignInParts, profile: Profile, asked?: SignInExpectation): Promise<void> {
  if (profile.grant === 'authorization_code') {
    await parts.waitingSignIn.start(profile, asked);
    return;
  }
  await obtainToken(parts, profile);
  await parts.inspector.show(profile.name);
}

/** Gets a machine client's token. @throws CognitoError as `createMachineSignIn` */
export async function obtainToken(
  { machineSignIn }: Pick<Parts, 'machineSignIn'>,
  profile: Profile,
): Promise<Session> {
  const title = `$(sync~spin) Getting a token for “${plainLabel(profile.name)}”…`;
  return window.withProgress({ location: ProgressLocation.Window, title }, () => machineSignIn(profile));
}
