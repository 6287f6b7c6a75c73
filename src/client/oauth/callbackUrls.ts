import * as l10n from '@vscode/l10n';
import { callbackPath } from '../../core/callbackPath';
import type { Endpoints } from '../../core/endpoints';
import { CognitoError } from '../../core/errors';
import { isLoopback } from '../../core/issuer';
import type { Profile } from '../../core/profile';
import { isCognitoDomain } from './discovery';

/** What decides which callback URLs a profile may use, beside the profile itself. */
export interface CallbackSource {
  /** The editor's callback URL that all profiles share. */
  readonly editorUrl: string;
  /** The profile is in the user's own settings, not in those of a workspace or of a remote machine. */
  readonly writtenByUser: boolean;
}

/**
 * The callback URLs that a sign-in may use, the preferred one first.
 *
 * A hostile sign-in host can send the browser on to the sign-in page of another pool, with the same state and code challenge. When each
 * sign-in host has a callback URL of its own, the code of the other pool arrives where this sign-in does not wait, so it is not sent to
 * the hostile host. A prefix domain needs none, because Amazon runs it.
 *
 * @returns the profile's `redirectUri` when it has one. Otherwise the editor's URL for a prefix domain, the host's own URL for a profile
 * that the user did not write, and both for a profile that the user wrote. Of both, the editor's URL comes first on loopback, because
 * the app clients of the local user pool and of emulators have it.
 * @throws CognitoError profile_invalid when the profile may not use its `redirectUri` at this host
 * Source: RFC 9700 sections 2.1 and 4.4.2.
 */
export async function callbackUrls(
  profile: Pick<Profile, 'name' | 'redirectUri'>,
  endpoints: Endpoints,
  source: CallbackSource,
): Promise<readonly [preferred: string, other?: string]> {
  const { editorUrl, writtenByUser } = source;
  const path = await callbackPath(endpoints);
  const { origin, hostname } = new URL(endpoints.authorization);
  const isPrefixDomain = isCognitoDomain(origin);
  if (profile.redirectUri !== undefined) {
    assertAllowed(profile.redirectUri, profile.name, path, source, isPrefixDomain);
    return [profile.redirectUri];
  }
  const own = `${editorUrl}/${path}`;
  if (isPrefixDomain) return [editorUrl];
  if (!writtenByUser) return [own];
  return isLoopback(hostname) ? [editorUrl, own] : [own, editorUrl];
}

/** The callback URLs on this computer that a sign-in can use instead of the editor's own. Port 8400 is the one that the editor proposes. */
const loopbackUrls = ['http://127.0.0.1:8400/callback', 'http://localhost:8400/callback'];

/**
 * The callback URLs of an app client that this editor registers, the preferred one first: those that only this sign-in host uses, unless
 * it is a prefix domain.
 * @param editorUrl the editor's callback URL that all profiles share
 */
export async function registrableUrls(endpoints: Endpoints, editorUrl: string): Promise<readonly string[]> {
  const path = await callbackPath(endpoints);
  const isPrefixDomain = isCognitoDomain(new URL(endpoints.authorization).origin);
  return [editorUrl, ...loopbackUrls].map((url) => (isPrefixDomain ? url : `${url}/${path}`));
}

/** Whether the path of a callback URL ends as that of this issuer and sign-in host alone. */
export async function isOwnCallbackUrl(callbackUrl: string, endpoints: Endpoints): Promise<boolean> {
  return endsWith(callbackUrl, await callbackPath(endpoints));
}

/** @throws CognitoError profile_invalid */
function assertAllowed(
  redirectUri: string,
  name: string,
  path: string,
  { editorUrl, writtenByUser }: CallbackSource,
  isPrefixDomain: boolean,
): void {
  const refuse = (reason: string): CognitoError =>
    new CognitoError('profile_invalid', { name, field: 'redirectUri', reason });
  if (redirectUri.startsWith(`${editorUrl}/`) && redirectUri !== `${editorUrl}/${path}`) {
    throw refuse(
      l10n.t`is not a callback URL of this profile. The editor receives ${editorUrl} and ${editorUrl}/${path}`,
    );
  }
  if (!writtenByUser && !isPrefixDomain && !endsWith(redirectUri, path)) {
    throw refuse(
      l10n.t`must end in /${path}, because the profile is not in your own settings and Amazon does not run its sign-in host`,
    );
  }
}

function endsWith(callbackUrl: string, path: string): boolean {
  return new URL(callbackUrl).pathname.endsWith(`/${path}`);
}
