import { defined } from '../core/members';
import type { CognitoClient } from '../client/cognitoClient';
import { callbackRoute } from './callbackRoute';
import type { EditorEnvironment } from './callbackRoute';
import { CognitoError, isCognitoError } from '../core/errors';
import type { Profile } from '../core/profile';
import type { SignInExpectation } from '../core/expectation';
import type { Approve } from '../profiles/trust/trust';
import type { LoopbackListener } from './loopback/listener';
import type { PendingSignIns } from './pending';

/** After this long the answer may have gone astray. Milliseconds. */
const patience = 20_000;

/** The longest that a person waits for the pool's word on the sign-in. Milliseconds. */
const checkPatience = 2_000;

/** What a sign-in needs from its surroundings. */
export interface SignInContext {
  readonly client: () => Promise<CognitoClient>;
  readonly pending: PendingSignIns;
  readonly approve: Approve;
  readonly surroundings: EditorEnvironment;
  /** This editor's own callback URL. */
  readonly defaultRedirectUri: string;
  /** Listens for a callback on loopback. @throws CognitoError port_taken */
  readonly listen: (redirectUri: string, isKnown: (state: string) => boolean) => Promise<LoopbackListener>;
  /** @returns false when the user declined */
  readonly openBrowser: (url: string) => Promise<boolean>;
  /** What the answer must be, where the asker wants something certain. */
  readonly asked?: SignInExpectation | undefined;
  /** Milliseconds. */
  readonly timeout: () => number;
  readonly report: (progress: Progress) => void;
}

/** Where a sign-in is. */
export type Progress =
  | { readonly step: 'discovering' }
  | {
      readonly step: 'waiting';
      /** The host of the sign-in page. */
      readonly host: string;
      /** The sign-in page's address, for another browser. */
      readonly link: string;
      /** Why the answer has to be pasted; undefined when it should come by itself. */
      readonly obstacle: string | undefined;
      /** The answer may have gone astray by now. */
      readonly late: boolean;
    };

/**
 * Sends the user to the pool's Hosted UI and waits until a callback, here or in another window, has finished the sign-in.
 * Resolves when the session is stored.
 * @param cancelled ends the waiting without a word
 * @throws CognitoError why it failed, a fault that the pool names before a browser opens among them; sign_in_cancelled when there is nothing to tell
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
      reason: 'is client_credentials, which has no person to sign in',
    });
  }
  const redirectUri = profile.redirectUri ?? context.defaultRedirectUri;
  const way = callbackRoute(redirectUri, context.surroundings);
  if (way.kind === 'uri_handler' && redirectUri !== context.defaultRedirectUri) {
    throw new CognitoError('profile_invalid', {
      name: profile.name,
      field: 'redirectUri',
      reason: `is not this editor’s own callback URL, ${context.defaultRedirectUri}`,
    });
  }
  await unlessCancelled(context.approve(profile), cancelled);
  context.report({ step: 'discovering' });
  const client = await context.client();
  const endpoints = await unlessCancelled(client.discover(profile), cancelled);
  await unlessCancelled(context.approve(profile, endpoints), cancelled);
  // Two of the commonest mistakes end on the pool's own page, which tells nobody here: ask before a browser opens.
  const checked = atMost(checkPatience, client.checkSignIn(profile, endpoints, redirectUri));
  const request = await client.authorize(profile, endpoints, redirectUri);
  const timeout = context.timeout();
  await context.pending.add({
    version: 1,
    expiresAt: Date.now() + timeout,
    profile: profile.name,
    clientId: profile.clientId,
    redirectUri,
    ...defined({ resource: profile.resource, asked: context.asked }),
    endpoints,
    state: request.state,
    nonce: request.nonce,
    codeVerifier: request.codeVerifier,
  });

  // A browser that is signed in already comes back at once, so listen first.
  const waiting = context.pending.wait(request.state);
  const deadline = startDeadline(timeout);
  const finished = unlessCancelled(Promise.race([waiting.done, deadline.passed]), cancelled);
  let listener: LoopbackListener | undefined;
  let nudge: NodeJS.Timeout | undefined;
  try {
    if (way.kind === 'loopback') {
      listener = await context.listen(redirectUri, (state) => state === request.state);
    }
    await Promise.race([checked, finished]);
    // Cancelled meanwhile: this throws before a browser opens.
    if (cancelled.aborted) await finished;
    const { host } = new URL(endpoints.authorization);
    const where = { step: 'waiting', host, link: request.url, obstacle: way.obstacle } as const;
    context.report({ ...where, late: false });
    nudge = setTimeout(() => {
      context.report({ ...where, late: true });
    }, patience);
    const opened = context.openBrowser(request.url).then((accepted) => {
      if (!accepted) throw new CognitoError('sign_in_cancelled');
      return finished;
    });
    await Promise.race([finished, opened]);
  } finally {
    deadline.clear();
    clearTimeout(nudge);
    // When listening failed, nobody waits for this any more.
    finished.catch(() => undefined);
    await Promise.all([waiting.stop(), listener?.close()]);
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

/** Fails as `work` does within the time; whatever comes later, or is no answer to act on, counts for nothing. */
function atMost(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  const heeded = work.catch((error: unknown) => {
    if (isCognitoError(error)) throw error;
  });
  const checked = Promise.race([heeded, waited]).finally(() => {
    clearTimeout(timer);
  });
  // Who ends before this is awaited has another failure to tell.
  checked.catch(() => undefined);
  return checked;
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
