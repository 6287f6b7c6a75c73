import { stringifyExact } from '../core/exactJson';
import { claimsOf, textClaim, type Claims } from '../core/jwt';
import { isMachine } from '../core/profile';
import { scopesOf } from '../core/scopes';
import type { Session } from '../core/session';
import type { Sample } from '../localPool/triggers/sampleTokens';
import type { TriggerUser } from '../localPool/triggers/triggerEvent';
import { userAttributeName } from '../localPool/userAttributes';

/**
 * The event facts and the claims of a session, so that a trigger can be tried for its user. The event has the attributes that the ID token
 * has: others are not known here.
 */
export function sessionTokens(session: Session): Sample {
  const { clientId, issuer, idToken, accessToken } = session;
  // With the trigger there would be another access token, which at_hash is the hash of.
  const id = idToken === undefined ? undefined : without(claimsOf(idToken), 'at_hash');
  const access = claimsOf(accessToken);
  const machine = isMachine(session);
  return {
    facts: {
      source: machine ? 'TokenGeneration_ClientCredentials' : 'TokenGeneration_HostedAuth',
      poolId: issuer.slice(issuer.lastIndexOf('/') + 1),
      clientId,
      scopes: scopesOf(access['scope']),
      user: machine ? undefined : userOf(id ?? {}, access),
    },
    tokens: { id, access },
  };
}

function without(claims: Claims, removed: string): Claims {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => name !== removed));
}

function userOf(id: Claims, access: Claims): TriggerUser {
  return {
    username: textClaim(id, 'cognito:username') ?? textClaim(access, 'username') ?? '',
    sub: textClaim(access, 'sub') ?? '',
    attributes: Object.fromEntries(
      Object.entries(id)
        .filter(([name]) => userAttributeName.test(name))
        .map(([name, value]) => [name, typeof value === 'string' ? value : stringifyExact(value)]),
    ),
    groups: texts(access['cognito:groups']),
    roles: texts(id['cognito:roles']),
    preferredRole: textClaim(id, 'cognito:preferred_role'),
  };
}

function texts(claim: unknown): readonly string[] {
  return Array.isArray(claim) ? claim.filter((item) => typeof item === 'string') : [];
}
