import type { CognitoClient } from '../cognitoClient';
import { CognitoError } from '../core/errors';
import { redirectKind } from '../core/profile';
import type { Profile } from '../core/profile';
import type { PendingSignIns } from './pending';

/** What a sign-in needs from its surroundings. */
export interface SignInContext {
  readonly client: () => Promise<CognitoClient>;
  readonly pending: PendingSignIns;
  /** This editor's own scheme and callback URL. */
  readonly uriScheme: string;
  readonly defaultRedirectUri: string;
  /** @returns false when the user declined */
  readonly openBrowser: (url: string) => Promise<boolean>;
  /** Milliseconds. */
  readonly timeout: () => number;
  /** Says what is being waited for. */
  readonly report: (message: string) => void;
}

/**
 * Sends the user to the pool's Hosted UI and waits until a callback, here or in another window, has finished the sign-in.
 * Resolves when the session is stored.
 * @param cancelled ends the waiting without a word
 * @throws CognitoError why it failed; sign_in_cancelled when there is nothing to tell
 */
export async function signIn(
  profile: Profile,
  context: SignInContext,
  cancelled: AbortSignal,
): Promise<void> {
  if (profile.grant !== 'authorization_code') {
    throw new CognitoError('profile_invalid', {
      name: profile.name,
      field: 'grant',
      reason: 'signs in no person',
    });
  }
  const redirectUri = profile.redirectUri ?? context.defaultRedirectUri;
  if (redirectKind(redirectUri, context.uriScheme) !== 'uri_handler') {
    throw new CognitoError('profile_invalid', {
      name: profile.name,
      field: 'redirectUri',
      reason: `must be this editor's own callback URL, ${context.defaultRedirectUri}`,
    });
  }
  context.report(`finding the sign-in page…`);
  const client = await context.client();
  const endpoints = await unlessCancelled(client.discover(profile), cancelled);
  const request = await client.authorize(profile, endpoints, redirectUri);
  const timeout = context.timeout();
  await context.pending.add({
    version: 1,
    expiresAt: Date.now() + timeout,
    profile: profile.name,
    clientId: profile.clientId,
    redirectUri,
    ...(profile.resource === undefined ? {} : { resource: profile.resource }),
    endpoints,
    state: request.state,
    nonce: request.nonce,
    codeVerifier: request.codeVerifier,
  });

  // A browser that is signed in already comes back at once, so listen first.
  const waiting = context.pending.wait(request.state);
  const deadline = startDeadline(timeout);
  const finished = unlessCancelled(Promise.race([waiting.done, deadline.passed]), cancelled);
  try {
    // Cancelled meanwhile: this throws before a browser opens.
    if (cancelled.aborted) await finished;
    context.report(`waiting for ${new URL(endpoints.authorization).host}…`);
    const opened = context.openBrowser(request.url).then((accepted) => {
      if (!accepted) throw new CognitoError('sign_in_cancelled');
      return finished;
    });
    await Promise.race([finished, opened]);
  } finally {
    deadline.clear();
    await waiting.stop();
  }
}

function startDeadline(milliseconds: number): { readonly passed: Promise<never>; clear: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new CognitoError('sign_in_timeout', { minutes: Math.round(milliseconds / 60_000) }));
    }, milliseconds);
  });
  return {
    passed,
    clear: () => {
      clearTimeout(timer);
    },
  };
}

async function unlessCancelled<T>(work: Promise<T>, cancelled: AbortSignal): Promise<T> {
  let stop: (() => void) | undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => {
      reject(new CognitoError('sign_in_cancelled'));
    };
    if (cancelled.aborted) stop();
    cancelled.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    if (stop) cancelled.removeEventListener('abort', stop);
  }
}
