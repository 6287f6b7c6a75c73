import type { ErrorCode } from '../../core/errors';
import { text } from '../problem';
import type { Explain } from '../problem';
import { refusedAuthorization } from './authorization';

/** What ends a sign-in before there is a code. */
export const signInProblems = {
  sign_in_cancelled: () => ({
    what: 'The sign-in was cancelled.',
    why: 'It was cancelled before the browser returned.',
    next: 'Sign in again when you are ready.',
    remedies: ['sign_in'],
  }),
  callback_unusable: (detail) => ({
    what: 'This URL does not belong to a sign-in in progress.',
    why: text(detail, 'reason', 'It could not be read.'),
    next: 'Copy the address that the browser shows after the sign-in, and paste it again.',
    remedies: ['paste_callback'],
  }),
  sign_in_missing: () => ({
    what: 'No sign-in is in progress.',
    why: 'It was finished or cancelled, or it took too long.',
    next: 'Sign in again.',
    remedies: ['sign_in'],
  }),
  sign_in_timeout: (detail, context) => ({
    what: 'The browser did not return in time.',
    why: `No callback arrived within ${minutes(detail.minutes)}. If the browser showed an error, the app client may not allow ${context.callbackUrl ?? 'this editor’s callback URL'}.`,
    next: 'Add exactly this URL to the app client’s allowed callback URLs, then sign in again.',
    remedies: ['sign_in', 'copy_callback_url'],
  }),
  authorization_refused: refusedAuthorization,
  port_taken: (detail) => ({
    what: `Port ${text(detail, 'port')} on ${text(detail, 'host')} is in use.`,
    why:
      detail.use === 'callback'
        ? 'Another program uses the callback port, and the callback URL fixes that port.'
        : 'Another program uses the port, or another window has started a local user pool.',
    next:
      detail.use === 'callback'
        ? 'Stop that program, or set another callback URL in redirectUri of the profile.'
        : 'If it is a local user pool, sign in to it. Otherwise set another port in cognito.localUserPool.port.',
    remedies: ['sign_in', 'open_settings'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

function minutes(count: string | number | undefined): string {
  return count === 1 ? 'a minute' : `${count ?? 'some'} minutes`;
}
