import * as l10n from '@vscode/l10n';
import type { ErrorCode } from '../../core/errors';
import type { Explain, Facts, Problem } from '../problem';

/**
 * What is wrong with an app client: its settings in the pool, or its secret.
 * Sources: AWS, "Authorize endpoint", "Token endpoint", "App client settings"; client/appClientCheck finds out which.
 */
export const appClientProblems = {
  redirect_mismatch: ({ context, host, appClient, text }) => {
    const url = text('redirectUri', context.callbackUrl ?? '');
    const callbackUrl = url === '' ? l10n.t('this editor’s callback URL') : l10n.t`the callback URL ${url}`;
    return {
      what: l10n.t`The ${appClient} does not allow ${callbackUrl} (redirect_mismatch).`,
      why: l10n.t`${host} compares it character for character with the app client’s allowed callback URLs, including the scheme, the port and a final slash.`,
      next: l10n.t('Add exactly this URL to the app client’s allowed callback URLs, then sign in again.'),
      remedies: ['copy_callback_url', 'check_app_client', 'open_settings'],
    };
  },
  client_unknown: ({ host, appClient }) => ({
    what: l10n.t`${host} does not know the ${appClient}.`,
    why: l10n.t(
      'The client id may have a typo, the app client may have been deleted, or the domain may belong to another user pool.',
    ),
    next: l10n.t(
      'Compare clientId in the profile with the id on the app client’s page in the AWS console. If this editor registered the app client, the pool may have deleted it since: run Cognito: Add Profile… with the pool’s id and choose Register Again.',
    ),
    remedies: ['edit_profile', 'check_app_client', 'open_settings'],
  }),
  client_unusable: ({ detail, host, profile, appClient, text }) => ({
    what: l10n.t`${host} rejected the sign-in to ${profile} (invalid_request).`,
    why:
      detail.identityProvider === undefined
        ? l10n.t`The ${appClient} has no identity provider, or its OAuth settings are not complete.`
        : l10n.t`The ${appClient} does not allow the identity provider “${text('identityProvider')}”, or has no identity provider at all.`,
    next:
      detail.identityProvider === undefined
        ? l10n.t(
            'Open the app client’s login pages in the AWS console, and choose an identity provider and a grant there.',
          )
        : l10n.t(
            'Allow it on the app client’s login pages in the AWS console, or correct identityProvider in the profile.',
          ),
    remedies: ['edit_profile', 'check_app_client', 'open_settings'],
  }),
  login_unavailable: ({ host, profile, appClient }) => ({
    what: l10n.t`${host} does not show the sign-in page of ${profile} (status 403).`,
    why: l10n.t`Either the domain uses managed login and the ${appClient} has no branding style (“Login pages unavailable”), or a firewall such as AWS WAF refused the request.`,
    next: l10n.t(
      'Open the sign-in page in a browser. If it says that login pages are unavailable, create a style in the AWS console under Managed login, or run aws cognito-idp create-managed-login-branding with --use-cognito-provided-values. Otherwise check the web ACL of the user pool.',
    ),
    remedies: ['check_app_client'],
  }),
  scope_not_allowed: scopeNotAllowed,
  code_grant_off: ({ host, appClient, text }) => ({
    what: l10n.t`The ${appClient} does not allow the authorization code grant at ${host} (${text('error', 'unauthorized_client')}).`,
    why: l10n.t(
      'The grant is turned off on its login pages, or it is a machine-to-machine app client, which users cannot sign in to.',
    ),
    next: l10n.t('Turn the grant on in the AWS console, or set grant to client_credentials in the profile.'),
    remedies: ['edit_profile', 'check_app_client', 'open_settings'],
  }),
  machine_grant_off: ({ host, appClient, text }) => ({
    what: l10n.t`The ${appClient} does not allow the client credentials grant at ${host} (${text('error', 'invalid_grant')}).`,
    why: l10n.t(
      'It is an app client that users sign in to. A machine-to-machine app client allows only this grant.',
    ),
    next: l10n.t(
      'Use a machine-to-machine app client, or remove grant from the profile to sign in as a user.',
    ),
    remedies: ['edit_profile', 'open_settings'],
  }),
  client_secret_missing: ({ detail, host, profile, text }) => ({
    what: l10n.t`No client secret is stored for ${profile}.`,
    why:
      detail.host === undefined
        ? l10n.t('A machine client authenticates with its client secret.')
        : l10n.t`The app client ${text('clientId')} has a client secret, and ${host} issues no tokens without it (invalid_client).`,
    next: l10n.t(
      'Set the client secret, which is on the app client’s page in the AWS console. It is given to the editor’s secret storage.',
    ),
    remedies: ['set_client_secret'],
  }),
  client_secret_wrong: ({ host, appClient }) => ({
    what: l10n.t`${host} does not accept the stored client secret of the ${appClient} (invalid_client).`,
    why: l10n.t(
      'The secret may have a typo, may have been replaced or deleted, or may belong to another app client. Cognito gives the same answer when it does not know the client id, or when the app client has no secret.',
    ),
    next: l10n.t(
      'Compare clientId with the app client’s page in the AWS console, and set the secret that is shown there. If the app client has none, set an empty one.',
    ),
    remedies: ['set_client_secret', 'edit_profile'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

/** The app client does not allow a scope. Cognito rejects the whole request and does not say which scope. */
export function scopeNotAllowed({ detail, host, profile, appClient, text }: Facts): Problem {
  const listed = (name: string): readonly string[] => text(name, '').split(' ').filter(Boolean);
  const scopes = listed('scopes');
  const remedies = ['edit_profile', 'check_app_client', 'open_settings'] as const;
  if (scopes.includes('offline_access')) {
    return {
      what: l10n.t('Cognito does not have the scope offline_access (invalid_scope).'),
      why: l10n.t`Cognito issues refresh tokens without this scope, and ${host} rejects a sign-in with a scope that it does not know.`,
      next:
        scopes.length === 1
          ? l10n.t`Remove offline_access from the scopes of ${profile}.`
          : l10n.t`Remove these scopes from ${profile}: ${scopes.join(', ')}.`,
      remedies,
    };
  }
  if (scopes.length > 0) {
    const isOne = scopes.length === 1;
    return {
      what: isOne
        ? l10n.t`The ${appClient} does not allow the scope ${scopes.join(', ')} (invalid_scope).`
        : l10n.t`The ${appClient} does not allow the scopes ${scopes.join(', ')} (invalid_scope).`,
      why: l10n.t`${host} rejects the whole request for a single scope that is not allowed or does not exist.`,
      next: isOne
        ? l10n.t(
            'Allow this scope on the app client’s login pages in the AWS console, or remove it from the profile’s scopes.',
          )
        : l10n.t(
            'Allow these scopes on the app client’s login pages in the AWS console, or remove them from the profile’s scopes.',
          ),
      remedies,
    };
  }
  if (detail.resource !== undefined) {
    return {
      what: l10n.t`${host} rejects the sign-in to ${profile} for the resource ${text('resource')} (invalid_scope).`,
      why: l10n.t(
        'The app client allows each scope without the resource. Binding a token to a resource requires a resource server and managed login.',
      ),
      next: l10n.t('Remove resource from the profile, or register it as a resource server of the user pool.'),
      remedies,
    };
  }
  const requested = listed('requested').join(', ');
  return {
    what:
      requested === ''
        ? l10n.t`The ${appClient} does not allow one of the scopes that the profile requests (invalid_scope).`
        : l10n.t`The ${appClient} does not allow one of these scopes: ${requested} (invalid_scope).`,
    why: l10n.t`${host} rejects the whole request for a single scope, and does not say which one.`,
    next:
      detail.grant === 'client_credentials'
        ? l10n.t(
            'Run Check App Client to find the scope and allow it as RESOURCE_SERVER/SCOPE, or remove scopes from the profile to request all that are allowed.',
          )
        : l10n.t(
            'Run Check App Client to find the scope, or remove scopes from the profile to request all that are allowed.',
          ),
    remedies: ['check_app_client', 'edit_profile', 'open_settings'],
  };
}

/**
 * Why the token endpoint refused an app client.
 * @returns undefined when the reason is not about the app client. Source: AWS, "The token issuer endpoint".
 */
export function refusedClient(facts: Facts): Problem | undefined {
  const { detail, host, profile } = facts;
  if (detail.error === 'invalid_client') {
    if (detail.secret === 'sent') return appClientProblems.client_secret_wrong(facts);
    return {
      what: l10n.t`${host} does not accept the app client of ${profile} without a client secret (invalid_client).`,
      why: l10n.t('It does not know this client id, or the app client has a secret and none was sent.'),
      next: l10n.t('Check clientId in the profile. If the app client has a client secret, set it here.'),
      remedies: ['set_client_secret', 'edit_profile'],
    };
  }
  if (detail.grant !== 'client_credentials') return undefined;
  if (detail.error === 'invalid_scope') return scopeNotAllowed(facts);
  // Cognito really answers invalid_grant when the app client has another grant.
  return detail.error === 'invalid_grant' || detail.error === 'unauthorized_client'
    ? appClientProblems.machine_grant_off(facts)
    : undefined;
}
