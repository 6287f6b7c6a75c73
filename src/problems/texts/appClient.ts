import type { ErrorCode, ErrorDetail } from '../../core/errors';
import { profileLabel, text } from '../problem';
import type { Explain, Problem, ProblemContext } from '../problem';

/**
 * What is wrong with an app client, as the authorization and token endpoints let know.
 * Sources: AWS, "Authorize endpoint", "Token endpoint", "App client settings"; see client/appClientCheck for how each one is detected.
 */
export const appClientProblems = {
  redirect_mismatch: (detail, context) => ({
    what: `The app client of ${profileLabel(context)} does not allow the callback URL ${text(detail, 'redirectUri', context.callbackUrl ?? 'of this editor')} (redirect_mismatch).`,
    why: `Cognito compares it character by character with the callback URLs that ${client(detail)} allows at ${text(detail, 'host')}: scheme, host, port, path and trailing slash.`,
    next: 'Add exactly this URL to the app client’s allowed callback URLs, then sign in again.',
    remedies: ['copy_callback_url', 'check_app_client', 'open_settings'],
  }),
  client_unknown: (detail, context) => ({
    what: `${text(detail, 'host')} does not know the ${client(detail)}.`,
    why: 'The id is misspelled, the app client was deleted, or the domain belongs to another user pool.',
    next: `Compare clientId of ${profileLabel(context)} with the id on the app client’s page in the AWS console.`,
    remedies: ['edit_profile', 'check_app_client', 'open_settings'],
  }),
  client_unusable: (detail, context) => ({
    what: `${text(detail, 'host')} rejected the sign-in to ${profileLabel(context)} (invalid_request).`,
    why:
      detail.identityProvider === undefined
        ? `The ${client(detail)} has no identity provider, or its OAuth settings are not complete.`
        : `The ${client(detail)} does not allow the identity provider “${text(detail, 'identityProvider')}”, or has none at all.`,
    next:
      detail.identityProvider === undefined
        ? 'In the AWS console, open the app client’s login pages, and choose an identity provider and a grant there.'
        : `Allow it in the app client’s login pages in the AWS console, or correct identityProvider of ${profileLabel(context)}.`,
    remedies: ['edit_profile', 'check_app_client', 'open_settings'],
  }),
  login_unavailable: (detail, context) => ({
    what: `${text(detail, 'host')} shows “Login pages unavailable” instead of the sign-in page of ${profileLabel(context)} (status 403).`,
    why: `The domain uses managed login, and the ${client(detail)} has no branding style.`,
    next: 'Create a style for it in the AWS console under Managed login, or with aws cognito-idp create-managed-login-branding and --use-cognito-provided-values.',
    remedies: ['check_app_client'],
  }),
  scope_not_allowed: scopeNotAllowed,
  code_grant_off: (detail, context) => ({
    what: `The ${client(detail)} does not allow the authorization code grant at ${text(detail, 'host')} (${text(detail, 'error', 'unauthorized_client')}).`,
    why: 'The grant is off in its login pages, or it is a machine-to-machine client, which has no sign-in.',
    next: `Turn the grant on in the AWS console, or set grant of ${profileLabel(context)} to client_credentials.`,
    remedies: ['edit_profile', 'check_app_client', 'open_settings'],
  }),
  machine_grant_off: (detail, context) => ({
    what: `The ${client(detail)} does not allow the client credentials grant at ${text(detail, 'host')} (${text(detail, 'error', 'invalid_grant')}).`,
    why: 'It is an app client that users sign in to. Only a machine-to-machine client allows this grant.',
    next: `Use a machine-to-machine client, or remove grant from ${profileLabel(context)} to sign in as a user.`,
    remedies: ['edit_profile', 'open_settings'],
  }),
  client_secret_wrong: (detail, context) => ({
    what: `${text(detail, 'host')} does not accept the secret of the ${client(detail)} (invalid_client).`,
    why: 'The stored secret is misspelled, was replaced or deleted, or belongs to another app client.',
    next: `Copy the secret from the app client’s page in the AWS console, and set it again for ${profileLabel(context)}.`,
    remedies: ['set_client_secret', 'edit_profile'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

function scopeNotAllowed(detail: ErrorDetail, context: ProblemContext): Problem {
  const scopes = text(detail, 'scopes', '');
  const host = text(detail, 'host');
  const next = `Allow it in the app client’s login pages in the AWS console, or remove it from scopes of ${profileLabel(context)}.`;
  const remedies = ['edit_profile', 'check_app_client', 'open_settings'] as const;
  if (scopes.split(' ').includes('offline_access')) {
    return {
      what: 'Cognito has no scope offline_access (invalid_scope).',
      why: `Cognito issues refresh tokens without that scope, and ${host} refuses a sign-in with an unknown scope.`,
      next: `Remove ${scopes.split(' ').join(' and ')} from scopes of ${profileLabel(context)}.`,
      remedies,
    };
  }
  if (scopes !== '') {
    const one = !scopes.includes(' ');
    return {
      what: `The ${client(detail)} at ${host} does not allow the scope${one ? '' : 's'} ${scopes.split(' ').join(', ')} (invalid_scope).`,
      why: 'Cognito refuses the whole sign-in when one scope is not selected for the app client or does not exist.',
      next: one ? next : next.replace('Allow it', 'Allow them').replace('remove it', 'remove them'),
      remedies,
    };
  }
  if (detail.resource !== undefined) {
    return {
      what: `The ${client(detail)} at ${host} refuses a sign-in for the resource ${text(detail, 'resource')} (invalid_scope).`,
      why: 'Each scope is allowed without the resource. A resource needs a resource server of that name, and managed login.',
      next: `Remove resource from ${profileLabel(context)}, or register it as a resource server of the user pool.`,
      remedies,
    };
  }
  const asked = text(detail, 'asked', '');
  return {
    what: `The ${client(detail)} at ${host} does not allow one of the scopes that ${profileLabel(context)} asks for (invalid_scope).`,
    why: `Cognito refuses the whole sign-in for it, and does not say which${asked === '' ? '' : ` of ${asked.split(' ').join(', ')}`}.`,
    next: 'Check the app client, which asks for each on its own, or leave scopes out of the profile to get all that are allowed.',
    remedies: ['check_app_client', 'edit_profile', 'open_settings'],
  };
}

function client(detail: ErrorDetail): string {
  return detail.clientId === undefined ? 'app client' : `app client ${text(detail, 'clientId')}`;
}
