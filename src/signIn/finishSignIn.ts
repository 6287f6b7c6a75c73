import type { CognitoClient } from '../client/cognitoClient';
import { arrivedAt, type Arrival, type Callback } from './callback';
import { acceptedIssuers } from '../core/issuer';
import { CognitoError, isCognitoError, quoted } from '../core/errors';
import { subjectOf, type Session } from '../core/session';
import { saveSignIn, type SaveSignInContext } from '../sessions/saveSignIn';
import type { PendingSignIn, PendingSignIns } from './pending';

/** How a callback ended. `ignored`: no sign-in here asked for it, so nothing has changed. */
export type Finish =
  | { readonly kind: 'ignored'; readonly reason: string; readonly error?: string }
  /** The user cancelled the sign-in while the code was exchanged. Its tokens are revoked. */
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'signed_in'; readonly session: Session; readonly profile: string }
  | {
      readonly kind: 'failed';
      readonly profile: string;
      readonly clientId: string;
      readonly error: unknown;
      /** The sign-in was started in this window, which reports the error there. */
      readonly reportedByStarter: boolean;
    };

export interface FinishContext extends SaveSignInContext {
  readonly client: () => Promise<CognitoClient>;
  readonly pending: PendingSignIns;
}

/**
 * Finishes the sign-in that a callback belongs to: state first, then error, then code. Any window can do it, because the
 * pending record holds everything, and only a callback whose state is pending changes anything. Never throws.
 */
export async function finishSignIn(callback: Callback, context: FinishContext): Promise<Finish> {
  if (callback.kind === 'foreign') return { ...callback, kind: 'ignored' };
  let misdirected: PendingSignIn | undefined;
  const signIn = await context.pending
    .take(callback.state, (candidate) => {
      if (isAnswerTo(candidate, callback)) return true;
      misdirected = candidate;
      return false;
    })
    .catch(() => undefined);
  if (misdirected) return failed(misdirected, elsewhere(misdirected, callback), false);
  if (signIn === undefined) {
    return {
      kind: 'ignored',
      reason: context.pending.wasTaken(callback.state) ? 'repeated' : 'unknown_state',
    };
  }
  try {
    const session = await redeem(callback, signIn, context);
    const isStored = await storeOrRevoke(session, signIn, context);
    await context.pending.settle(
      signIn,
      isStored ? { user: subjectOf(session) ?? '' } : { error: new CognitoError('sign_in_cancelled') },
    );
    return isStored ? { kind: 'signed_in', session, profile: signIn.profile } : { kind: 'cancelled' };
  } catch (error) {
    // Another error may contain a secret, so the other windows get only its code.
    const known = isCognitoError(error) ? error : new CognitoError('unexpected');
    return failed(signIn, error, await context.pending.settle(signIn, { error: known }));
  }
}

function failed({ profile, clientId }: PendingSignIn, error: unknown, reportedByStarter: boolean): Finish {
  return { kind: 'failed', profile, clientId, error, reportedByStarter };
}

/**
 * Stores a session and revokes the one that it replaces. Revokes the session itself when its sign-in was cancelled, or when it cannot
 * be stored.
 * @returns whether it is stored
 */
async function storeOrRevoke(
  session: Session,
  { state }: PendingSignIn,
  context: FinishContext,
): Promise<boolean> {
  const isWanted = async (): Promise<boolean> => !(await context.pending.isCancelled(state));
  const saved = await saveSignIn(session, context, isWanted).catch(async (error: unknown) => {
    await revoke(session, context);
    throw error;
  });
  if (saved === 'cancelled') {
    await revoke(session, context);
    return false;
  }
  // In the background, because the new session can be shown already.
  const { replaced } = saved;
  if (replaced !== undefined && replaced.refreshToken !== session.refreshToken) {
    void revoke(replaced, context);
  }
  return true;
}

/** Revokes a session that this editor does not keep. Never rejects: otherwise the refresh token expires at the pool. */
async function revoke(session: Session, { client }: FinishContext): Promise<void> {
  await client()
    .then((loaded) => loaded.revoke(session))
    .catch(() => undefined);
}

/**
 * Whether a callback came from where its sign-in went. A sign-in host can send the browser on to another pool with the same state,
 * and that pool's code must not be sent to the first host. Source: RFC 9700 section 4.4.2, RFC 9207 section 2.4.
 */
function isAnswerTo(
  { redirectUri, ownCallbackUrl, endpoints }: PendingSignIn,
  { address, issuer }: Arrival,
): boolean {
  // Without an address, a callback that must come to the host's own URL cannot be checked.
  if (address === undefined ? ownCallbackUrl : !arrivedAt(address, redirectUri)) return false;
  return (
    issuer === undefined ||
    endpoints.issuer === undefined ||
    acceptedIssuers(endpoints.issuer).includes(issuer)
  );
}

/** The error of a callback that did not come from where its sign-in went. */
function elsewhere({ endpoints, redirectUri }: PendingSignIn, { address }: Arrival): CognitoError {
  const { host } = new URL(endpoints.authorization);
  return new CognitoError('callback_elsewhere', { host, redirectUri, address });
}

async function redeem(
  callback: Exclude<Callback, { kind: 'foreign' }>,
  signIn: PendingSignIn,
  context: FinishContext,
): Promise<Session> {
  if (callback.kind === 'code') return (await context.client()).redeem(signIn, callback.query);
  throw new CognitoError('authorization_refused', {
    host: new URL(signIn.endpoints.authorization).host,
    error: quoted(callback.error),
    description: callback.description === undefined ? undefined : quoted(callback.description),
  });
}
