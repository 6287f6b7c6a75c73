import type { JWTPayload } from 'jose';
import type { LocalIdentityPool } from './configSchema';

/**
 * The role for a signed-in user. `not_allowed`: the requested role is not one of the user's; `ambiguous`: the token names no role or
 * several without a preferred one, and the identity pool denies that; `none`: the role for signed-in users is not set.
 */
export type ChosenRole = { readonly arn: string } | 'not_allowed' | 'ambiguous' | 'none';

/**
 * Chooses the role as an identity pool does.
 * @param customRole `CustomRoleArn` of the request
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html
 */
export function chooseRole(
  { roles, roleResolution, ambiguousRole }: LocalIdentityPool,
  claims: JWTPayload,
  customRole: unknown,
): ChosenRole {
  if (customRole !== undefined) {
    const allowed = claims['cognito:roles'];
    const isAllowed = Array.isArray(allowed) && allowed.includes(customRole);
    return isAllowed && typeof customRole === 'string' ? { arn: customRole } : 'not_allowed';
  }
  if (roleResolution === 'token') {
    const preferred = claims['cognito:preferred_role'];
    if (typeof preferred === 'string') return { arn: preferred };
    if (ambiguousRole === 'deny') return 'ambiguous';
  }
  return roles.authenticated === undefined ? 'none' : { arn: roles.authenticated };
}
