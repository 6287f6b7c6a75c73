import type { ErrorCode, ErrorDetail } from '../../core/errors';
import { profileLabel, text } from '../problem';
import type { Cause, Explain, Problem, ProblemContext } from '../problem';

/** What is wrong with how an app client proves who it is. */
export const clientProblems = {
  client_secret_missing: (detail, context) => ({
    what: `No client secret is set for ${profileLabel(context)}.`,
    why:
      detail.host === undefined
        ? 'A machine client authenticates with its secret.'
        : `The app client ${text(detail, 'clientId')} has a secret, and ${text(detail, 'host')} issues no tokens without it (invalid_client).`,
    next: 'Set the client secret. The AWS console shows it on the app client’s page. It is given to the editor’s secret storage.',
    remedies: ['set_client_secret'],
  }),
  client_secret_in_settings: (detail) => ({
    what: `The profile “${text(detail, 'name', 'without a name')}” cannot be used.`,
    why: 'Its entry contains clientSecret, and settings are plain text that may be synced or committed.',
    next: 'Remove clientSecret from the entry, then run Set Client Secret. If the file was shared, rotate the secret in the AWS console.',
    remedies: ['edit_profile', 'set_client_secret'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

/** The pool says the same of an unknown client, of a missing secret, and of one that is wrong or not wanted. */
const invalidClient: Readonly<Record<'none' | 'sent', Cause>> = {
  none: {
    why: 'The pool does not know this client id, or the app client has a secret and none was sent.',
    next: 'Check clientId in the profile. If the app client has a secret, set it.',
    remedies: ['set_client_secret', 'edit_profile'],
  },
  sent: {
    why: 'The pool does not know this client id, or the client secret is wrong. The secret may have been replaced, or the app client may have none.',
    next: 'Set the app client’s secret again, or remove it if the app client has none.',
    remedies: ['set_client_secret', 'edit_profile'],
  },
};

const forPeople: Cause = {
  why: 'The app client is for users. It does not allow the client credentials grant.',
  next: 'Remove grant from the profile to sign in as a user, or use an app client that allows this grant.',
  remedies: ['edit_profile', 'open_settings'],
};

/** What machine clients are refused for. Source: AWS, "The token issuer endpoint". */
const machineReasons: Readonly<Record<string, Cause>> = {
  // What Cognito really answers when the app client has another grant.
  invalid_grant: forPeople,
  unauthorized_client: forPeople,
  invalid_scope: {
    why: 'The app client does not allow one of the scopes that the profile asks for.',
    next: 'Allow it in the app client as RESOURCE_SERVER/SCOPE, or leave scopes out to get all that are allowed.',
    remedies: ['edit_profile', 'open_settings'],
  },
};

/** Why an app client was refused, where that is not about a sign-in. */
export function refusedClient(detail: ErrorDetail, context: ProblemContext): Problem | undefined {
  const error = text(detail, 'error', 'unknown');
  const cause =
    error === 'invalid_client'
      ? invalidClient[detail.secret === 'sent' ? 'sent' : 'none']
      : detail.grant === 'client_credentials' && Object.hasOwn(machineReasons, error)
        ? machineReasons[error]
        : undefined;
  const what = `${text(detail, 'host')} refused to issue tokens for ${profileLabel(context)} (${error}).`;
  return cause && { what, ...cause };
}
