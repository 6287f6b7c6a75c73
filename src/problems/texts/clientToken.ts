import type { ErrorCode } from '../../core/errors';
import { sentence } from '../../core/text';
import { own, type Explain, type Facts, type TableCause } from '../problem';
import { firewallCause } from './network';

const flow = 'the flow ALLOW_CLIENT_TOKEN_AUTH and no other flow';
const addDomain = 'add a domain to the user pool in the AWS console under Branding > Domain';

/** Why a pool without a domain gives no token to a machine client. */
export const clientTokenProblems = {
  client_token_refused: (facts) => {
    const { why, next, remedies = ['check_app_client', 'show_log'] } = causeOf(facts);
    const what = `${facts.host} issued no token for the ${facts.appClient} (GetClientToken).`;
    return { what, why, next, remedies };
  },
} satisfies Partial<Record<ErrorCode, Explain>>;

/** AWS does not document the messages, so each text names every cause that an exception can have. Source: AWS, "GetClientToken". */
function causeOf({ detail, host, text }: Facts): TableCause {
  const description = text('description', '');
  const says = description === '' ? '' : ` It says: ${sentence(description)}`;
  const causes: Readonly<Record<string, TableCause>> = {
    ForbiddenException: firewallCause,
    InvalidParameterException:
      detail.cause === 'scopes'
        ? {
            why: `The app client does not allow one of the scopes of the profile.${says}`,
            next: 'Correct scopes in the profile, or remove them to request all that the app client allows.',
            remedies: ['edit_profile'],
          }
        : {
            why: `The user pool has no domain, and without one an app client gets tokens only with ${flow}. Or the app client does not allow one of the scopes.${says}`,
            next: `Give the app client ${flow}, and compare the scopes of the profile with its own. Or ${addDomain}.`,
            remedies: ['check_app_client', 'edit_profile'],
          },
    NotAuthorizedException: {
      why: `The client secret that is stored is probably not right. Or the app client does not have ${flow}, which it needs in a user pool without a domain.${says}`,
      next: 'Set the client secret that is on the app client’s page in the AWS console. When it is right, correct the flows of the app client.',
      remedies: ['set_client_secret', 'check_app_client'],
    },
    ResourceNotFoundException: {
      why: 'The client id may have a typo, or the app client may have been deleted.',
      next: 'Compare clientId in the profile with the id on the app client’s page in the AWS console.',
      remedies: ['edit_profile', 'open_settings'],
    },
    OperationNotEnabledException: {
      why: `This operation is not available in this configuration of the user pool, or not in a secondary Region of it.${says}`,
      next: `Set issuer in the profile to the one of the pool’s primary Region, or ${addDomain}.`,
      remedies: ['edit_profile', 'check_app_client'],
    },
    TooManyRequestsException: {
      why: 'It is receiving too many requests.',
      next: 'Try again in a minute.',
      remedies: ['show_log'],
    },
    UserLambdaValidationException: {
      why: `A Lambda trigger of the user pool failed.${says}`,
      next: 'Check the log of the trigger in Amazon CloudWatch, then try again.',
      remedies: ['show_log'],
    },
    UnknownOperationException: {
      why: `The user pool has no domain, and ${host} cannot issue tokens without one.`,
      next: `To get tokens, ${addDomain}.`,
      remedies: ['check_app_client'],
    },
  };
  return own(causes, detail.type) ?? { why: 'It did not say why.', next: 'Try again in a moment.' };
}
