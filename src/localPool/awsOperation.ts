import type { PoolRequest } from './http';
import type { Pool } from './pool';

/** The parameters of an operation, not checked yet. */
export type Parameters = Readonly<Record<string, unknown>>;

/** An operation of an AWS API. It throws `Refusal`. */
export type Operation = (
  pool: Pool,
  parameters: Parameters,
  request: PoolRequest,
) => object | Promise<object>;

/** An error as AWS APIs send it. */
export class Refusal extends Error {
  constructor(
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

/** The refusal of a token or of a secret. */
export function notAuthorized(message: string): Refusal {
  return new Refusal('NotAuthorizedException', message);
}
