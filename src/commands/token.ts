import type { Profile } from '../core/profile';
import type { Parts } from './parts';
import { freshSession } from './session';

/** Asks which token to copy and as what, and copies it, fresh. @throws CognitoError session_missing, and as a refresh */
export async function copyTokenAs(
  parts: Pick<Parts, 'inspection' | 'store' | 'refresher' | 'machineSignIn'>,
  profile: Profile,
): Promise<void> {
  const [{ copySession }, session] = await Promise.all([parts.inspection(), freshSession(parts, profile)]);
  await copySession(profile, session);
}

/** Shows a token from anywhere. @param place where it stands in an open document; found or asked for when left out */
export async function inspectToken(
  { inspection, inspector }: Pick<Parts, 'inspection' | 'inspector'>,
  place: unknown,
): Promise<void> {
  const { inspectToken: take } = await inspection();
  const key = await take(place);
  if (key !== undefined) await inspector.showPasted(key);
}
