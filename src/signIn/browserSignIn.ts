import * as l10n from '@vscode/l10n';
import type { CognitoClient } from '../client/cognitoClient';
import type { CallbackSource } from '../client/oauth/callbackUrls';
import { callbackRoute, type CallbackRoute, type EditorEnvironment } from './callbackRoute';
import { CognitoError, isCognitoError } from '../core/errors';
import { defined } from '../core/members';
import { isMachine, type Profile } from '../core/profile';
import type { SignInExpectation } from '../core/expectation';
import type { Approve } from '../profiles/trust/trust';
import type { CallbackListener } from './callbackListener';
import type { PendingSignIns } from './pending';

/** After so long without a callback, the notification offers to paste it. Milliseconds. */
const reminderAfter = 20_000;

/** What a sign-in needs from the rest of the extension. */
export interface SignInContext {
  readonly client: () => Promise<CognitoClient>;
  readonly pending: PendingSignIns;
  readonly approve: Approve;
  readonly environment: EditorEnvironment;
  readonly callbackSource: CallbackSource;
  /** Listens for a callback on loopback. @throws CognitoError port_taken */
  readonly listen: (redirectUri: string, isKnown: (state: string) => boolean) => Promise<CallbackListener>;
  /** @returns false when the user declined */
  readonly openBrowser: (url: string) => Promise<boolean>;
  /** What the caller needs; any other result fails. */
  readonly expectation?: SignInExpectation | undefined;
  /** How long to wait for the callback, in milliseconds. */
  readonly timeout: () => number;
  readonly report: (progress: Progress) => void;
}

/** How far a sign-in is. */
export type Progress =
  | { readonly step: 'discovering' }
  | {
      readonly step: 'waiting';
      /** The host of the sign-in page. */
      readonly host: string;
      /** The sign-in page's address, for another browser. */
      readonly link: string;
      /** How the callback comes back, and why it may not come by itself. */
      readonly route: CallbackRoute;
      /** The callback takes longer than usual. */
      readonly late: boolean;
    };

/**
 * Sends the user to the pool's sign-in page, and waits until a callback to this window or another one has finished the
 * sign-in. Resolves when the session is stored.
 * @param cancelled ends the sign-in
 * @returns the `sub` of the user who has signed in
 * @throws CognitoError why it failed; sign_in_cancelled when the user cancelled or declined
 */
export async function signIn(
  profile: Profile,
  context: SignInContext,
  cancelled: AbortSignal,
): Promise<string> {
  const route = routeOf(profile, context);

  // Find the sign-in page, and ask before a workspace's profile leads anywhere.
  await orAbort(context.approve(profile), cancelled);
  context.report({ step: 'discovering' });
  const client = await context.client();
  const endpoints = await orAbort(client.discover(profile), cancelled);
  await orAbort(context.approve(profile, endpoints), cancelled);

  // Two common mistakes end on the pool's own error page, which the editor cannot see: ask the pool before the browser opens.
  const { redirectUri, ownCallbackUrl, refusal } = await orAbort(
    client.checkSignIn(profile, endpoints, context.callbackSource),
    cancelled,
  );
  const { expectation } = context;
  const request = await orAbort(
    client.authorize(profile, endpoints, redirectUri, expectation?.asksUser),
    cancelled,
  );

  const timeout = context.timeout();
  const deadline = new AbortController();
  const timer = setTimeout(() => {
    deadline.abort(new CognitoError('sign_in_timeout', { minutes: Math.round(timeout / 60_000) }));
  }, timeout);
  const ended = AbortSignal.any([cancelled, deadline.signal]);
  let listener: CallbackListener | undefined;
  let waiting: ReturnType<PendingSignIns['wait']> | undefined;
  let reminder: NodeJS.Timeout | undefined;
  try {
    // A browser with a session at the pool comes back at once, so everything that waits for it starts before it opens.
    let { whyNot } = route;
    if (route.kind === 'loopback') {
      listener = await context
        .listen(redirectUri, (state) => state === request.state)
        .catch((error: unknown) => {
          // The user's own web app often has the port: its page shows the address to paste.
          if (!isCognitoError(error, 'port_taken')) throw error;
          const { host, port } = error.detail;
          whyNot = l10n.t`Another program uses port ${String(port)} of ${String(host)}, so the callback cannot reach this editor.`;
          return undefined;
        });
    }
    await context.pending.add({
      version: 1,
      expiresAt: Date.now() + timeout,
      profile: profile.name,
      clientId: profile.clientId,
      redirectUri,
      ownCallbackUrl,
      ...defined({
        resource: profile.resource,
        acrValues: profile.acrValues,
        maxAge: profile.maxAge,
        expectation,
      }),
      endpoints,
      state: request.state,
      nonce: request.nonce,
      codeVerifier: request.codeVerifier,
    });
    const { done } = (waiting = context.pending.wait(request.state));
    const openBrowser = async (): Promise<string> => {
      const refused = await refusal;
      if (refused) throw refused;
      if (ended.aborted) return done;
      const { host } = new URL(endpoints.authorization);
      const where = { step: 'waiting', host, link: request.url, route: { ...route, whyNot } } as const;
      context.report({ ...where, late: false });
      reminder = setTimeout(() => {
        context.report({ ...where, late: true });
      }, reminderAfter);
      if (!(await context.openBrowser(request.url))) throw new CognitoError('sign_in_cancelled');
      return done;
    };
    return await orAbort(Promise.race([done, openBrowser()]), ended);
  } finally {
    clearTimeout(timer);
    clearTimeout(reminder);
    await Promise.all([waiting?.stop(), listener?.close()]);
  }
}

/** @throws CognitoError profile_invalid when this profile has no user to sign in, or this editor cannot receive its callback */
function routeOf(profile: Profile, { callbackSource, environment }: SignInContext): CallbackRoute {
  if (isMachine(profile)) {
    throw new CognitoError('profile_invalid', {
      name: profile.name,
      field: 'grant',
      reason: l10n.t('is client_credentials, and a machine client has no user to sign in'),
    });
  }
  const { editorUrl } = callbackSource;
  const { redirectUri = editorUrl } = profile;
  const route = callbackRoute(redirectUri, environment);
  if (route.kind === 'uri_handler' && !`${redirectUri}/`.startsWith(`${editorUrl}/`)) {
    throw new CognitoError('profile_invalid', {
      name: profile.name,
      field: 'redirectUri',
      reason: l10n.t`is not this editor’s own callback URL, ${editorUrl}`,
    });
  }
  return route;
}

/** Waits for `work`, or rejects when the signal aborts: with the signal's CognitoError, or else with sign_in_cancelled. */
function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => {
      const reason: unknown = signal.reason;
      reject(isCognitoError(reason) ? reason : new CognitoError('sign_in_cancelled'));
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}
