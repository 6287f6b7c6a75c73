import { defaultLocalPoolConfig } from '../../src/localPool/defaults';
import type { LocalIdentityPool, LocalPoolConfig } from '../../src/localPool/configSchema';
import type { LocalPool } from '../../src/localPool/localPool';
import { callAws, type AwsAnswer } from './awsCalls';
import { decode } from './localPoolRequests';

const shipped = defaultLocalPoolConfig().identityPools[0]!;

/** The id of the identity pool of the local user pool as shipped. */
export const { identityPoolId } = shipped;

/** The shipped configuration with changes to its identity pool. */
export function withIdentityPool(
  changes: Partial<LocalIdentityPool>,
  config: LocalPoolConfig = defaultLocalPoolConfig(),
): LocalPoolConfig {
  return { ...config, identityPools: [{ ...shipped, ...changes }] };
}

/** The name of a local user pool in `Logins`. */
export function providerOf({ issuer }: LocalPool): string {
  return issuer.slice('http://'.length);
}

/** An answer of an identity pool. */
export type IdentityPoolAnswer = AwsAnswer<{
  readonly IdentityId?: string;
  readonly Credentials?: Readonly<Record<string, string | number>>;
}>;

/** Calls an operation of the identity pools of a local user pool. */
export function callIdentityPool(
  pool: LocalPool,
  operation: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<IdentityPoolAnswer> {
  return callAws(pool, `AWSCognitoIdentityService.${operation}`, body, headers);
}

/** The role that fake credentials are for. @param sessionToken of a local user pool */
export function roleIn(sessionToken: unknown): unknown {
  return decode(`.${String(sessionToken)}`)['roleArn'];
}
