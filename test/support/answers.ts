import { strict as assert } from 'node:assert';
import { inspect } from 'node:util';
import { CognitoError } from '../../src/core/errors';
import type { ErrorCode, ErrorDetail } from '../../src/core/errors';
import type { Fetch } from '../../src/client/oauth/tokenRequest';

/** A request as the injected fetch got it. */
export interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

/** A fetch that gives the same answer to every request, and remembers the requests. */
export function answering(make: () => Response): { readonly fetch: Fetch; readonly sent: readonly Sent[] } {
  const sent: Sent[] = [];
  return {
    sent,
    fetch: (url, init) => {
      sent.push({ url, init });
      return Promise.resolve(make());
    },
  };
}

/** An answer as Cognito makes them. */
export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return raw(JSON.stringify(body), status, { 'content-type': 'application/json;charset=UTF-8', ...headers });
}

export function html(status = 200): Response {
  return raw('<!DOCTYPE html><title>Proxy</title>', status, { 'content-type': 'text/html; charset=utf-8' });
}

export function raw(
  body: string | null,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const response = new Response(body === null ? null : new TextEncoder().encode(body), { status, headers });
  return response;
}

/** The form that was posted. */
export function formOf(sent: Sent | undefined): Record<string, string> {
  assert(sent?.init.body instanceof URLSearchParams || typeof sent?.init.body === 'string');
  return Object.fromEntries(new URLSearchParams(sent.init.body.toString()));
}

/** Waits for a failure and checks its name and facts. @returns the error, for more */
export async function fails(
  work: Promise<unknown>,
  code: ErrorCode,
  detail: ErrorDetail = {},
): Promise<CognitoError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert(error instanceof CognitoError, `Expected ${code}, got ${inspect(error)}`);
  assert.equal(error.code, code);
  for (const [name, value] of Object.entries(detail)) assert.equal(error.detail[name], value, name);
  return error;
}

/** Looks through everything an error holds, causes included, for what must not be there. */
export function assertSilent(error: unknown, secrets: readonly string[]): void {
  const seen = inspect(error, { depth: Infinity, showHidden: true, maxStringLength: Infinity });
  const written = JSON.stringify(error) + String(error) + (error instanceof Error ? (error.stack ?? '') : '');
  for (const secret of secrets) {
    assert(secret.length > 3);
    assert(!seen.includes(secret), `found ${secret}`);
    assert(!written.includes(secret), `found ${secret}`);
  }
}
