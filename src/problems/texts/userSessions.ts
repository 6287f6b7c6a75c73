import * as l10n from '@vscode/l10n';
import type { ErrorCode } from '../../core/errors';
import { userAdminScope } from '../../core/scopes';
import { sentence } from '../../core/text';
import { own, type Explain, type Facts, type TableCause } from '../problem';

/** Why a pool does not show the sessions of a user, or does not end one. */
export const userSessionProblems = {
  user_sessions_refused: (facts) => {
    const { why, next, remedies = ['show_log'] } = causeOf(facts);
    return {
      what:
        facts.detail.operation === 'RevokeUserSession'
          ? l10n.t`The user pool of ${facts.profile} did not end the session of the user.`
          : l10n.t`The user pool of ${facts.profile} did not list the sessions of the user.`,
      why,
      next,
      remedies,
    };
  },
} satisfies Partial<Record<ErrorCode, Explain>>;

/** Source: AWS, "ListUserSessions" and "RevokeUserSession", Errors. */
function causeOf({ detail, text }: Facts): TableCause {
  const description = text('description', '');
  const says = description === '' ? '' : l10n.t` It says: ${sentence(description)}`;
  const causes: Readonly<Record<string, TableCause>> = {
    OperationNotEnabledException: {
      why: l10n.t`The pool does not keep a list of sessions, because session tracking is off, or because the request reached a secondary Region of the pool.${says}`,
      next: l10n.t('Turn on session tracking in the user pool, and sign in again.'),
    },
    FeatureUnavailableInTierException: {
      why: l10n.t`The feature plan of the pool does not have session tracking.${says}`,
      next: l10n.t('Choose a higher feature plan for the user pool in the AWS console.'),
    },
    NotAuthorizedException:
      detail.scope === 'missing'
        ? {
            why: l10n.t`The pool does not accept the access token for this. It lacks the scope ${userAdminScope}, which is probably the cause.${says}`,
            next: l10n.t(
              'Allow this scope in the app client, add it to the profile’s scopes, and sign in again.',
            ),
            remedies: ['edit_profile', 'sign_in'],
          }
        : {
            why: l10n.t`The pool does not accept the access token. It has expired, or its session was ended elsewhere.${says}`,
            next: l10n.t('Sign in again.'),
            remedies: ['sign_in'],
          },
    ResourceNotFoundException: {
      why: l10n.t('This session no longer exists.'),
      next: l10n.t('Run Show Sessions again.'),
    },
    InvalidParameterException: {
      why: l10n.t`The pool does not end this session. The session in use cannot be ended this way.${says}`,
      next: l10n.t('To end the session in use, run Sign Out.'),
    },
    TooManyRequestsException: {
      why: l10n.t('It is receiving too many requests.'),
      next: l10n.t('Try again in a minute.'),
    },
  };
  return (
    own(causes, detail.type) ?? {
      why: l10n.t('It did not say why.'),
      next: l10n.t('Try again in a moment.'),
    }
  );
}
