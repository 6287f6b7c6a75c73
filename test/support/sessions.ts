import type { Endpoints } from '../../src/core/endpoints';
import type { Session } from '../../src/core/session';
import { accessClaims, clientId, idClaims, issuer, now, refreshToken, unsigned } from './tokens';

export const signInHost = 'https://acme.auth.us-east-1.amazoncognito.com';

/** The endpoints of a profile that has only a domain. */
export const domainOnly = {
  authorization: `${signInHost}/oauth2/authorize`,
  token: `${signInHost}/oauth2/token`,
  userInfo: `${signInHost}/oauth2/userInfo`,
  revocation: `${signInHost}/oauth2/revoke`,
  logout: `${signInHost}/logout`,
} satisfies Endpoints;

/** The endpoints of a pool with a prefix domain. */
export const endpoints = {
  ...domainOnly,
  issuer,
  jwks: `${issuer}/.well-known/jwks.json`,
} satisfies Endpoints;

/** A session right after a sign-in. @param replaced members to replace */
export function makeSession(replaced: Partial<Session> = {}): Session {
  return {
    version: 3,
    id: '11111111-2222-4333-8444-555555555555',
    generation: 0,
    issuer,
    clientId,
    endpoints,
    accessToken: unsigned(accessClaims(), { kid: 'access-key=', alg: 'RS256' }),
    idToken: unsigned(idClaims()),
    refreshToken,
    receivedAt: now * 1000,
    expiresAt: (now + 3600) * 1000,
    checks: {
      id: [{ id: 'signature', status: 'passed', reason: 'RS256 with the pool’s key id-key=' }],
      access: [{ id: 'audience', status: 'unknown', reason: 'Nothing can be said.' }],
    },
    userInfo: {
      state: 'answered',
      claims: { sub: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee', email_verified: 'true' },
    },
    ...replaced,
  };
}

/** The session of another user of the same app client. @param sub the user's id */
export function makeSessionOf(sub: string): Session {
  return makeSession({
    id: `of-${sub}`,
    idToken: unsigned(idClaims({ sub })),
    accessToken: unsigned(accessClaims({ sub })),
    refreshToken: `of-${sub}`,
  });
}

/** A session of a machine client. @param replaced members to replace */
export function makeMachineSession(replaced: Partial<Session> = {}): Session {
  return {
    version: 3,
    id: '22222222-2222-4333-8444-555555555555',
    generation: 0,
    grant: 'client_credentials',
    issuer,
    clientId,
    endpoints,
    accessToken: unsigned(accessClaims({ sub: clientId, username: undefined }), {
      kid: 'access-key=',
      alg: 'RS256',
    }),
    receivedAt: now * 1000,
    expiresAt: (now + 3600) * 1000,
    checks: { id: [], access: [] },
    userInfo: { state: 'not_asked' },
    ...replaced,
  };
}
