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
  /** The user cancelled the sign-in while the code was exchanged. Its tokens are revoked. */
  | { readonly kind: 'cancelled' }
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
    if (!(await storeOrRevoke(session, signIn, context))) {
      await context.pending.settle(signIn, new CognitoError('sign_in_cancelled'));
      return { kind: 'cancelled' };
    }
    await context.pending.settle(signIn);
    return { kind: 'signed_in', session, profile: signIn.profile };
  } catch (error) {
    // Another error may contain a secret, so the other windows get only its code.
    const known = isCognitoError(error) ? error : new CognitoError('unexpected');
    const told = await context.pending.settle(signIn, known);
    return { kind: 'failed', profile: signIn.profile, clientId: signIn.clientId, error, told };
  }
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

/** Revokes a session that this editor does not keep. Never rejects. */
async function revoke(session: Session, { client }: FinishContext): Promise<void> {
  try {
    await (await client()).revoke(session);
  } catch {
    // The refresh token expires at the pool.
  }
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
