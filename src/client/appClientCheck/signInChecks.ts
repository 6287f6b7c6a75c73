import * as l10n from '@vscode/l10n';
import type { Endpoints } from '../../core/endpoints';
import { CognitoError } from '../../core/errors';
import type { Profile } from '../../core/profile';
import type { Fetch } from '../oauth/tokenRequest';
import { failed, outcome, passed, unknown, type AppClientCheck, type Check } from './checks';
import { refusedScopesCheck } from './refusedScopes';
import { tryAuthorize, type AuthorizeVerdict } from './tryAuthorize';

const inconclusive = l10n.t('The authorization endpoint returned an inconclusive answer.');

/** Whether the pool has this app client, and whether users can sign in to it. */
export function clientCheck({ clientId }: Profile, verdict: AuthorizeVerdict): AppClientCheck {
  if (verdict.kind === 'unknown') return unknown('client', inconclusive, verdict.error);
  return verdict.kind === 'refused' && isAboutClient(verdict.error)
    ? failed('client', l10n.t('The sign-in ended on the pool’s error page (invalid_request).'), verdict.error)
    : passed('client', l10n.t`The pool knows the app client ${clientId}.`);
}

/** Whether the app client allows the callback URL. */
export function callbackCheck(redirectUri: string, verdict: AuthorizeVerdict): Check<'callback'> {
  return { ...judgeCallback(redirectUri, verdict), callbackUrl: redirectUri };
}

function judgeCallback(redirectUri: string, verdict: AuthorizeVerdict): Check<'callback'> {
  if (verdict.kind === 'unknown') return unknown('callback', inconclusive);
  if (verdict.error?.code === 'redirect_mismatch') {
    const seen = l10n.t('The sign-in ended on the pool’s error page (redirect_mismatch).');
    return failed('callback', seen, verdict.error);
  }
  return verdict.kind === 'refused' && isAboutClient(verdict.error)
    ? unknown('callback', l10n.t('The pool checks the callback URL only when the app client is right.'))
    : passed('callback', l10n.t`The app client allows ${redirectUri}.`);
}

/** Whether the pool accepts the other parameters of the profile. No check when there are none and no error is about them. */
export function parametersCheck(
  { identityProvider }: Profile,
  verdict: AuthorizeVerdict,
): readonly AppClientCheck[] {
  if (verdict.error?.code === 'authorization_refused') {
    const seen = l10n.t`The pool answered ${String(verdict.error.detail.error)}.`;
    return [failed('parameters', seen, verdict.error)];
  }
  if (identityProvider === undefined) return [];
  return [
    verdict.kind === 'accepted'
      ? passed('parameters', l10n.t`The app client allows the identity provider ${identityProvider}.`)
      : unknown('parameters', l10n.t('The pool did not get as far as this check.')),
  ];
}

/**
 * Whether a resource server has the identifier that the profile names in `resource`. No check without `resource`, because a pool compares
 * it only when the code of a sign-in is exchanged.
 */
export function resourceChecks({ resource }: Profile): readonly AppClientCheck[] {
  if (resource === undefined) return [];
  const seen = l10n.t`Could not tell whether the pool has a resource server with exactly the identifier ${resource}, because only a sign-in shows it. Without one, the sign-in ends with invalid_grant.`;
  return [unknown('resource', seen)];
}

/** Whether the app client allows the scopes. When it does not, each scope is requested on its own to name the refused ones. */
export async function scopesCheck(
  profile: Profile,
  { authorization }: Endpoints,
  { redirectUri, fetch }: { readonly redirectUri: string; readonly fetch: Fetch },
  verdict: AuthorizeVerdict,
): Promise<AppClientCheck> {
  const { scopes = [], clientId } = profile;
  if (verdict.kind === 'accepted') {
    return passed(
      'scopes',
      scopes.length === 0
        ? l10n.t('The sign-in requests all scopes that the app client allows.')
        : l10n.t`The app client allows these scopes: ${scopes.join(', ')}.`,
    );
  }
  if (verdict.kind === 'unknown') return unknown('scopes', inconclusive);
  if (verdict.error.code !== 'scope_not_allowed') {
    return unknown(
      'scopes',
      l10n.t('The pool checks scopes only when the client and the callback URL are right.'),
    );
  }
  const { resource, ...others } = profile;
  const isRefused = async (some: readonly string[]): Promise<boolean | undefined> => {
    const answer = await tryAuthorize({ ...others, scopes: [...some] }, authorization, redirectUri, fetch);
    return answer.kind === 'unknown' ? undefined : answer.error?.code === 'scope_not_allowed';
  };
  return refusedScopesCheck(scopes, isRefused, { host: new URL(authorization).host, clientId }, resource);
}

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
  if (verdict.kind !== 'accepted') {
    return unknown('login', l10n.t('The sign-in does not get as far as this page.'));
  }
  const { origin, host } = new URL(authorization);
  const target = new URL(verdict.location);
  if (target.origin !== origin) {
    return passed('login', l10n.t`The sign-in goes straight on to ${target.host}.`);
  }
  const { value: response, error } = await outcome(fetch(verdict.location, { redirect: 'manual' }));
  if (error) return unknown('login', l10n.t`${host} did not answer.`, error);
  const { status } = response;
  const seen = l10n.t`${host} answered with status ${status}.`;
  if (status === 403) return failed('login', seen, new CognitoError('login_unavailable', { host, clientId }));
  // A redirect goes on to an identity provider.
  return status < 400
    ? passed('login', seen)
    : unknown('login', seen, new CognitoError('response_unexpected', { host, status, reason: 'page' }));
}

function isAboutClient({ code }: CognitoError): boolean {
  return code === 'client_unknown' || code === 'client_unusable';
}
