import type { Endpoints } from '../../core/endpoints';
import type { Profile } from '../../core/profile';
import { callbackUrls, type CallbackSource } from '../oauth/callbackUrls';
import type { Fetch } from '../oauth/tokenRequest';
import { tryAuthorize, type AuthorizeVerdict } from './tryAuthorize';

/** The callback URL of a sign-in, and what the pool says to a sign-in with it. */
export interface CallbackChoice {
  readonly redirectUri: string;
  readonly verdict: Promise<AuthorizeVerdict>;
}

/**
 * Chooses between the callback URLs of a profile by asking the pool which one the app client allows. When it allows none, the
 * choice is the preferred one, so that this one is recommended. After an inconclusive answer it is the editor's URL, which app
 * clients had before sign-in hosts got their own.
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
  if (other === undefined) return first;
  const verdict = await first.verdict;
  if (verdict.kind === 'unknown') return preferred === source.editorUrl ? first : ask(other);
  if (!isMismatch(verdict)) return first;
  const second = ask(other);
  return isMismatch(await second.verdict) ? first : second;
}

function isMismatch(verdict: AuthorizeVerdict): boolean {
  return verdict.kind === 'refused' && verdict.error.code === 'redirect_mismatch';
}
