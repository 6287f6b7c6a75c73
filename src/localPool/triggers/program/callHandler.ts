import { randomUUID } from 'node:crypto';
import type { Handler } from './loadHandler';

/**
 * Calls a handler as the Node.js runtime of Lambda does: the answer is the promise that it returns, or what it gives to its callback
 * or to `done`, `succeed` or `fail` of the context.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 * @param timeout milliseconds
 * @returns a promise that stays pending when the handler does not answer
 * @throws what the handler throws
 */
export function callHandler(handler: Handler, event: unknown, timeout: number): Promise<unknown> {
  const endsAt = Date.now() + timeout;
  return new Promise((resolve, reject) => {
    const done = (error: unknown, answer?: unknown): void => {
      if (error === null || error === undefined) resolve(answer);
      else reject(asError(error));
    };
    const context = {
      functionName: 'preTokenGeneration',
      functionVersion: '$LATEST',
      memoryLimitInMB: '128',
      awsRequestId: randomUUID(),
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, endsAt - Date.now()),
      done,
      succeed: resolve,
      fail: (error: unknown) => {
        done(error ?? 'null');
      },
    };
    const returned = handler(event, context, done);
    if (isPromise(returned)) returned.then(resolve, reject);
  });
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
