import { commands, type Disposable } from 'vscode';
import { defined } from '../core/members';
import type { Profile } from '../core/profile';
import { showProblem } from '../problems/show';
import { chooseProfile, profileName, userNamed } from './chooseProfile';
import type { Parts } from './parts';
import { hasNoProfile, manageProfile, selectProfile } from './profiles';
import { signInCommand } from './signIn';
import { copyToken, copyTokenAs, inspectToken, refreshTokens } from './tokens';

/** Registers every command. A command shows its own problems, so it never rejects, and none returns a token. */
export function registerCommands(parts: Parts): Disposable[] {
  const { inspector, localPool, log } = parts;

  const command = (id: string, run: (argument: unknown, user?: unknown) => unknown): Disposable =>
    commands.registerCommand(`cognito.${id}`, async (argument: unknown, user: unknown) => {
      try {
        return await run(argument, user);
      } catch (error) {
        showProblem(error, log);
        return undefined;
      }
    });

  /**
   * Runs on the profile that a command's argument names, else the active one, else one that the user picks.
   * @param user the command's second argument, which may name a user of the profile
   */
  const onProfile = async (
    argument: unknown,
    run: (profile: Profile) => Promise<void>,
    user?: unknown,
  ): Promise<void> => {
    const profile = await chooseProfile(argument, parts);
    if (profile === undefined) return;
    try {
      await run({ ...profile, ...defined({ user: userNamed(argument, user) }) });
    } catch (error) {
      showProblem(error, log, profile.name);
    }
  };

  const profileCommand = (id: string, run: (profile: Profile) => Promise<void>): Disposable =>
    command(id, (argument, user) => onProfile(argument, run, user));

  const apiProxyCommand = (
    id: 'startApiProxy' | 'stopApiProxy' | 'copyApiProxyUrl' | 'apiProxyUrl',
  ): Disposable =>
    command(id, async (argument) => {
      const { [id]: run } = await import('./apiProxyCommands');
      return run(parts, argument);
    });

  const mcpCommand = (id: 'checkMcpServer' | 'copyMcpConfiguration'): Disposable =>
    command(id, async (argument) => {
      const { [id]: run } = await import('./mcpCommands');
      await run(parts, argument);
    });

  const localPoolCommand = (id: 'startLocalUserPool' | 'stopLocalUserPool'): Disposable =>
    command(id, async () => {
      const { [id]: run } = await import('./localPoolCommands');
      await run(localPool);
    });

  const addProfile = async (thenSignIn: boolean): Promise<void> => {
    await (await parts.profileManager()).add(thenSignIn);
  };

  return [
    command('signIn', (argument) =>
      argument === undefined && hasNoProfile()
        ? addProfile(true)
        : onProfile(argument, (profile) => signInCommand(parts, profile)),
    ),
    profileCommand('signInAs', async (profile) => {
      const { signInAs } = await import('./signInAs');
      await signInAs(parts, profile);
    }),
    profileCommand('selectUser', async (profile) => {
      const { selectUser } = await import('./selectUser');
      await selectUser(parts, profile);
    }),
    command('signInWithLevel', (argument, user) =>
      onProfile(
        argument,
        async (profile) => {
          const { signInWithLevel } = await import('./signInWithLevel');
          await signInWithLevel(parts, profile, argument);
        },
        user,
      ),
    ),
    profileCommand('showSessions', async (profile) => {
      const { showSessions } = await import('./showSessions');
      await showSessions(parts, profile);
    }),
    profileCommand('signOut', async (profile) => {
      const { signOut } = await import('./signOut');
      await signOut(parts, profile);
    }),
    profileCommand('openInspector', (profile) => inspector.show(profile.name)),
    profileCommand('copyAccessToken', (profile) => copyToken(parts, profile, 'accessToken')),
    profileCommand('copyIdToken', (profile) => copyToken(parts, profile, 'idToken')),
    profileCommand('copyAs', (profile) => copyTokenAs(parts, profile)),
    profileCommand('copyAwsProfile', async (profile) => {
      const { copyAwsProfile } = await import('./copyAwsProfile');
      await copyAwsProfile(parts, profile);
    }),
    profileCommand('refreshTokens', (profile) => refreshTokens(parts, profile)),
    profileCommand('setClientSecret', async (profile) => {
      await (await parts.profileManager()).setClientSecret(profile);
    }),
    profileCommand('checkAppClient', async ({ name }) => {
      await (await parts.checks()).appClient.show(name);
    }),
    command('inspectToken', (position) => inspectToken(parts, position)),
    command('addProfile', () => addProfile(false)),
    command('editProfile', (node) => manageProfile(parts, node, 'edit')),
    command('removeProfile', (node) => manageProfile(parts, node, 'remove')),
    command('selectProfile', (node) => selectProfile(parts, node)),
    command('copyCallbackUrl', async (argument) => {
      const { copyCallbackUrl } = await import('./callbackCommands');
      await copyCallbackUrl(parts, argument);
    }),
    command('useOtherCallbackUrl', (argument) =>
      onProfile(argument ?? parts.signInProgress.profile(), async (profile) => {
        const { useOtherCallbackUrl } = await import('./callbackCommands');
        await useOtherCallbackUrl(parts, profile);
      }),
    ),
    command('copySignInLink', async () => {
      const { copySignInLink } = await import('./callbackCommands');
      await copySignInLink(parts);
    }),
    command('pasteCallbackUrl', async (url) => {
      const { pasteCallback } = await import('./callbackCommands');
      await pasteCallback(parts, url);
    }),
    localPoolCommand('startLocalUserPool'),
    localPoolCommand('stopLocalUserPool'),
    command('tryTrigger', async () => {
      await (await parts.triggerPanel()).show();
    }),
    apiProxyCommand('startApiProxy'),
    apiProxyCommand('stopApiProxy'),
    apiProxyCommand('copyApiProxyUrl'),
    apiProxyCommand('apiProxyUrl'),
    mcpCommand('checkMcpServer'),
    mcpCommand('copyMcpConfiguration'),
    command('showApiCalls', async () => {
      (await parts.apiCalls()).show();
    }),
    command('explainApiAnswer', async () => {
      const { explainPasted } = await import('../apiCalls/explainPasted');
      await explainPasted(parts);
    }),
    command('askBeforeHandover', async (argument) => {
      const { withdrawConsent } = await import('./withdrawConsent');
      await withdrawConsent(parts, profileName(argument));
    }),
    command('reportIssue', async () => {
      const { reportIssue } = await import('./reportIssue');
      await reportIssue();
    }),
    command('showLog', () => {
      log.show();
    }),
  ];
}
