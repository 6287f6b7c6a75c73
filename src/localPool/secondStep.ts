import { randomInt, randomUUID } from 'node:crypto';
import type { AuthorizationRequest } from './authorize';
import { formToken, startSession } from './browserSession';
import type { PoolRequest, Reply } from './http';
import { missingMethod } from './levels';
import { findUser, type AuthenticatedUser, type Pool } from './pool';
import { isSameSecret } from '../loopback/sameSecret';
import { secondStepPage } from './secondStepPage';

/** Milliseconds, the least that Cognito has for a step of a sign-in. */
const stepLifetime = 3 * 60_000;

/** Asks for the code that the requested level still needs; undefined when it needs none. */
export function askForCode(
  pool: Pool,
  request: PoolRequest,
  wanted: AuthorizationRequest,
  user: AuthenticatedUser,
  alert?: string,
): Reply | undefined {
  const { username, methods } = user;
  const method = missingMethod(wanted.acrValues, findUser(pool, username), methods);
  if (method === undefined) return undefined;
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const step = randomUUID();
  pool.secondSteps.set(step, { username, methods, method, code }, pool.now() + stepLifetime);
  const { token, headers } = formToken(pool, request);
  const { query } = request;
  const clientName = wanted.client.name;
  return secondStepPage(
    { username, clientName, method, code, step, query, csrfToken: token, alert },
    headers,
  );
}

/** Checks the code of a form, which has one guess. Undefined when the step is unknown or was too long ago. */
export async function submitCode(
  pool: Pool,
  request: PoolRequest,
  wanted: AuthorizationRequest,
): Promise<Reply | undefined> {
  const step = pool.secondSteps.take(request.form.get('step') ?? '');
  if (step === undefined) return undefined;
  const code = (request.form.get('code') ?? '').trim();
  if (!isSameSecret(step.code, code)) {
    return askForCode(pool, request, wanted, step, 'Incorrect code. There is a new one below.');
  }
  const { username, methods, method } = step;
  return startSession(pool, request, wanted, { username, methods: [...methods, method] });
}
