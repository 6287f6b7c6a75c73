import type { Endpoints } from '../../core/endpoints';
import { CognitoError } from '../../core/errors';
import type { Profile } from '../../core/profile';
import type { Fetch } from '../oauth/tokenRequest';
import { failed, passed, unknown, type AppClientCheck } from './checks';
import { outcome } from './poolChecks';
import type { AuthorizeVerdict } from './tryAuthorize';

/**
 * Whether the sign-in page is shown. Managed login answers with status 403 for an app client without a branding style.
 * Source: AWS, "Apply branding to managed login pages".
 */
export async function loginCheck(
  { clientId }: Profile,
  { authorization }: Endpoints,
  fetch: Fetch,
  verdict: AuthorizeVerdict,
): Promise<AppClientCheck> {
  if (verdict.kind !== 'accepted') return unknown('login', 'The sign-in does not get as far as this page.');
  const { origin, host } = new URL(authorization);
  const target = new URL(verdict.location);
  if (target.origin !== origin) return passed('login', `The sign-in goes straight on to ${target.host}.`);
  const { value: response, error } = await outcome(fetch(verdict.location, { redirect: 'manual' }));
  if (error) return unknown('login', `${host} did not answer.`, error);
  const { status } = response;
  const seen = `${host} answered with status ${status}.`;
  if (status === 403) return failed('login', seen, new CognitoError('login_unavailable', { host, clientId }));
  // A redirect goes on to an identity provider.
  return status < 400
    ? passed('login', seen)
    : unknown('login', seen, new CognitoError('response_unexpected', { host, status, reason: 'page' }));
}
