import { deepEqual, equal, ok } from 'node:assert/strict';
import type { CognitoClient } from '../../src/client/cognitoClient';
import type { SentRequest } from '../../src/client/sentRequest';
import { parseCallback } from '../../src/signIn/callback';
import type { CognitoError } from '../../src/core/errors';
import { isCognitoError } from '../../src/core/errors';
import { explain } from '../../src/problems/explain';
import { parseProfiles } from '../../src/core/profile';
import type { Profile } from '../../src/core/profile';
import type { Session } from '../../src/core/session';
import type { TransportOptions } from '../../src/client/transport';
import { UserAgent } from './userAgent';

export const publicClient = '2p5pub1icl0ca1demo7qk3v9xz';
export const rotatingClient = '5r0tat1ngrefreshdem09nfg2c';
export const confidentialClient = {
  clientId: '3c0nf1dent1a1demo8wm4t6rya',
  secret: '1l0ca1p00lc0nf1dentia1s3cr3tf0rtesting0n1yn0tasecret',
};
export const machineClient = {
  clientId: '4m2mserv1ceacc0untdemo5hjb',
  secret: '1l0ca1p00lmach1net0mach1nes3cr3tf0rtesting0n1yn0tone',
};
export const jane = { username: 'jane', password: 'Passw0rd!' };
const redirectUri = 'vscode://cognito-tools.cognito-token-inspector/callback';
/** No proxy, whatever the environment says. */
export const straight: TransportOptions = { useProxy: false, strictSsl: true };

/** A profile as a person writes it into the settings. */
export function profileOf(entry: Readonly<Record<string, unknown>>): Profile {
  const { profiles, faults } = parseProfiles([{ name: 'test', clientId: publicClient, ...entry }]);
  deepEqual(faults, []);
  return profiles[0]!;
}

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
