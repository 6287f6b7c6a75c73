import { confirmDone } from '../editor/notify';
import { CognitoError, isCognitoError } from '../core/errors';
import { plainLabel } from '../core/text';
import type { Profile } from '../core/profile';
import type { Session } from '../core/session';
import { readEntries } from '../profiles/settings';
import { keepRemoved } from '../sessions/finishSignOut';
import { openBrowser } from '../signIn/openBrowser';
import type { Parts } from './parts';
import { obtainToken } from './signIn';

type SessionParts = Pick<
  Parts,
  'client' | 'store' | 'lock' | 'refresher' | 'machineSignIn' | 'clipboard' | 'log'
>;

/** Copies a token into the clipboard, fresh. @throws CognitoError session_missing, id_token_missing, and as a refresh */
export async function copyToken(
  parts: SessionParts,
  profile: Profile,
  kind: 'accessToken' | 'idToken',
): Promise<void> {
  const session = await freshSession(parts, profile);
  const token = session[kind];
  if (token === undefined) throw new CognitoError('id_token_missing', { grant: session.grant });
  const name = kind === 'accessToken' ? 'Access token' : 'ID token';
  await parts.clipboard.copy(token, `${name} of “${plainLabel(profile.name)}”`);
}

/** Trades the refresh token for new tokens. @throws CognitoError session_missing, and as a refresh */
export async function refreshTokens(parts: SessionParts, profile: Profile): Promise<void> {
  await parts.refresher.refresh(await signedIn(parts, profile));
  confirmDone(`Tokens of “${plainLabel(profile.name)}” refreshed`);
}

/**
 * Forgets a session, tells its pool, and ends the browser session when the profile says where to go.
 * @throws CognitoError session_missing; revocation_failed when the session is forgotten and its pool was not told
 */
export async function signOut({ client, store, lock, log }: SessionParts, profile: Profile): Promise<void> {
  const found = await store.find(profile);
  if (found === undefined) throw new CognitoError('session_missing');
  const session = (await store.reread(found)) ?? found;
  const names = await profilesOf(session, store);
  const revoked = client()
    .then(({ revoke }) => revoke(session))
    .catch((error: unknown) => {
      const host = new URL(session.endpoints.revocation).host;
      return new CognitoError('revocation_failed', {
        host,
        cause: isCognitoError(error) ? error.code : 'unknown',
        ...(isCognitoError(error) ? { error: error.detail.error, status: error.detail.status } : {}),
      });
    });
  await store.remove(session);
  if (profile.logoutUri !== undefined && session.grant === undefined) {
    const logout = new URL(session.endpoints.logout);
    logout.search = new URLSearchParams({
      client_id: session.clientId,
      logout_uri: profile.logoutUri,
    }).toString();
    await openBrowser(logout.href);
  }
  const kept = await keepRemoved(session, { client, store, lock }).then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  log.info('[sign-out] session forgotten');
  // Of two failures the one that leaves a session alive somewhere is told.
  const failure = await revoked;
  if (failure) throw failure;
  if (kept) throw kept.error;
  const browser =
    session.grant === undefined && profile.logoutUri === undefined
      ? ' The browser is still signed in at the pool: logoutUri in the profile would end that too.'
      : '';
  const listed = names.map((name) => `“${plainLabel(name)}”`).join(', ');
  confirmDone(`Signed out of ${listed}.${browser}`);
}

/** The profiles that a session is of: those of one app client share it. */
async function profilesOf({ id }: Session, store: Parts['store']): Promise<readonly string[]> {
  const names = await Promise.all(
    readEntries().map(async ({ profile }) =>
      (await store.find(profile).catch(() => undefined))?.id === id ? [profile.name] : [],
    ),
  );
  return names.flat();
}

/** A session whose tokens can be used. @throws CognitoError session_missing, and as a refresh */
export async function freshSession(
  parts: Pick<Parts, 'store' | 'refresher' | 'machineSignIn'>,
  profile: Profile,
): Promise<Session> {
  return parts.refresher.fresh(await signedIn(parts, profile));
}

/** The session of a profile; a machine client that has none gets one, because nobody has to sign in. */
async function signedIn(parts: Pick<Parts, 'store' | 'machineSignIn'>, profile: Profile): Promise<Session> {
  const session = await parts.store.find(profile);
  if (session !== undefined) return session;
  if (profile.grant === 'client_credentials') return obtainToken(parts, profile);
  throw new CognitoError('session_missing');
}
