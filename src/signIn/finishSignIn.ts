import { defined } from '../core/members';
import type { CognitoClient } from '../client/cognitoClient';
import { arrivedAt, type Arrival, type Callback } from './callback';
import { acceptedIssuers } from '../core/issuer';
import { CognitoError, isCognitoError, quoted } from '../core/errors';
import type { Session } from '../core/session';
import { saveSignIn, type SaveSignInContext } from '../sessions/saveSignIn';
import type { PendingSignIn, PendingSignIns } from './pending';

/** How a callback ended. `ignored`: no sign-in here asked for it, so nothing has changed. */
export type Finish =
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'signed_in'; readonly session: Session; readonly profile: string }
  /** `told`: the window that started the sign-in is this one and reports the error itself. */
  | {
      readonly kind: 'failed';
      readonly profile: string;
      readonly clientId: string;
      readonly error: unknown;
      readonly told: boolean;
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
  if (callback.kind === 'foreign') return { kind: 'ignored', reason: callback.reason };
  let misdirected: Finish | undefined;
  const mayTake = (candidate: PendingSignIn): boolean => {
    if (isAnswerTo(candidate, callback)) return true;
    const error = new CognitoError('callback_elsewhere', {
      host: new URL(candidate.endpoints.authorization).host,
      redirectUri: candidate.redirectUri,
      address: callback.address,
    });
    const { profile, clientId } = candidate;
    misdirected = { kind: 'failed', profile, clientId, error, told: false };
    return false;
  };
  const signIn = await context.pending.take(callback.state, mayTake).catch(() => undefined);
  if (signIn === undefined) return misdirected ?? { kind: 'ignored', reason: 'unknown_state' };
  try {
    const session = await redeem(callback, signIn, context);
    if (!(await keep(session, signIn, context))) {
      await context.pending.settle(signIn, new CognitoError('sign_in_cancelled'));
      return { kind: 'ignored', reason: 'cancelled' };
    }
    await context.pending.settle(signIn);
    return { kind: 'signed_in', session, profile: signIn.profile };
  } catch (error) {
    // What another error says may be secret, and does not leave this window.
    const known = isCognitoError(error) ? error : new CognitoError('unexpected');
    const told = await context.pending.settle(signIn, known);
    return { kind: 'failed', profile: signIn.profile, clientId: signIn.clientId, error, told };
  }
}

/**
 * Stores a session unless its sign-in was cancelled, and revokes the session that nothing holds any more: the one that it replaces,
 * or itself when it is not stored.
 * @returns whether it is stored
 */
async function keep(session: Session, { state }: PendingSignIn, context: FinishContext): Promise<boolean> {
  const revoke = async (unwanted: Session): Promise<void> => {
    await (await context.client()).revoke(unwanted).catch(() => undefined);
  };
  try {
    const saved = await saveSignIn(session, context, async () => !(await context.pending.isCancelled(state)));
    if (saved !== 'cancelled') {
      // In the background, because the session can be shown already.
      const { replaced } = saved;
      if (replaced !== undefined && replaced.refreshToken !== session.refreshToken) void revoke(replaced);
      return true;
    }
  } catch (error) {
    await revoke(session);
    throw error;
  }
  await revoke(session);
  return false;
}

/**
 * Whether a callback came from where its sign-in went. A sign-in host can send the browser on to another pool with the same state,
 * and that pool's code must not be sent to the first host. Source: RFC 9700 section 4.4.2, RFC 9207 section 2.4.
 */
function isAnswerTo(
  { redirectUri, ownCallbackUrl, endpoints }: PendingSignIn,
  { address, issuer }: Arrival,
): boolean {
  if (address === undefined ? ownCallbackUrl : !arrivedAt(address, redirectUri)) return false;
  return (
    issuer === undefined ||
    endpoints.issuer === undefined ||
    acceptedIssuers(endpoints.issuer).includes(issuer)
  );
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
    ...defined({
      description: callback.description === undefined ? undefined : quoted(callback.description),
    }),
  });
}
