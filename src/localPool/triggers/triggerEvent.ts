import { defined } from '../../core/members';

/** The version of the event, `LambdaVersion` of a user pool. */
export type TriggerVersion = 'V1_0' | 'V2_0' | 'V3_0';

/** Why tokens are issued, of those that a pool with a sign-in page can have. */
export type TriggerSource =
  'TokenGeneration_HostedAuth' | 'TokenGeneration_RefreshTokens' | 'TokenGeneration_ClientCredentials';

/** The user that tokens are for. */
export interface TriggerUser {
  readonly username: string;
  readonly sub: string;
  /** User attributes without `sub`, all of them strings as Cognito keeps them. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  readonly preferredRole: string | undefined;
}

/** What an event is made of. */
export interface TriggerFacts {
  readonly version: TriggerVersion;
  readonly source: TriggerSource;
  readonly poolId: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** Undefined for a machine client. */
  readonly user: TriggerUser | undefined;
  readonly clientMetadata?: Readonly<Record<string, string>>;
}

/** The event that a trigger gets. */
export interface TriggerEvent {
  readonly version: '1' | '2' | '3';
  readonly triggerSource: TriggerSource;
  readonly region: string;
  readonly userPoolId: string;
  /** Absent for a machine client. */
  readonly userName?: string;
  readonly callerContext: { readonly awsSdkVersion: string; readonly clientId: string };
  readonly request: {
    readonly userAttributes: Readonly<Record<string, string>>;
    readonly groupConfiguration: {
      readonly groupsToOverride: readonly string[];
      readonly iamRolesToOverride: readonly string[];
      readonly preferredRole: string | null;
    };
    /** Absent in version 1. */
    readonly scopes?: readonly string[];
    readonly clientMetadata?: Readonly<Record<string, string>>;
  };
  readonly response: Readonly<Record<string, null>>;
}

const numbers = { V1_0: '1', V2_0: '2', V3_0: '3' } as const;

/**
 * The event of a pre token generation trigger.
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html. AWS does not show the
 * event of a client credentials grant. Here it has no `userName`, and its attributes and groups are empty.
 */
export function triggerEvent(facts: TriggerFacts): TriggerEvent {
  const { version, source, poolId, clientId, scopes, user, clientMetadata } = facts;
  return {
    version: numbers[version],
    triggerSource: source,
    region: poolId.replace(/_[^_]*$/, ''),
    userPoolId: poolId,
    ...defined({ userName: user?.username }),
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
    request: {
      userAttributes: user ? attributes(user) : {},
      groupConfiguration: {
        groupsToOverride: user?.groups ?? [],
        iamRolesToOverride: user?.roles ?? [],
        preferredRole: user?.preferredRole ?? null,
      },
      ...defined({ scopes: version === 'V1_0' ? undefined : scopes, clientMetadata }),
    },
    response: { [responseMember(version)]: null },
  };
}

/** The member of `response` that holds the changes. */
export function responseMember(
  version: TriggerVersion,
): 'claimsOverrideDetails' | 'claimsAndScopeOverrideDetails' {
  return version === 'V1_0' ? 'claimsOverrideDetails' : 'claimsAndScopeOverrideDetails';
}

function attributes({ sub, attributes: others }: TriggerUser): Record<string, string> {
  const isFederated = others['identities'] !== undefined;
  return {
    sub,
    'cognito:user_status': isFederated ? 'EXTERNAL_PROVIDER' : 'CONFIRMED',
    ...others,
  };
}
