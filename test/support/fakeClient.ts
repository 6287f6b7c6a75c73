import type { CognitoClient, SignInCheck } from '../../src/client/cognitoClient';
import type { Session } from '../../src/core/session';
import type { PendingSignIn } from '../../src/signIn/pending';
import { endpoints, makeMachineSession, makeSession } from './sessions';
import { clientId } from './tokens';

export const callbackUrl = 'vscode://cognito-tools.cognito-token-inspector/callback';

/** The user's own profile in an editor with this callback URL. */
export const callbackSource = { editorUrl: callbackUrl, writtenByUser: true };

let made = 0;

/** A state that no other sign-in of this run has. */
export function newState(): string {
  made += 1;
  return `state-${made.toString().padStart(36, '0')}`;
}

/** The result of a check of a sign-in that finds nothing wrong. */
export function signInCheck(replaced: Partial<SignInCheck> = {}): SignInCheck {
  return {
    redirectUri: callbackUrl,
    ownCallbackUrl: false,
    refusal: Promise.resolve(undefined),
    ...replaced,
  };
}

/** A client without network access, whose methods a test can replace. */
export function fakeClient(replaced: Partial<CognitoClient> = {}): CognitoClient {
  return {
    discover: () => Promise.resolve(endpoints),
    authorize: (_profile, { authorization }) => {
      const state = newState();
      return Promise.resolve({
        url: `${authorization}?state=${state}`,
        state,
        nonce: `nonce-of-${state}`,
        codeVerifier: `verifier-of-${state}`,
      });
    },
    callbackUrl: (_profile, { editorUrl }) => Promise.resolve(editorUrl),
    checkSignIn: ({ redirectUri }, _endpoints, { editorUrl }) =>
      Promise.resolve(signInCheck({ redirectUri: redirectUri ?? editorUrl })),
    checkAppClient: () => Promise.resolve([]),
    checkMcpServer: () => Promise.resolve([]),
    redeem: () => Promise.resolve(makeSession()),
    obtain: () => Promise.resolve(makeMachineSession()),
    refresh: (session) => Promise.resolve(newer(session)),
    revoke: () => Promise.resolve(),
    userInfo: ({ userInfo }) => Promise.resolve(userInfo),
    registration: {
      find: () => Promise.resolve(undefined),
      register: () => Promise.reject(new Error('This client has no network.')),
    },
    userSessions: () => Promise.resolve([]),
    revokeUserSession: () => Promise.resolve(),
    awsCredentials: () => Promise.reject(new Error('This client has no network.')),
    inspect: () => Promise.resolve([]),
    upstream: () => {
      throw new Error('This client has no network.');
    },
    close: () => Promise.resolve(),
    ...replaced,
  };
}

/** The session after a refresh one second later. */
export function newer(session: Session, replaced: Partial<Session> = {}): Session {
  const receivedAt = session.receivedAt + 1000;
  const accessToken = `${session.accessToken}x`;
  return { ...session, accessToken, receivedAt, expiresAt: receivedAt + 3_600_000, ...replaced };
}

/** A pending sign-in of the profile “dev”. */
export function pendingSignIn(replaced: Partial<PendingSignIn> = {}): PendingSignIn {
  const state = newState();
  return {
    version: 1,
    expiresAt: 1_750_000_300_000,
    profile: 'dev',
    clientId,
    redirectUri: callbackUrl,
    endpoints,
    state,
    nonce: `nonce-of-${state}`,
    codeVerifier: `verifier-of-${state}`,
    ...replaced,
  };
}
