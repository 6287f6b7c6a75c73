import { commands, env } from 'vscode';
import type { Disposable } from 'vscode';
import { confirmDone } from '../editor/notify';
import type { Profile } from '../core/profile';
import { showProblem } from '../problems/show';
import { callbackUrlOf } from '../profiles/settings';
import { copySignInLink, pasteCallback } from './callback';
import { chooseProfile, profileName } from './chooseProfile';
import { setClientSecret } from './clientSecret';
import { startLocalUserPool, stopLocalUserPool } from './localPoolCommands';
import type { Parts } from './parts';
import { hasNoProfile, manageProfile, selectProfile } from './profiles';
import { copyToken, refreshTokens, signOut } from './session';
import { signIn } from './signIn';
import { copyTokenAs, inspectToken } from './token';

/** Registers every command. A command reports its own failure, so none is thrown at its caller, and no token is returned. */
export function registerCommands(parts: Parts): Disposable[] {
  const { appClientChecks, inspector, localUserPool, log } = parts;

  /** @param whenNone what to do instead when there is no profile to work on yet */
  const onProfile = (
    id: string,
    run: (profile: Profile) => Promise<void>,
    whenNone?: () => Promise<void>,
  ): Disposable =>
    commands.registerCommand(`cognito.${id}`, async (name: unknown) => {
      let profile: Profile | undefined;
      try {
        if (whenNone && name === undefined && hasNoProfile()) {
          await whenNone();
          return;
        }
        profile = await chooseProfile(name, parts);
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

  const addProfile = async (thenSignIn: boolean): Promise<void> => {
    await (await parts.profileManager()).add(thenSignIn);
  };

  return [
    onProfile(
      'signIn',
      (profile) => signIn(parts, profile),
      () => addProfile(true),
    ),
    onProfile('setClientSecret', (profile) => setClientSecret(parts, profile)),
    plain('moveClientSecret', async (name) => (await parts.profileManager()).moveSecret(name)),
    onProfile('openInspector', (profile) => inspector.show(profile.name)),
    onProfile('copyAccessToken', (profile) => copyToken(parts, profile, 'accessToken')),
    onProfile('copyIdToken', (profile) => copyToken(parts, profile, 'idToken')),
    onProfile('copyAs', (profile) => copyTokenAs(parts, profile)),
    plain('inspectToken', (place) => inspectToken(parts, place)),
    onProfile('checkAppClient', appClientChecks.show),
    onProfile('refreshTokens', (profile) => refreshTokens(parts, profile)),
    onProfile('signOut', (profile) => signOut(parts, profile)),
    plain('addProfile', () => addProfile(false)),
    plain('editProfile', (node) => manageProfile(parts, node, 'edit')),
    plain('removeProfile', (node) => manageProfile(parts, node, 'remove')),
    plain('selectProfile', (node) => selectProfile(parts, node)),
    plain('copyCallbackUrl', async (argument) => {
      await env.clipboard.writeText(callbackUrlOf(profileName(argument)));
      confirmDone('Callback URL copied');
    }),
    plain('copySignInLink', () => copySignInLink(parts)),
    plain('pasteCallbackUrl', (address) => pasteCallback(parts, address)),
    plain('startLocalUserPool', () => startLocalUserPool(localUserPool)),
    plain('stopLocalUserPool', () => stopLocalUserPool(localUserPool)),
    plain('showLog', () => {
      log.show();
    }),
  ];
}
