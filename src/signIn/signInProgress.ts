import * as l10n from '@vscode/l10n';
import {
  commands,
  env,
  EventEmitter,
  ExtensionKind,
  ProgressLocation,
  UIKind,
  window,
  type Disposable,
  type Event,
  type ExtensionContext,
  type LogOutputChannel,
} from 'vscode';
import type { SignInExpectation } from '../core/expectation';
import type { Profile } from '../core/profile';
import { plainLabel, sentences, withDots } from '../core/text';
import { callbackSourceOf, signInTimeout } from '../profiles/settings';
import type { Callback } from './callback';
import type { EditorEnvironment } from './callbackRoute';
import type { CallbackListener } from './callbackListener';
import { openBrowser } from './openBrowser';
import type { Progress, SignInContext } from './browserSignIn';

/** A change of this window's sign-in: it waits for the browser, it is finished, or it has failed. */
export interface SignInChange {
  readonly profile: string;
  readonly state: 'waiting' | 'finished' | 'failed';
}

/** The sign-in of this window, as a notification shows it. */
export interface SignInProgress extends Disposable {
  /**
   * Signs in. A sign-in that still waits is cancelled first, because a closed browser tab tells the editor nothing.
   * @throws CognitoError as signIn
   */
  readonly start: (profile: Profile, expectation?: SignInExpectation) => Promise<void>;
  /** The address of the sign-in page that the browser shows; undefined when no sign-in waits. */
  readonly link: () => string | undefined;
  /** The name of the profile whose sign-in waits for the browser. */
  readonly profile: () => string | undefined;
  /** Shows an error that came back without a state. Anyone can send one, so it ends no sign-in and is shown as not trusted. */
  readonly showStrayError: (error: string) => void;
  readonly onDidChange: Event<SignInChange>;
  /** A callback has come to a loopback listener. */
  readonly onDidReceiveCallback: Event<Callback>;
}

export interface SignInProgressContext extends Pick<SignInContext, 'client' | 'pending' | 'approve'> {
  /** Makes the user who has signed in the active one of a profile. */
  readonly selectUser: (profileName: string, user: string) => Promise<void>;
  readonly extension: ExtensionContext['extension'];
  readonly log: LogOutputChannel;
}

export function createSignInProgress(context: SignInProgressContext): SignInProgress {
  const changed = new EventEmitter<SignInChange>();
  const received = new EventEmitter<Callback>();
  /** The newest one. The sign-in that has opened it closes it. */
  let listener: CallbackListener | undefined;
  let current = new AbortController();
  let waiting:
    { readonly profile: string; readonly link: string; readonly say: (message: string) => void } | undefined;
  const environment: EditorEnvironment = {
    uriScheme: env.uriScheme,
    inBrowser: env.uiKind === UIKind.Web,
    remote: env.remoteName !== undefined && context.extension.extensionKind === ExtensionKind.Workspace,
  };

  const listen: SignInContext['listen'] = async (redirectUri, isKnown) => {
    const { listenForCallback } = await import('./callbackListener');
    const receive = (callback: Callback): void => {
      received.fire(callback);
    };
    return (listener = await listenForCallback(redirectUri, { isKnown, receive }));
  };

  const setWaiting = (now: typeof waiting): void => {
    waiting = now;
    void commands.executeCommand('setContext', 'cognito.signingIn', now !== undefined);
  };

  const start = async (profile: Profile, expectation?: SignInExpectation): Promise<void> => {
    current.abort();
    const own = new AbortController();
    current = own;
    const end = (state: 'finished' | 'failed'): void => {
      // A newer sign-in has its own state to show.
      if (current !== own) return;
      setWaiting(undefined);
      changed.fire({ profile: profile.name, state });
    };
    const title = l10n.t`Sign in to “${plainLabel(profile.name)}”`;
    await window.withProgress(
      { location: ProgressLocation.Notification, cancellable: true, title },
      async (progress, token) => {
        token.onCancellationRequested(() => {
          own.abort();
        });
        const report = (where: Progress): void => {
          progress.report({ message: progressText(where) });
          if (where.step !== 'waiting' || where.late) return;
          context.log.info(`[sign-in] waiting for ${where.host}`);
          const say = (message: string): void => {
            progress.report({ message });
          };
          setWaiting({ profile: profile.name, link: where.link, say });
          changed.fire({ profile: profile.name, state: 'waiting' });
        };
        try {
          const { signIn } = await import('./browserSignIn');
          const user = await signIn(
            profile,
            {
              client: context.client,
              pending: context.pending,
              approve: context.approve,
              environment,
              callbackSource: callbackSourceOf(profile),
              listen,
              openBrowser,
              expectation,
              timeout: signInTimeout,
              report,
            },
            own.signal,
          );
          await context.selectUser(profile.name, user);
          end('finished');
        } catch (error) {
          end('failed');
          throw error;
        }
      },
    );
  };

  return {
    start,
    link: () => waiting?.link,
    profile: () => waiting?.profile,
    showStrayError: (error) =>
      waiting?.say(
        withLinks(
          l10n.t`A callback without a state arrived. It may not belong to this sign-in, so it is not trusted. It says: “${plainLabel(error)}”.`,
        ),
      ),
    onDidChange: changed.event,
    onDidReceiveCallback: received.event,
    // The pending record stays, so that this window can finish the sign-in after a reload.
    dispose: () => {
      void listener?.close();
      changed.dispose();
      received.dispose();
    },
  };
}

const copyLink = `[${l10n.t('Copy Sign-in Link')}](command:cognito.copySignInLink)`;
const otherUrlLink = `[${l10n.t('Use Another Callback URL')}](command:cognito.useOtherCallbackUrl)`;
const pasteLink = `[${l10n.t('Paste Callback URL')}](command:cognito.pasteCallbackUrl)`;

function withLinks(text: string, ...others: readonly string[]): string {
  return `${text} ${withDots(...others, pasteLink, copyLink)}`;
}

/** The text of the notification, with links for actions, because a progress notification has no button but Cancel. */
function progressText(where: Progress): string {
  if (where.step === 'discovering') return l10n.t('Finding the sign-in page…');
  const waiting = l10n.t`Waiting for ${where.host}…`;
  const { kind, whyNot } = where.route;
  if (whyNot !== undefined) {
    if (kind === 'uri_handler') return withLinks(sentences(waiting, whyNot), otherUrlLink);
    const paste = l10n.t('If the browser does not return to the editor, copy its address and paste it here:');
    return withLinks(sentences(waiting, whyNot, paste));
  }
  return where.late ? withLinks(sentences(waiting, l10n.t('No answer yet?'))) : `${waiting} ${copyLink}`;
}
