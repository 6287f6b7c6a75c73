import { defaultLocalPoolConfig } from '../../src/localPool/defaults';
import type { LocalIdentityPool, LocalPoolConfig } from '../../src/localPool/configSchema';
import type { LocalPool } from '../../src/localPool/localPool';
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
export interface IdentityPoolAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly IdentityId?: string;
    readonly Credentials?: Readonly<Record<string, string | number>>;
    readonly __type?: string;
    readonly message?: string;
  };
}

/** Calls an operation of the identity pools of a local user pool. */
export async function callIdentityPool(
  pool: LocalPool,
  operation: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<IdentityPoolAnswer> {
  const response = await fetch(`${pool.origin}/`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityService.${operation}`,
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as IdentityPoolAnswer['body'],
  };
}

/** The role that fake credentials are for. @param sessionToken of a local user pool */
export function roleIn(sessionToken: unknown): unknown {
  return decode(`.${String(sessionToken)}`)['roleArn'];
}
