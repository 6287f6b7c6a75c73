import { equal, ok } from 'node:assert/strict';
import type { CognitoClient } from '../../src/client/cognitoClient';
import type { SentRequest } from '../../src/client/sentRequest';
import { parseCallback } from '../../src/signIn/callback';
import type { CognitoError } from '../../src/core/errors';
import { isCognitoError } from '../../src/core/errors';
import { explain } from '../../src/problems/explain';
import type { Profile } from '../../src/core/profile';
import type { Session } from '../../src/core/session';
import type { TransportOptions } from '../../src/client/transport';
import { jane } from './localClients';
import { UserAgent } from './userAgent';

const redirectUri = 'vscode://cognito-tools.cognito-token-inspector/callback';
/** No proxy, whatever the environment says. */
export const straight: TransportOptions = { useProxy: false, strictSsl: true };

/** The way to the callback: discovery, the sign-in page, a person. */
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
  const resource = profile.resource === undefined ? {} : { resource: profile.resource };
  return {
    request: { ...secrets, ...resource, clientId: profile.clientId, endpoints, redirectUri },
    callback: callback.query,
  };
}

/** The whole way, as far as the session. */
export async function signIn(
  client: CognitoClient,
  profile: Profile,
  visit?: (url: string) => Promise<string>,
): Promise<Session> {
  const { request, callback } = await walk(client, profile, visit);
  return client.redeem(request, callback);
}

/** The CognitoError that `work` ends with, and what a person reads about it. */
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

/** Every check of a session, as `id: status`. */
export function statuses(session: Session): { id: string[]; access: string[] } {
  const list = (checks: Session['checks']['id']): string[] =>
    checks.map(({ id, status }) => `${id}: ${status}`);
  return { id: list(session.checks.id), access: list(session.checks.access) };
}
