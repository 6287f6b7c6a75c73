import type { Endpoints } from '../../core/endpoints';
import { CognitoError } from '../../core/errors';
import type { Profile } from '../../core/profile';
import { probeAuthorize } from './authorizeProbe';
import type { AuthorizeVerdict } from './authorizeProbe';
import { failed, passed, unknown } from './checks';
import type { AppClientCheck, PreflightContext } from './checks';
import { refusedScopes } from './scopes';

const noAnswer = 'The authorization endpoint returned an inconclusive answer.';

/** Whether the pool has this client, and lets people sign in to it. */
export function clientCheck({ clientId }: Profile, verdict: AuthorizeVerdict): AppClientCheck {
  if (verdict.kind === 'unknown') return unknown('client', noAnswer, verdict.error);
  if (verdict.kind === 'refused' && isAboutClient(verdict.fault)) {
    return failed(
      'client',
      'The sign-in ends on the pool’s own error page (invalid_request).',
      verdict.fault,
    );
  }
  return passed('client', `The pool knows ${clientId}.`);
}

/** Whether the callback URL is registered, character for character. */
export function callbackCheck(redirectUri: string, verdict: AuthorizeVerdict): AppClientCheck {
  if (verdict.kind === 'unknown') return unknown('callback', noAnswer);
  if (verdict.kind === 'accepted') return passed('callback', `${redirectUri} is allowed.`);
  if (verdict.fault.code === 'redirect_mismatch') {
    return failed(
      'callback',
      'The sign-in ends on the pool’s own error page (redirect_mismatch).',
      verdict.fault,
    );
  }
  return isAboutClient(verdict.fault)
    ? unknown('callback', 'The pool looks at it only when the client is right.')
    : passed('callback', `${redirectUri} is allowed.`);
}

/** What else the profile asks for; no check when it asks for nothing and nothing is wrong. */
export function parametersCheck(
  { identityProvider, resource }: Profile,
  verdict: AuthorizeVerdict,
): readonly AppClientCheck[] {
  if (verdict.kind === 'refused' && verdict.fault.code === 'authorization_refused') {
    return [failed('parameters', `The pool answered ${String(verdict.fault.detail.error)}.`, verdict.fault)];
  }
  const asked = [identityProvider, resource].filter((value) => value !== undefined);
  if (asked.length === 0) return [];
  return [
    verdict.kind === 'accepted'
      ? passed('parameters', `${asked.join(' and ')} accepted.`)
      : unknown('parameters', 'The pool did not get that far.'),
  ];
}

/** Whether the client may have each scope. When it may not, each is asked for on its own: Cognito does not say which. */
export async function scopesCheck(
  profile: Profile,
  { authorization }: Endpoints,
  { redirectUri, fetch }: PreflightContext,
  verdict: AuthorizeVerdict,
): Promise<AppClientCheck> {
  const { scopes, clientId } = profile;
  if (verdict.kind === 'accepted') return passed('scopes', `The sign-in may ask for ${listed(scopes)}.`);
  if (verdict.kind === 'unknown') return unknown('scopes', noAnswer);
  if (verdict.fault.code !== 'scope_not_allowed') {
    return unknown('scopes', 'The pool looks at scopes only when all before is right.');
  }
  const { resource, ...plain } = profile;
  const named = await refusedScopes(scopes ?? [], async (some) => {
    const answer = await probeAuthorize({ ...plain, scopes: [...some] }, authorization, redirectUri, fetch);
    if (answer.kind === 'unknown') return answer.error;
    return answer.kind === 'refused' && answer.fault.code === 'scope_not_allowed';
  });
  return scopesFault(named, { host: new URL(authorization).host, clientId, resource });
}

/** A failed check that names the scopes, as far as they could be found. */
export function scopesFault(
  named: readonly string[] | CognitoError,
  facts: { readonly host: string; readonly clientId: string; readonly resource?: string | undefined },
): AppClientCheck {
  const seen = 'The pool answered invalid_scope.';
  if (named instanceof CognitoError || named.length === 0) {
    return failed('scopes', seen, new CognitoError('scope_not_allowed', facts));
  }
  const { host, clientId } = facts;
  return failed(
    'scopes',
    seen,
    new CognitoError('scope_not_allowed', { host, clientId, scopes: named.join(' ') }),
  );
}

/** Scopes as text names them. */
export function listed(scopes: readonly string[] | undefined): string {
  return scopes === undefined || scopes.length === 0 ? 'all that the client allows' : scopes.join(', ');
}

function isAboutClient({ code }: CognitoError): boolean {
  return code === 'client_unknown' || code === 'client_unusable';
}
