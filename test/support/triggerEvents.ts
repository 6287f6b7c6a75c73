import { defined } from '../../src/core/members';
import type { TokenClaims } from '../../src/localPool/triggers/applyChanges';
import {
  triggerEvent,
  type TriggerEvent,
  type TriggerFacts,
  type TriggerSource,
  type TriggerVersion,
} from '../../src/localPool/triggers/triggerEvent';

export const clientId = '1example23456789';

const jane: TriggerFacts['user'] = {
  username: 'jane',
  sub: 'a1b2',
  attributes: { email: 'jane@example.com', phone_number: '+12065551212', 'custom:tenant': 'acme' },
  groups: ['staff'],
  roles: ['arn:aws:iam::123456789012:role/staff'],
  preferredRole: 'arn:aws:iam::123456789012:role/staff',
};

/** The event of a sign-in of `jane`, or of a machine client. */
export function eventOf(
  version: TriggerVersion,
  source: TriggerSource = 'TokenGeneration_HostedAuth',
  clientMetadata?: Readonly<Record<string, string>>,
): TriggerEvent {
  const machine = source === 'TokenGeneration_ClientCredentials';
  return triggerEvent({
    version,
    source,
    poolId: 'eu-west-1_Example01',
    clientId,
    scopes: scopesOf(machine),
    user: machine ? undefined : jane,
    ...defined({ clientMetadata }),
  });
}

function scopesOf(machine: boolean): readonly string[] {
  return machine ? ['orders/read'] : ['openid', 'email', 'phone', 'aws.cognito.signin.user.admin'];
}

/** Claims of tokens before a trigger changes them. */
export function claimsBefore(source: TriggerSource = 'TokenGeneration_HostedAuth'): TokenClaims {
  if (source === 'TokenGeneration_ClientCredentials') {
    return {
      id: undefined,
      access: { sub: clientId, scope: scopesOf(true).join(' '), client_id: clientId, version: 2 },
    };
  }
  const groups = { 'cognito:groups': ['staff'] };
  return {
    id: {
      sub: 'a1b2',
      ...groups,
      'cognito:roles': ['arn:aws:iam::123456789012:role/staff'],
      'cognito:preferred_role': 'arn:aws:iam::123456789012:role/staff',
      'cognito:username': 'jane',
      aud: clientId,
      email: 'jane@example.com',
      phone_number: '+12065551212',
      'custom:tenant': 'acme',
    },
    access: {
      sub: 'a1b2',
      ...groups,
      scope: scopesOf(false).join(' '),
      client_id: clientId,
      username: 'jane',
    },
  };
}
