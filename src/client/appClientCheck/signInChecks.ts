import type { Endpoints } from '../../core/endpoints';
import { CognitoError, isCognitoError } from '../../core/errors';
import type { Profile } from '../../core/profile';
import type { Fetch } from '../oauth/tokenRequest';
import { failed, passed, unknown, type AppClientCheck } from './checks';
import { refusedScopes } from './scopes';
import { tryAuthorize, type AuthorizeVerdict } from './tryAuthorize';

const inconclusive = 'The authorization endpoint returned an inconclusive answer.';

/** Whether the pool has this app client, and whether users can sign in to it. */
export function clientCheck({ clientId }: Profile, verdict: AuthorizeVerdict): AppClientCheck {
  if (verdict.kind === 'unknown') return unknown('client', inconclusive, verdict.error);
  return verdict.kind === 'refused' && isAboutClient(verdict.error)
    ? failed('client', 'The sign-in ended on the pool’s error page (invalid_request).', verdict.error)
    : passed('client', `The pool knows the app client ${clientId}.`);
}

/** Whether the app client allows the callback URL. */
export function callbackCheck(redirectUri: string, verdict: AuthorizeVerdict): AppClientCheck {
  return { ...judgeCallback(redirectUri, verdict), callbackUrl: redirectUri };
}

function judgeCallback(redirectUri: string, verdict: AuthorizeVerdict): AppClientCheck {
  if (verdict.kind === 'unknown') return unknown('callback', inconclusive);
  if (verdict.kind === 'refused' && verdict.error.code === 'redirect_mismatch') {
    const seen = 'The sign-in ended on the pool’s error page (redirect_mismatch).';
    return failed('callback', seen, verdict.error);
  }
  return verdict.kind === 'refused' && isAboutClient(verdict.error)
    ? unknown('callback', 'The pool checks the callback URL only when the app client is right.')
    : passed('callback', `The app client allows ${redirectUri}.`);
}

/** Whether the pool accepts the other parameters of the profile. No check when there are none and no error is about them. */
export function parametersCheck(
  { identityProvider, resource }: Profile,
  verdict: AuthorizeVerdict,
): readonly AppClientCheck[] {
  if (verdict.kind === 'refused' && verdict.error.code === 'authorization_refused') {
    const seen = `The pool answered ${String(verdict.error.detail.error)}.`;
    return [failed('parameters', seen, verdict.error)];
  }
  const values = [identityProvider, resource].filter((value) => value !== undefined);
  if (values.length === 0) return [];
  return [
    verdict.kind === 'accepted'
      ? passed('parameters', `The pool accepts these values: ${values.join(', ')}.`)
      : unknown('parameters', 'The pool did not get as far as this check.'),
  ];
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
        ? 'The sign-in requests all scopes that the app client allows.'
        : `The app client allows these scopes: ${scopes.join(', ')}.`,
    );
  }
  if (verdict.kind === 'unknown') return unknown('scopes', inconclusive);
  if (verdict.error.code !== 'scope_not_allowed') {
    return unknown('scopes', 'The pool checks scopes only when the client and the callback URL are right.');
  }
  const { resource, ...others } = profile;
  const refused = await refusedScopes(scopes, async (some) => {
    const answer = await tryAuthorize({ ...others, scopes: [...some] }, authorization, redirectUri, fetch);
    if (answer.kind === 'unknown') return answer.error;
    return answer.kind === 'refused' && answer.error.code === 'scope_not_allowed';
  });
  return refusedScopesCheck(refused, { host: new URL(authorization).host, clientId, resource });
}

/** @param refused the refused scopes, or why they could not be found; none when only `resource` can be the cause */
export function refusedScopesCheck(
  refused: readonly string[] | CognitoError,
  facts: { readonly host: string; readonly clientId: string; readonly resource?: string | undefined },
): AppClientCheck {
  const { host, clientId, resource } = facts;
  const detail = isCognitoError(refused)
    ? { host, clientId }
    : refused.length === 0
      ? { host, clientId, resource }
      : { host, clientId, scopes: refused.join(' ') };
  return failed('scopes', 'The pool answered invalid_scope.', new CognitoError('scope_not_allowed', detail));
}

function isAboutClient({ code }: CognitoError): boolean {
  return code === 'client_unknown' || code === 'client_unusable';
}
