import { equal, match } from 'node:assert/strict';
import { parseProfile } from '../../src/core/profile';
import { completeDraft } from '../../src/profiles/add/completeDraft';
import type { ProfileDraft } from '../../src/profiles/add/profileDraft';
import { callbackUrl } from './fakeClient';

export const pool = 'us-east-1_AbCdEf123';
export const otherPool = 'eu-west-1_XyZ987654';
export const client = '57cbishk4j24pabc1234567890';
export const otherClient = '1example23456789client0abc';
export const identityPool = 'us-east-1:1a2b3c4d-1111-2222-3333-444455556666';
export const domain = 'my-app.auth.us-east-1.amazoncognito.com';

/** Checks that a draft, with an app client if it lacks one, gives a valid profile or an input error. */
export function checkCompletion(draft: ProfileDraft): void {
  const completed = completeDraft({ clientId: client, ...draft }, new Set(), callbackUrl);
  if ('inputError' in completed) match(completed.inputError, /\.$/);
  else equal(parseProfile(completed.profile).invalid, undefined);
}
