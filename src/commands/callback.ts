import { env } from 'vscode';
import { confirmDone } from '../editor/notify';
import { parsePasted } from '../signIn/callback';
import type { Callback } from '../signIn/callback';
import { CognitoError } from '../core/errors';
import { logLine } from '../core/logLine';
import { showProblem } from '../problems/show';
import { finishSignIn } from '../signIn/finishSignIn';
import { askForCallback } from '../signIn/paste';
import type { Parts } from './parts';

type CallbackParts = Pick<Parts, 'client' | 'pending' | 'store' | 'inspector' | 'log'>;

/** Finishes the sign-in that a callback belongs to, and shows what came of it. */
export async function receiveCallback(callback: Callback, parts: CallbackParts): Promise<void> {
  const { inspector, log } = parts;
  const finish = await finishSignIn(callback, parts);
  if (finish.kind === 'ignored') {
    log.info(`[callback] ignored: ${finish.reason}`);
  } else if (finish.kind === 'signed_in') {
    log.info('[callback] signed in');
    await inspector.show(finish.profile);
  } else if (finish.told) {
    log.error(logLine(finish.error));
  } else {
    showProblem(finish.error, log, finish.profile);
  }
}

/**
 * Takes the callback from the address the browser ended at.
 * @param address asked for when left out
 * @throws CognitoError sign_in_missing, callback_unusable
 */
export async function pasteCallback(parts: CallbackParts, address: unknown): Promise<void> {
  const waiting = await parts.pending.states();
  if (waiting.length === 0) throw new CognitoError('sign_in_missing');
  const given = typeof address === 'string' ? parsePasted(address, waiting) : undefined;
  if (given && 'fault' in given) throw new CognitoError('callback_unusable', { reason: given.fault });
  const callback = given ? given.callback : await askForCallback(parts.pending.states);
  if (callback) await receiveCallback(callback, parts);
}

/** Copies the sign-in page's address, for another browser. @throws CognitoError sign_in_missing */
export async function copySignInLink({ waitingSignIn }: Parts): Promise<void> {
  const link = waitingSignIn.link();
  if (link === undefined) throw new CognitoError('sign_in_missing');
  await env.clipboard.writeText(link);
  confirmDone('Sign-in link copied');
}
