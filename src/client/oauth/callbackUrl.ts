import { callbackPath } from '../../core/callbackPath';
import type { Endpoints } from '../../core/endpoints';
import { CognitoError } from '../../core/errors';
import { isLoopback } from '../../core/issuer';
import type { Profile } from '../../core/profile';
import { isCognitoDomain } from './discovery';

/** What the editor brings to the choice of a callback URL. */
export interface CallbackSource {
  /** The editor's callback URL that all profiles share. */
  readonly editorUrl: string;
  /** The user did not write this profile: it comes from a workspace or from a remote machine's settings. */
  readonly brought: boolean;
}

/**
 * The callback URLs that a sign-in may use, the preferred one first.
 *
 * A sign-in host that Amazon does not run can send the browser on to the sign-in page of another pool, with the same state and
 * code challenge. The code of that pool then returns to the callback URL that its app client allows. When each sign-in host has a
 * callback URL of its own, that code arrives at another URL than the one this sign-in waits at, and is sent nowhere.
 *
 * @returns the profile's `redirectUri`; else the editor's URL for a prefix domain; else the URL of this host alone, and also the
 * editor's URL when the user wrote the profile. On loopback the editor's URL comes first, because the app clients of the local user
 * pool and of emulators have it.
 * @throws CognitoError profile_invalid for a `redirectUri` that a profile from elsewhere may not use at this host
 * Source: RFC 9700 sections 2.1 and 4.4.2.
 */
export async function callbackUrls(
  { name, redirectUri }: Profile,
  endpoints: Endpoints,
  { editorUrl, brought }: CallbackSource,
): Promise<readonly [preferred: string, other?: string]> {
  const path = await callbackPath(endpoints);
  const own = `${editorUrl}/${path}`;
  const { origin, hostname } = new URL(endpoints.authorization);
  const isShared = isCognitoDomain(origin);
  if (redirectUri === undefined) {
    if (isShared) return [editorUrl];
    if (brought) return [own];
    return isLoopback(hostname) ? [editorUrl, own] : [own, editorUrl];
  }
  if (redirectUri.startsWith(`${editorUrl}/`) && redirectUri !== own) {
    throw new CognitoError('profile_invalid', {
      name,
      field: 'redirectUri',
      reason: `is not a callback URL of this profile. The editor receives ${editorUrl} and ${own}`,
    });
  }
  if (brought && !isShared && !(await isOwnCallbackUrl(redirectUri, endpoints))) {
    throw new CognitoError('profile_invalid', {
      name,
      field: 'redirectUri',
      reason: `must end in /${path}, because the profile is not in your own settings and Amazon does not run its sign-in host`,
    });
  }
  return [redirectUri];
}

/** Whether only sign-ins at this issuer and sign-in host use this callback URL. */
export async function isOwnCallbackUrl(callbackUrl: string, endpoints: Endpoints): Promise<boolean> {
  return new URL(callbackUrl).pathname.endsWith(`/${await callbackPath(endpoints)}`);
}
