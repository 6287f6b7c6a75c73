import type { Endpoints } from '../../core/endpoints';
import type { Profile } from '../../core/profile';
import { callbackUrls, type CallbackSource } from '../oauth/callbackUrl';
import type { Fetch } from '../oauth/tokenRequest';
import { tryAuthorize, type AuthorizeVerdict } from './tryAuthorize';

/** The callback URL of a sign-in, and what the pool says to a sign-in with it. */
export interface CallbackChoice {
  readonly redirectUri: string;
  readonly verdict: Promise<AuthorizeVerdict>;
}

/**
 * Chooses between the callback URLs of a profile by asking the pool which one the app client allows. When it allows none, the
 * choice is the preferred one, so that this one is recommended.
 * @throws CognitoError profile_invalid as `callbackUrls`
 */
export async function chooseCallbackUrl(
  profile: Profile,
  endpoints: Endpoints,
  source: CallbackSource,
  fetch: Fetch,
): Promise<CallbackChoice> {
  const [preferred, other] = await callbackUrls(profile, endpoints, source);
  const ask = (redirectUri: string): CallbackChoice => ({
    redirectUri,
    verdict: tryAuthorize(profile, endpoints.authorization, redirectUri, fetch),
  });
  const first = ask(preferred);
  if (other === undefined || (await first.verdict).kind === 'accepted') return first;
  const second = ask(other);
  return isMismatch(await first.verdict) && isMismatch(await second.verdict) ? first : second;
}

function isMismatch(verdict: AuthorizeVerdict): boolean {
  return verdict.kind === 'refused' && verdict.error.code === 'redirect_mismatch';
}
