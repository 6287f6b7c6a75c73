import { createCognitoClient, type CognitoClient } from '../../../src/client/cognitoClient';
import type { ErrorCode } from '../../../src/core/errors';
import { startFaultyPool, type Fault, type FaultyPool } from '../../support/faultyPool';
import { straight } from '../../support/signingIn';

/** An answer of a pool, what it fails as, and a part of what is said of it. */
export interface BadAnswer {
  readonly fault: Fault;
  readonly code: ErrorCode;
  readonly says: string;
}

/** A faulty pool and who asks it, while a suite runs. */
export interface Asking {
  pool: FaultyPool;
  client: CognitoClient;
  /** Gives up soon where no answer is to come. */
  clientFor: (code: ErrorCode) => CognitoClient;
}

export function askFaultyPool(): Asking {
  const asking = {} as Asking;
  let hasty: CognitoClient;
  before(async () => {
    asking.pool = await startFaultyPool();
    asking.client = createCognitoClient(straight);
    hasty = createCognitoClient({ ...straight, requestTimeout: 500 });
    asking.clientFor = (code) => (code === 'timeout' ? hasty : asking.client);
  });
  after(async () => {
    await asking.client.close();
    await hasty.close();
    await asking.pool.stop();
  });
  return asking;
}
