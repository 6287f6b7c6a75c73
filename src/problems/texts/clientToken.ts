import * as l10n from '@vscode/l10n';
import type { ErrorCode } from '../../core/errors';
import { sentence } from '../../core/text';
import { own, type Explain, type Facts, type TableCause } from '../problem';
import { firewallCause } from './network';

const flow = l10n.t('the flow ALLOW_CLIENT_TOKEN_AUTH and no other flow');

/** Why a pool without a domain gives no token to a machine client. */
export const clientTokenProblems = {
  client_token_refused: (facts) => {
    const { why, next, remedies = ['check_app_client', 'show_log'] } = causeOf(facts);
    const what = l10n.t`${facts.host} issued no token for the ${facts.appClient} (GetClientToken).`;
    return { what, why, next, remedies };
  },
} satisfies Partial<Record<ErrorCode, Explain>>;

/** AWS does not document the messages, so each text names every cause that an exception can have. Source: AWS, "GetClientToken". */
function causeOf({ detail, host, text }: Facts): TableCause {
  const description = text('description', '');
  const says = description === '' ? '' : l10n.t` It says: ${sentence(description)}`;
  const causes: Readonly<Record<string, TableCause>> = {
    ForbiddenException: firewallCause,
    InvalidParameterException:
      detail.cause === 'scopes'
        ? {
            why: l10n.t`The app client does not allow one of the scopes of the profile.${says}`,
            next: l10n.t(
              'Correct scopes in the profile, or remove them to request all that the app client allows.',
            ),
            remedies: ['edit_profile'],
          }
        : {
            why: l10n.t`The user pool has no domain, and without one an app client gets tokens only with ${flow}. Or the app client does not allow one of the scopes.${says}`,
            next: l10n.t`Give the app client ${flow}, and compare the scopes of the profile with its own. Or add a domain to the user pool in the AWS console under Branding > Domain.`,
            remedies: ['check_app_client', 'edit_profile'],
          },
    NotAuthorizedException: {
      why: l10n.t`The client secret that is stored is probably not right. Or the app client does not have ${flow}, which it needs in a user pool without a domain.${says}`,
      next: l10n.t(
        'Set the client secret that is on the app client’s page in the AWS console. When it is right, correct the flows of the app client.',
      ),
      remedies: ['set_client_secret', 'check_app_client'],
    },
    ResourceNotFoundException: {
      why: l10n.t('The client id may have a typo, or the app client may have been deleted.'),
      next: l10n.t(
        'Compare clientId in the profile with the id on the app client’s page in the AWS console.',
      ),
      remedies: ['edit_profile', 'open_settings'],
    },
    OperationNotEnabledException: {
      why: l10n.t`This operation is not available in this configuration of the user pool, or not in a secondary Region of it.${says}`,
      next: l10n.t(
        'Set issuer in the profile to the one of the pool’s primary Region, or add a domain to the user pool in the AWS console under Branding > Domain.',
      ),
      remedies: ['edit_profile', 'check_app_client'],
    },
    TooManyRequestsException: {
      why: l10n.t('It is receiving too many requests.'),
      next: l10n.t('Try again in a minute.'),
      remedies: ['show_log'],
    },
    UserLambdaValidationException: {
      why: l10n.t`A Lambda trigger of the user pool failed.${says}`,
      next: l10n.t('Check the log of the trigger in Amazon CloudWatch, then try again.'),
      remedies: ['show_log'],
    },
    UnknownOperationException: {
      why: l10n.t`The user pool has no domain, and ${host} cannot issue tokens without one.`,
      next: l10n.t(
        'To get tokens, add a domain to the user pool in the AWS console under Branding > Domain.',
      ),
      remedies: ['check_app_client'],
    },
  };
  return (
    own(causes, detail.type) ?? { why: l10n.t('It did not say why.'), next: l10n.t('Try again in a moment.') }
  );
}
