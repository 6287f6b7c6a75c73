import { equal, ok } from 'node:assert/strict';
import { inspect } from 'node:util';
import { CognitoError, type ErrorCode, type ErrorDetail } from '../../src/core/errors';
import type { Fetch } from '../../src/client/oauth/tokenRequest';

/** A request to the injected fetch. */
export interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

/** A fetch that answers every request alike and records the requests. */
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

/** A JSON response with the content type of Cognito. */
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

/** The fields of the form in a request. */
export function formOf(sent: Sent | undefined): Record<string, string> {
  ok(sent?.init.body instanceof URLSearchParams || typeof sent?.init.body === 'string');
  return Object.fromEntries(new URLSearchParams(sent.init.body.toString()));
}

/** Expects a CognitoError with this code and these details. @returns the error, for more checks */
export async function fails(
  work: Promise<unknown>,
  code: ErrorCode,
  detail: ErrorDetail = {},
): Promise<CognitoError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  ok(error instanceof CognitoError, `Expected ${code}, got ${inspect(error)}`);
  equal(error.code, code);
  for (const [name, value] of Object.entries(detail)) equal(error.detail[name], value, name);
  return error;
}

/** Expects that an error contains no secret, neither in its own members nor in those of its causes. */
export function assertSilent(error: unknown, secrets: readonly string[]): void {
  const seen = inspect(error, { depth: Infinity, showHidden: true, maxStringLength: Infinity });
  const written = JSON.stringify(error) + String(error) + (error instanceof Error ? (error.stack ?? '') : '');
  for (const secret of secrets) {
    ok(secret.length > 3);
    ok(!seen.includes(secret), `found ${secret}`);
    ok(!written.includes(secret), `found ${secret}`);
  }
}
