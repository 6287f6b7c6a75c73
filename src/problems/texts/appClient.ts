import type { ErrorCode, ErrorDetail } from '../../core/errors';
import { profileLabel, text, type Explain, type Problem, type ProblemContext } from '../problem';

/**
 * What is wrong with an app client: its settings in the pool, or its secret.
 * Sources: AWS, "Authorize endpoint", "Token endpoint", "App client settings"; client/appClientCheck finds out which.
 */
export const appClientProblems = {
  redirect_mismatch: redirectMismatch,
  client_unknown: (detail, context) => ({
    what: `${text(detail, 'host')} does not know the ${appClient(detail, context)}.`,
    why: 'The client id may have a typo, the app client may have been deleted, or the domain may belong to another user pool.',
    next: 'Compare clientId in the profile with the id on the app client’s page in the AWS console.',
    remedies: ['edit_profile', 'check_app_client', 'open_settings'],
  }),
  client_unusable: (detail, context) => ({
    what: `${text(detail, 'host')} rejected the sign-in to ${profileLabel(context)} (invalid_request).`,
    ...(detail.identityProvider === undefined
      ? {
          why: `The ${appClient(detail, context)} has no identity provider, or its OAuth settings are not complete.`,
          next: 'Open the app client’s login pages in the AWS console, and choose an identity provider and a grant there.',
        }
      : {
          why: `The ${appClient(detail, context)} does not allow the identity provider “${text(detail, 'identityProvider')}”, or has no identity provider at all.`,
          next: 'Allow it on the app client’s login pages in the AWS console, or correct identityProvider in the profile.',
        }),
    remedies: ['edit_profile', 'check_app_client', 'open_settings'],
  }),
  login_unavailable: (detail, context) => ({
    what: `${text(detail, 'host')} shows “Login pages unavailable” instead of the sign-in page of ${profileLabel(context)} (status 403).`,
    why: `The domain uses managed login, but the ${appClient(detail, context)} has no branding style.`,
    next: 'Create a style for it in the AWS console under Managed login, or run aws cognito-idp create-managed-login-branding with --use-cognito-provided-values.',
    remedies: ['check_app_client'],
  }),
  scope_not_allowed: scopeNotAllowed,
  code_grant_off: codeGrantOff,
  machine_grant_off: machineGrantOff,
  client_secret_missing: (detail, context) => ({
    what: `No client secret is stored for ${profileLabel(context)}.`,
    why:
      detail.host === undefined
        ? 'A machine client authenticates with its client secret.'
        : `The app client ${text(detail, 'clientId')} has a client secret, and ${text(detail, 'host')} issues no tokens without it (invalid_client).`,
    next: 'Set the client secret, which is on the app client’s page in the AWS console. It is given to the editor’s secret storage.',
    remedies: ['set_client_secret'],
  }),
  client_secret_wrong: clientSecretWrong,
  client_secret_in_settings: (detail, context) => ({
    what: `The profile ${detail.name === undefined ? profileLabel(context) : `“${text(detail, 'name')}”`} cannot be used.`,
    why: 'Its client secret is in the settings, which are plain text, may be synced, and belong to the repository in a workspace.',
    next: 'Remove clientSecret from the profile, then run Set Client Secret.',
    remedies: ['edit_profile', 'set_client_secret'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

function redirectMismatch(detail: ErrorDetail, context: ProblemContext): Problem {
  const url = text(detail, 'redirectUri', context.callbackUrl ?? '');
  return {
    what:
      url === ''
        ? `The ${appClient(detail, context)} does not allow this editor’s callback URL (redirect_mismatch).`
        : `The ${appClient(detail, context)} does not allow the callback URL ${url} (redirect_mismatch).`,
    why: `${text(detail, 'host')} compares it character for character with the app client’s allowed callback URLs, including the scheme, the port and a final slash.`,
    next: 'Add exactly this URL to the app client’s allowed callback URLs, then sign in again.',
    remedies: ['copy_callback_url', 'check_app_client', 'open_settings'],
  };
}

/** The app client does not allow a scope. Cognito rejects the whole request and does not say which scope. */
export function scopeNotAllowed(detail: ErrorDetail, context: ProblemContext): Problem {
  const scopes = text(detail, 'scopes', '').split(' ').filter(Boolean);
  const host = text(detail, 'host');
  const client = appClient(detail, context);
  const profile = profileLabel(context);
  const remedies = ['edit_profile', 'check_app_client', 'open_settings'] as const;
  if (scopes.includes('offline_access')) {
    return {
      what: 'Cognito does not have the scope offline_access (invalid_scope).',
      why: `Cognito issues refresh tokens without this scope, and ${host} rejects a sign-in with a scope that it does not know.`,
      next:
        scopes.length === 1
          ? `Remove offline_access from the scopes of ${profile}.`
          : `Remove these scopes from ${profile}: ${scopes.join(', ')}.`,
      remedies,
    };
  }
  const why = `${host} rejects the whole request for a single scope that is not allowed or does not exist.`;
  if (scopes.length === 1) {
    return {
      what: `The ${client} does not allow the scope ${scopes.join()} (invalid_scope).`,
      why,
      next: 'Allow this scope on the app client’s login pages in the AWS console, or remove it from the profile’s scopes.',
      remedies,
    };
  }
  if (scopes.length > 1) {
    return {
      what: `The ${client} does not allow the scopes ${scopes.join(', ')} (invalid_scope).`,
      why,
      next: 'Allow these scopes on the app client’s login pages in the AWS console, or remove them from the profile’s scopes.',
      remedies,
    };
  }
  if (detail.resource !== undefined) {
    return {
      what: `${host} rejects the sign-in to ${profile} for the resource ${text(detail, 'resource')} (invalid_scope).`,
      why: 'The app client allows each scope without the resource. Binding a token to a resource requires a resource server and managed login.',
      next: 'Remove resource from the profile, or register it as a resource server of the user pool.',
      remedies,
    };
  }
  const requested = text(detail, 'requested', '').split(' ').filter(Boolean);
  return {
    what:
      requested.length === 0
        ? `The ${client} does not allow one of the scopes that the profile requests (invalid_scope).`
        : `The ${client} does not allow one of these scopes: ${requested.join(', ')} (invalid_scope).`,
    why: `${host} rejects the whole request for a single scope, and does not say which one.`,
    next:
      detail.grant === 'client_credentials'
        ? 'Run Check App Client to find the scope and allow it as RESOURCE_SERVER/SCOPE, or remove scopes from the profile to request all that are allowed.'
        : 'Run Check App Client to find the scope, or remove scopes from the profile to request all that are allowed.',
    remedies: ['check_app_client', 'edit_profile', 'open_settings'],
  };
}

export function codeGrantOff(detail: ErrorDetail, context: ProblemContext): Problem {
  return {
    what: `The ${appClient(detail, context)} does not allow the authorization code grant at ${text(detail, 'host')} (${text(detail, 'error', 'unauthorized_client')}).`,
    why: 'The grant is turned off on its login pages, or it is a machine-to-machine app client, which users cannot sign in to.',
    next: 'Turn the grant on in the AWS console, or set grant to client_credentials in the profile.',
    remedies: ['edit_profile', 'check_app_client', 'open_settings'],
  };
}

function machineGrantOff(detail: ErrorDetail, context: ProblemContext): Problem {
  return {
    what: `The ${appClient(detail, context)} does not allow the client credentials grant at ${text(detail, 'host')} (${text(detail, 'error', 'invalid_grant')}).`,
    why: 'It is an app client that users sign in to. A machine-to-machine app client allows only this grant.',
    next: 'Use a machine-to-machine app client, or remove grant from the profile to sign in as a user.',
    remedies: ['edit_profile', 'open_settings'],
  };
}

function clientSecretWrong(detail: ErrorDetail, context: ProblemContext): Problem {
  return {
    what: `${text(detail, 'host')} does not accept the stored client secret of the ${appClient(detail, context)} (invalid_client).`,
    why: 'The secret may have a typo, may have been replaced or deleted, or may belong to another app client. Cognito gives the same answer when it does not know the client id, or when the app client has no secret.',
    next: 'Compare clientId with the app client’s page in the AWS console, and set the secret that is shown there. If the app client has none, set an empty one.',
    remedies: ['set_client_secret', 'edit_profile'],
  };
}

/**
 * Why the token endpoint refused an app client.
 * @returns undefined when the reason is not about the app client. Source: AWS, "The token issuer endpoint".
 */
export function refusedClient(detail: ErrorDetail, context: ProblemContext): Problem | undefined {
  if (detail.error === 'invalid_client') {
    if (detail.secret === 'sent') return clientSecretWrong(detail, context);
    return {
      what: `${text(detail, 'host')} does not accept the app client of ${profileLabel(context)} without a client secret (invalid_client).`,
      why: 'It does not know this client id, or the app client has a secret and none was sent.',
      next: 'Check clientId in the profile. If the app client has a client secret, set it here.',
      remedies: ['set_client_secret', 'edit_profile'],
    };
  }
  if (detail.grant !== 'client_credentials') return undefined;
  switch (detail.error) {
    case 'invalid_scope':
      return scopeNotAllowed(detail, context);
    // Cognito really answers invalid_grant when the app client has another grant.
    case 'invalid_grant':
    case 'unauthorized_client':
      return machineGrantOff(detail, context);
    default:
      return undefined;
  }
}

/** The app client, with its id when it is known, as part of a sentence. */
function appClient(detail: ErrorDetail, context: ProblemContext): string {
  const profile = profileLabel(context);
  return detail.clientId === undefined
    ? `app client of ${profile}`
    : `app client ${text(detail, 'clientId')} of ${profile}`;
}
