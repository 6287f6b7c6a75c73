import { equal, ok } from 'node:assert/strict';
import type { CognitoClient } from '../../src/client/cognitoClient';
import type { SentRequest } from '../../src/client/verifiedSessions';
import { parseCallback } from '../../src/signIn/callback';
import { isCognitoError, type CognitoError } from '../../src/core/errors';
import { explain } from '../../src/problems/explain';
import { defined } from '../../src/core/members';
import type { Profile } from '../../src/core/profile';
import type { Session } from '../../src/core/session';
import type { TransportOptions } from '../../src/client/transport';
import { jane } from './localClients';
import { UserAgent } from './userAgent';

const redirectUri = 'vscode://cognito-tools.cognito-token-inspector/callback';
/** No proxy, even when the environment has one. */
export const straight: TransportOptions = { useProxy: false, strictSsl: true };

/** Discovers the endpoints and signs in on the sign-in page. @returns the request and the query of its callback */
export async function walk(
  client: CognitoClient,
  profile: Profile,
  visit = (url: string): Promise<string> => new UserAgent().signIn(url, jane),
): Promise<{ readonly request: SentRequest; readonly callback: URLSearchParams }> {
  const endpoints = await client.discover(profile);
  const { url, ...secrets } = await client.authorize(profile, endpoints, redirectUri);
  const { search } = new URL(await visit(url));
  const callback = parseCallback(search);
  equal(callback.kind, 'code', search);
  equal(callback.state, secrets.state);
  const { clientId, resource, acrValues, maxAge } = profile;
  return {
    request: {
      ...secrets,
      ...defined({ resource, acrValues, maxAge }),
      clientId,
      endpoints,
      redirectUri,
    },
    callback: callback.query,
  };
}

/** A whole sign-in. @returns the session */
export async function signIn(
  client: CognitoClient,
  profile: Profile,
  visit?: (url: string) => Promise<string>,
): Promise<Session> {
  const { request, callback } = await walk(client, profile, visit);
  return client.redeem(request, callback);
}

/** The CognitoError with which `work` ends, and the text that the user sees. */
export async function failure(
  work: Promise<unknown>,
): Promise<{ readonly error: CognitoError; readonly text: string }> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  ok(isCognitoError(error), `expected a CognitoError, got ${String(error)}`);
  const { what, why, next } = explain(error);
  ok(next.length > 0);
  return { error, text: `${what} ${why} ${next}` };
}

/** All check results of a session, as `id: status`. */
export function statuses(session: Session): { id: string[]; access: string[] } {
  const list = (checks: Session['checks']['id']): string[] =>
    checks.map(({ id, status }) => `${id}: ${status}`);
  return { id: list(session.checks.id), access: list(session.checks.access) };
}
