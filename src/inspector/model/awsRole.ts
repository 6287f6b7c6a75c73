import * as l10n from '@vscode/l10n';
import { textClaim, type Claims } from '../../core/jwt';
import { truncate } from '../../core/text';

/** The IAM role that an identity pool would choose by the claims of an ID token, and why. */
export interface AwsRole {
  /** `custom`: the one that the profile requests. `ambiguous`: several, none of them preferred. `none`: the token has no role. */
  readonly kind: 'custom' | 'custom_not_allowed' | 'preferred' | 'only' | 'ambiguous' | 'none';
  /** The role's ARN, at most 2,048 characters; absent when the claims choose no role. */
  readonly arn?: string;
  /** "The preferred role", without a full stop. */
  readonly what: string;
  readonly why: string;
  /** What to change, when the user's roles or the profile are at fault. */
  readonly fix?: string;
}

/** What a profile says about its identity pool. */
interface IdentityPool {
  readonly identityPoolId?: string;
  /** The ARN of the role that is requested (CustomRoleArn). */
  readonly customRoleArn?: string;
}

const defaultOrNone = l10n.t('The default role, or no credentials');
const resolution = l10n.t('The identity pool’s role resolution decides.');

/** Source: IAM API reference, "Role", `Arn`. */
const longestArn = 2048;

/**
 * Tells which role an identity pool would choose for a user, if it takes the role from the token. Whether it does cannot be read
 * without AWS credentials.
 * @param claims those of an ID token
 * @returns undefined when the token has no claim about roles and the profile no identity pool
 * Sources: AWS, "Using role-based access control"; Amazon Cognito Federated Identities API reference, `RoleMapping`.
 */
export function awsRole(
  claims: Claims,
  { identityPoolId, customRoleArn }: IdentityPool = {},
): AwsRole | undefined {
  const roles = rolesOf(claims);
  const preferred = textClaim(claims, 'cognito:preferred_role');
  const hasClaim = Object.hasOwn(claims, 'cognito:roles') || Object.hasOwn(claims, 'cognito:preferred_role');
  if (!hasClaim && identityPoolId === undefined) return undefined;
  if (customRoleArn !== undefined) return customRole(customRoleArn, roles);
  if (preferred) {
    return {
      kind: 'preferred',
      arn: truncate(preferred, longestArn),
      what: l10n.t('The preferred role'),
      why: l10n.t(
        'It is in cognito:preferred_role: the role of the user’s group with the lowest precedence number.',
      ),
    };
  }
  const [first, ...others] = roles;
  if (first === undefined) {
    return {
      kind: 'none',
      what: defaultOrNone,
      why: l10n.t`The token has no role in cognito:preferred_role, and no list of roles in cognito:roles. ${resolution}`,
    };
  }
  if (others.length === 0) {
    return {
      kind: 'only',
      arn: truncate(first, longestArn),
      what: l10n.t('The only role, or what the role resolution says'),
      why: l10n.t(
        'It is the only role in cognito:roles, and the token has no cognito:preferred_role. AWS’s pages do not agree whether the identity pool’s role resolution counts then.',
      ),
    };
  }
  return {
    kind: 'ambiguous',
    what: defaultOrNone,
    why: l10n.t`The token has ${roles.length} roles in cognito:roles, but no cognito:preferred_role: Cognito leaves it out when groups with the same precedence have different roles. ${resolution}`,
    fix: l10n.t(
      'Give the group with the right role a lower precedence number than the others, or set customRoleArn in the profile to one of the roles.',
    ),
  };
}

function customRole(customRoleArn: string, roles: readonly string[]): AwsRole {
  if (roles.includes(customRoleArn)) {
    return {
      kind: 'custom',
      arn: truncate(customRoleArn, longestArn),
      what: l10n.t('The role that the profile requests'),
      why: l10n.t('The profile’s customRoleArn is one of the roles in cognito:roles.'),
    };
  }
  return {
    kind: 'custom_not_allowed',
    what: l10n.t('No credentials'),
    why: l10n.t(
      'The profile’s customRoleArn is not one of the roles in cognito:roles, so the identity pool refuses it.',
    ),
    fix: l10n.t('Set customRoleArn to one of the roles in cognito:roles, or remove it from the profile.'),
  };
}

/** The different roles in `cognito:roles`; none when it is not a list. */
function rolesOf(claims: Claims): readonly string[] {
  const value = Object.hasOwn(claims, 'cognito:roles') ? claims['cognito:roles'] : undefined;
  if (!Array.isArray(value)) return [];
  const items = value as readonly unknown[];
  return [...new Set(items.filter((item) => typeof item === 'string' && item !== ''))] as readonly string[];
}
