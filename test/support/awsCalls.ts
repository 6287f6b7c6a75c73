import { equal } from 'node:assert/strict';
import type { LocalPool } from '../../src/localPool/localPool';

/** An answer of an AWS API. */
export interface AwsAnswer<Body = Readonly<Record<string, unknown>>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body & { readonly __type?: string; readonly message?: string };
}

/** Calls an operation of an AWS API of a local user pool. @param target the service and the operation */
export async function callAws<Body>(
  pool: LocalPool,
  target: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<AwsAnswer<Body>> {
  const response = await fetch(`${pool.origin}/`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as AwsAnswer<Body>['body'],
  };
}

/** Calls an operation of the user pools API of a local user pool. */
export function callUserPool<Body = Readonly<Record<string, unknown>>>(
  pool: LocalPool,
  operation: string,
  body: unknown,
): Promise<AwsAnswer<Body>> {
  return callAws(pool, `AWSCognitoIdentityProviderService.${operation}`, body);
}

/** The type and the message of an error, which must be written as AWS does. */
export function errorOf({ status, headers, body }: AwsAnswer<unknown>): readonly [string, string] {
  equal(status, 400);
  equal(headers.get('content-type'), 'application/x-amz-json-1.1');
  equal(headers.get('x-amzn-errortype'), body.__type);
  return [body.__type ?? '', body.message ?? ''];
}
