import type { ErrorCode } from '../../core/errors';
import { text } from '../problem';
import type { Explain } from '../problem';
import { refusedAuthorization } from './authorization';

/** What ends a sign-in before there is a code. */
export const signInProblems = {
  sign_in_cancelled: () => ({
    what: 'The sign-in was cancelled.',
    why: 'It was ended before the browser came back.',
    next: 'Sign in again when you are ready.',
    remedies: ['sign_in'],
  }),
  callback_unusable: (detail) => ({
    what: 'This is not the answer to a sign-in that waits.',
    why: text(detail, 'reason', 'It could not be read.'),
    next: 'Copy the address the browser ended at, and paste it again.',
    remedies: ['paste_callback'],
  }),
  sign_in_missing: () => ({
    what: 'No sign-in waits for an answer.',
    why: 'It has been finished or cancelled, or it took too long.',
    next: 'Start a new one.',
    remedies: ['sign_in'],
  }),
  sign_in_timeout: (detail, context) => ({
    what: 'The browser did not come back in time.',
    why: `Nothing arrived within ${minutes(detail.minutes)}. If the page showed an error, the app client may not allow ${context.callbackUrl ?? 'this editor’s callback URL'}.`,
    next: 'Add exactly this URL to the app client’s allowed callback URLs, then sign in again.',
    remedies: ['sign_in', 'copy_callback_url'],
  }),
  authorization_refused: refusedAuthorization,
  port_taken: (detail) => ({
    what: `Port ${text(detail, 'port')} on ${text(detail, 'host')} is taken.`,
    why:
      detail.use === 'callback'
        ? 'Another program listens where the browser is to come back to. Cognito allows no other port.'
        : 'Another program listens there, or a local user pool that another window has started.',
    next:
      detail.use === 'callback'
        ? 'Stop it, or use another callback URL in redirectUri.'
        : 'If it is a local user pool, sign in to it. Otherwise choose another port in cognito.localUserPool.port.',
    remedies: ['sign_in', 'open_settings'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

function minutes(count: string | number | undefined): string {
  return count === 1 ? 'a minute' : `${count ?? 'some'} minutes`;
}
