import { commands, env, ExtensionKind, ProgressLocation, UIKind, window } from 'vscode';
import type { ExtensionContext, LogOutputChannel, Disposable } from 'vscode';
import type { Callback } from './callback';
import type { EditorEnvironment } from './callbackRoute';
import { plainLabel } from '../core/text';
import type { Profile } from '../core/profile';
import type { SignInExpectation } from '../core/expectation';
import { defaultRedirectUri, signInTimeout } from '../profiles/settings';
import { openBrowser } from './openBrowser';
import type { LoopbackListener } from './loopback/listener';
import { signIn } from './signIn';
import type { Progress, SignInContext } from './signIn';

/** The sign-in of this window, as a person sees it wait. */
export interface SignInProgress extends Disposable {
  /** Replaces a sign-in that still waits: a browser tab that was closed tells nobody. @throws CognitoError as signIn */
  start: (profile: Profile, asked?: SignInExpectation) => Promise<void>;
  /** The address of the sign-in page that is waited for. */
  link: () => string | undefined;
  /** The name of the profile that is signing in. */
  profile: () => string | undefined;
}

export interface SignInProgressContext extends Pick<SignInContext, 'client' | 'pending' | 'approve'> {
  readonly extension: ExtensionContext['extension'];
  readonly receive: (callback: Callback) => void;
  /** Gets ready to show a profile. @returns undoes that, when the sign-in comes to nothing */
  readonly prepare: (profile: string) => () => void;
  /** A sign-in begins to wait, or no longer does. */
  readonly changed: () => void;
  readonly log: LogOutputChannel;
}

export function createSignInProgress(context: SignInProgressContext): SignInProgress {
  let current = new AbortController();
  let link: string | undefined;
  let waitingProfile: string | undefined;
  const listeners = new Set<LoopbackListener>();
  const surroundings: EditorEnvironment = {
    uriScheme: env.uriScheme,
    inBrowser: env.uiKind === UIKind.Web,
    remote: env.remoteName !== undefined && context.extension.extensionKind === ExtensionKind.Workspace,
  };

  const listen: SignInContext['listen'] = async (redirectUri, isKnown) => {
    const { listenOnLoopback } = await import('./loopback/listener');
    const listener = await listenOnLoopback(redirectUri, { isKnown, receive: context.receive });
    listeners.add(listener);
    return {
      close: async () => {
        listeners.delete(listener);
        await listener.close();
      },
    };
  };

  const start = async (profile: Profile, asked?: SignInExpectation): Promise<void> => {
    current.abort();
    const own = new AbortController();
    current = own;
    await window.withProgress(
      {
        location: ProgressLocation.Notification,
        cancellable: true,
        title: `Sign in to “${plainLabel(profile.name)}”`,
      },
      async (progress, token) => {
        let undo: (() => void) | undefined;
        const subscription = token.onCancellationRequested(() => {
          own.abort();
        });
        const report = (where: Progress): void => {
          progress.report({ message: message(where) });
          if (where.step !== 'waiting' || where.late) return;
          context.log.info(`[sign-in] waiting for ${where.host}`);
          link = where.link;
          waitingProfile = profile.name;
          undo = context.prepare(profile.name);
          setWaiting(true);
          context.changed();
        };
        try {
          await signIn(
            profile,
            {
              ...context,
              surroundings,
              defaultRedirectUri: defaultRedirectUri(),
              listen,
              openBrowser,
              asked,
              timeout: signInTimeout,
              report,
            },
            own.signal,
          );
        } catch (error) {
          // One that replaced this may need what was prepared.
          if (current === own) undo?.();
          throw error;
        } finally {
          subscription.dispose();
          if (current === own) {
            link = undefined;
            waitingProfile = undefined;
            setWaiting(false);
            context.changed();
          }
        }
      },
    );
  };

  return {
    start,
    link: () => link,
    profile: () => waitingProfile,
    // The pending record stays: after a reload this window can still finish.
    dispose: () => {
      for (const listener of listeners) void listener.close();
    },
  };
}

/** What the notification says, with its actions as links: it has no buttons but Cancel. */
function message(where: Progress): string {
  if (where.step === 'discovering') return 'finding the sign-in page…';
  const copy = '[Copy Sign-in Link](command:cognito.copySignInLink)';
  const paste = '[Paste Callback URL](command:cognito.pasteCallbackUrl)';
  const waiting = `waiting for ${where.host}…`;
  if (where.obstacle !== undefined) {
    return `${waiting} ${where.obstacle} Should the browser stop on the way back, copy its address and paste it here: ${paste} · ${copy}`;
  }
  return where.late ? `${waiting} Nothing yet? ${paste} · ${copy}` : `${waiting} ${copy}`;
}

function setWaiting(waiting: boolean): void {
  void commands.executeCommand('setContext', 'cognito.signingIn', waiting);
}
