import * as l10n from '@vscode/l10n';
import { belongsTo, userName } from '../core/account';
import { CognitoError, isCognitoError } from '../core/errors';
import { isMachine, type Profile } from '../core/profile';
import { subjectOf, type Session } from '../core/session';
import { plainLabel, withCommas } from '../core/text';
import { confirmDone } from '../editor/notify';
import { readEntries } from '../profiles/settings';
import { createIdentityIds } from '../sessions/identityIds';
import { finishSignOut } from '../sessions/finishSignOut';
import { openBrowser } from '../signIn/openBrowser';
import type { Parts } from './parts';

/**
 * Removes the session of a profile's user from this editor, revokes its refresh token at the pool, and ends the browser's session when
 * the profile has a `logoutUri`. Other users of the profile stay signed in.
 * @throws CognitoError session_missing; revocation_failed when the session is removed and the pool could not be told
 */
export async function signOut(
  {
    client,
    vault,
    store,
    lock,
    handover,
    activeProfile,
    log,
  }: Pick<Parts, 'client' | 'vault' | 'store' | 'lock' | 'handover' | 'activeProfile' | 'log'>,
  profile: Profile,
): Promise<void> {
  const found = await store.find(profile);
  if (found === undefined) throw new CognitoError('session_missing', { user: profile.user });
  const session = (await store.reread(found)) ?? found;
  const names = profilesOf(session);
  const revocation = revoke(client, session);
  await store.remove(session);
  if (profile.logoutUri !== undefined && !isMachine(profile)) {
    await openBrowser(logoutPage(session, profile.logoutUri));
  }
  const removal = await finishSignOut(session, { client, store, lock }).then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  log.info('[sign-out] session removed');
  // What was allowed is not allowed for the next user.
  const { withdraw } = await handover();
  names.forEach(withdraw);
  const user = subjectOf(session);
  for (const name of names) {
    if (activeProfile.userOf(name) === user) await activeProfile.selectUser(name, undefined);
  }
  // They are no secrets, so a storage that fails does not keep the sign-out from being reported as done.
  await createIdentityIds(vault)
    .deleteAll(session)
    .catch(() => undefined);
  // Of two failures, report the one that leaves a refresh token valid.
  const failure = await revocation;
  if (failure) throw failure;
  if (removal) throw removal.error;
  confirmDone(await doneText(profile, session, names, store));
}

async function doneText(
  profile: Profile,
  session: Session,
  names: readonly string[],
  store: Parts['store'],
): Promise<string> {
  const listed = withCommas(names.map((name) => l10n.t`“${plainLabel(name)}”`));
  const next = await store.find({ ...profile, user: undefined }).catch(() => undefined);
  if (next !== undefined) {
    const labelOf = (one: Session): string => plainLabel(userName(one));
    return l10n.t`Signed ${labelOf(session)} out of ${listed}. ${labelOf(next)} is the active user now.`;
  }
  return profile.logoutUri === undefined && !isMachine(profile)
    ? l10n.t`Signed out of ${listed}. The browser is still signed in, for an hour or up to 90 days as the pool says, because the profile has no logoutUri.`
    : l10n.t`Signed out of ${listed}`;
}

/** @returns why the refresh token could not be revoked */
async function revoke(client: Parts['client'], session: Session): Promise<CognitoError | undefined> {
  try {
    await (await client()).revoke(session);
    return undefined;
  } catch (error) {
    const { host } = new URL(session.endpoints.revocation);
    if (!isCognitoError(error)) return new CognitoError('revocation_failed', { host, cause: 'unknown' });
    const { error: reason, status } = error.detail;
    return new CognitoError('revocation_failed', { host, cause: error.code, error: reason, status });
  }
}

/** The page that ends the browser's session. Source: AWS, "The managed login logout endpoint". */
function logoutPage({ endpoints, clientId }: Session, logoutUri: string): string {
  const page = new URL(endpoints.logout);
  page.search = new URLSearchParams({ client_id: clientId, logout_uri: logoutUri }).toString();
  return page.href;
}

/** The names of the profiles that share a session, because they have the same app client. */
function profilesOf(session: Session): readonly string[] {
  return readEntries().flatMap(({ profile }) => (belongsTo(session, profile) ? [profile.name] : []));
}
