import { commands, env, window } from 'vscode';
import type { Disposable, LogOutputChannel } from 'vscode';
import type { CognitoClient } from './cognitoClient';
import { parsePasted } from './core/callback';
import type { Callback } from './core/callback';
import { CognitoError, isCognitoError } from './core/errors';
import type { Profile } from './core/profile';
import type { Session } from './core/session';
import type { Inspector } from './inspector/panel';
import { logLine } from './core/logLine';
import { plain as plainText } from './core/problem';
import { localProfile, signInHint } from './localUserPool';
import type { LocalUserPool } from './localUserPool';
import { showProblem } from './messages';
import {
  defaultProfileName,
  defaultRedirectUri,
  readProfile,
  readProfiles,
  saveProfile,
} from './profiles/settings';
import type { Refresher } from './sessions/refresher';
import type { SessionStore } from './sessions/store';
import { finishSignIn } from './signIn/finishSignIn';
import { askForCallback } from './signIn/paste';
import type { PendingSignIns } from './signIn/pending';
import { openBrowser } from './signIn/waiting';
import type { WaitingSignIn } from './signIn/waiting';

/** The parts that commands bring together; extension.ts builds them. */
export interface Parts {
  readonly client: () => Promise<CognitoClient>;
  readonly pending: PendingSignIns;
  readonly store: SessionStore;
  readonly refresher: Refresher;
  readonly inspector: Inspector;
  readonly waitingSignIn: WaitingSignIn;
  readonly localUserPool: LocalUserPool;
  readonly log: LogOutputChannel;
}

/** Registers every command. A command reports its own failure, so none is thrown at its caller, and no token is returned. */
export function registerCommands(parts: Parts): Disposable[] {
  const { store, refresher, inspector, localUserPool, waitingSignIn, log } = parts;
  const withSession = async (profile: Profile): Promise<Session> => {
    const session = await store.find(profile);
    if (session === undefined) throw new CognitoError('session_missing');
    return session;
  };

  const copy = async (profile: Profile, kind: 'accessToken' | 'idToken', name: string): Promise<void> => {
    const session = await refresher.fresh(await withSession(profile));
    const token = session[kind];
    if (token === undefined) throw new CognitoError('id_token_missing');
    await env.clipboard.writeText(token);
    window.setStatusBarMessage(`$(check) ${name} of “${profile.name}” copied`, 4000);
  };

  const signOut = async (profile: Profile): Promise<void> => {
    const session = await withSession(profile);
    const revoked = parts
      .client()
      .then((client) => client.revoke(session))
      .catch((error: unknown) => {
        const host = new URL(session.endpoints.revocation).host;
        return new CognitoError('revocation_failed', {
          host,
          cause: isCognitoError(error) ? error.code : 'unknown',
        });
      });
    await store.remove(session);
    if (profile.logoutUri !== undefined) {
      const logout = new URL(session.endpoints.logout);
      logout.search = new URLSearchParams({
        client_id: session.clientId,
        logout_uri: profile.logoutUri,
      }).toString();
      await openBrowser(logout.href);
    }
    log.info('[sign-out] session forgotten');
    const failure = await revoked;
    if (failure) throw failure;
  };

  const onProfile = (id: string, run: (profile: Profile) => Promise<void>): Disposable =>
    commands.registerCommand(`cognito.${id}`, async (name: unknown) => {
      let profile: Profile | undefined;
      try {
        profile = await chooseProfile(name);
        if (profile) await run(profile);
      } catch (error) {
        showProblem(error, log, profile?.name);
      }
    });

  const plain = (id: string, run: (argument: unknown) => Promise<void> | void): Disposable =>
    commands.registerCommand(`cognito.${id}`, async (argument: unknown) => {
      try {
        await run(argument);
      } catch (error) {
        showProblem(error, log);
      }
    });

  return [
    onProfile('signIn', waitingSignIn.start),
    onProfile('openInspector', (profile) => inspector.show(profile.name)),
    onProfile('copyAccessToken', (profile) => copy(profile, 'accessToken', 'Access token')),
    onProfile('copyIdToken', (profile) => copy(profile, 'idToken', 'ID token')),
    onProfile('refreshTokens', async (profile) => {
      await refresher.refresh(await withSession(profile));
      window.setStatusBarMessage(`$(check) Tokens of “${profile.name}” refreshed`, 4000);
    }),
    onProfile('signOut', signOut),
    plain('copyCallbackUrl', async () => {
      await env.clipboard.writeText(defaultRedirectUri());
      window.setStatusBarMessage('$(check) Callback URL copied', 4000);
    }),
    plain('copySignInLink', async () => {
      const link = waitingSignIn.link();
      if (link === undefined) throw new CognitoError('sign_in_missing');
      await env.clipboard.writeText(link);
      window.setStatusBarMessage('$(check) Sign-in link copied', 4000);
    }),
    plain('pasteCallbackUrl', async (address) => {
      const waiting = await parts.pending.states();
      if (waiting.length === 0) throw new CognitoError('sign_in_missing');
      const given = typeof address === 'string' ? parsePasted(address, waiting) : undefined;
      if (given && 'fault' in given) throw new CognitoError('callback_unusable', { reason: given.fault });
      const callback = given ? given.callback : await askForCallback(parts.pending.states);
      if (callback) await receiveCallback(callback, parts);
    }),
    plain('startLocalUserPool', async () => {
      const pool = await localUserPool.start();
      const profile = localProfile(pool);
      await saveProfile(profile);
      const message = `The local user pool runs at ${pool.origin}, with a profile “${profile.name}” in your settings. ${plainText(signInHint(pool))}`;
      void window.showInformationMessage(message, 'Sign In', 'Stop').then((choice) => {
        if (choice === 'Sign In') void commands.executeCommand('cognito.signIn', profile.name);
        if (choice === 'Stop') void commands.executeCommand('cognito.stopLocalUserPool');
      });
    }),
    plain('stopLocalUserPool', async () => {
      await localUserPool.stop();
      window.setStatusBarMessage('$(check) Local user pool stopped', 4000);
    }),
    plain('showLog', () => {
      log.show();
    }),
  ];
}

/** Finishes the sign-in that a callback belongs to, and shows what came of it. */
export async function receiveCallback(
  callback: Callback,
  parts: Pick<Parts, 'client' | 'pending' | 'store' | 'inspector' | 'log'>,
): Promise<void> {
  const { inspector, log } = parts;
  const finish = await finishSignIn(callback, { ...parts, save: parts.store.save });
  if (finish.kind === 'ignored') {
    log.info(`[callback] ignored: ${finish.reason}`);
  } else if (finish.kind === 'signed_in') {
    log.info('[callback] signed in');
    await inspector.show(finish.profile);
  } else if (finish.told) {
    log.error(logLine(finish.error));
  } else {
    showProblem(finish.error, log, finish.profile);
  }
}

/** The profile a command works on: the named one, the default one, the only one, or the one the user picks. */
async function chooseProfile(name: unknown): Promise<Profile | undefined> {
  if (typeof name === 'string') return readProfile(name);
  const profiles = readProfiles();
  const preferred = defaultProfileName();
  const known = profiles.find((profile) => profile.name === preferred);
  if (known) return known;
  if (preferred !== undefined && profiles.length > 0) {
    throw new CognitoError('profile_missing', { name: preferred, setting: 'cognito.defaultProfile' });
  }
  if (profiles.length === 0) throw new CognitoError('profile_missing');
  if (profiles.length === 1) return profiles[0];
  const items = profiles.map((profile) => ({
    label: profile.name,
    description: profile.userPoolId ?? profile.domain ?? profile.issuer ?? '',
    profile,
  }));
  return (await window.showQuickPick(items, { placeHolder: 'Choose a profile' }))?.profile;
}
