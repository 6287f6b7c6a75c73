import type { ErrorCode } from '../../core/errors';
import { duration } from '../../core/duration';
import { sentence } from '../../core/text';
import { text, type Explain } from '../problem';
import { refusedAuthorization } from './authorization';

/** What ends a sign-in before there is an authorization code. */
export const signInProblems = {
  sign_in_cancelled: () => ({
    what: 'The sign-in was cancelled.',
    why: 'It was cancelled before the browser returned.',
    next: 'Sign in again when you are ready.',
    remedies: ['sign_in'],
  }),
  callback_unusable: (detail) => ({
    what: 'This URL does not belong to a sign-in in progress.',
    why: sentence(text(detail, 'reason', 'It could not be read.')),
    next: 'After signing in, copy the whole address from the browser and paste it again.',
    remedies: ['paste_callback'],
  }),
  callback_elsewhere: (detail) => ({
    what: 'A callback did not come from the sign-in that waits for it.',
    why:
      detail.address === undefined
        ? `It must arrive at ${text(detail, 'redirectUri')}, and a query or a code alone does not show where it arrived. Another page may have issued the code, so it was not sent to ${text(detail, 'host')}.`
        : `The sign-in waits at ${text(detail, 'redirectUri')}, but the callback arrived at ${text(detail, 'address')} or names another issuer. ${text(detail, 'host')} may have led you to the sign-in page of another pool, so the code was not sent to it.`,
    next:
      detail.address === undefined
        ? 'Paste the whole address that the browser shows after the sign-in.'
        : 'Go on in the newest browser tab. If you do not trust the sign-in host, cancel the sign-in.',
    remedies: ['paste_callback'],
  }),
  sign_in_missing: () => ({
    what: 'No sign-in is in progress.',
    why: 'The sign-in is finished, was cancelled or took too long.',
    next: 'Start a new sign-in.',
    remedies: ['sign_in'],
  }),
  sign_in_timeout: (detail, { callbackUrl }) => {
    const remedies = ['sign_in', 'copy_callback_url'] as const;
    const limit = duration(Number(detail.minutes ?? 0) * 60_000);
    return callbackUrl === undefined
      ? {
          what: 'The browser did not return in time.',
          why: `No answer arrived within ${limit}. If the page showed an error, the app client may not allow this editor’s callback URL.`,
          next: 'Add this editor’s callback URL to the app client’s allowed callback URLs, then sign in again.',
          remedies,
        }
      : {
          what: 'The browser did not return in time.',
          why: `No answer arrived within ${limit}. If the page showed an error, the app client may not allow the callback URL ${callbackUrl}.`,
          next: 'Add exactly this URL to the app client’s allowed callback URLs, then sign in again.',
          remedies,
        };
  },
  authorization_refused: refusedAuthorization,
  port_taken: (detail) => ({
    what: `Port ${text(detail, 'port')} on ${text(detail, 'host')} is already in use.`,
    ...(detail.use === 'callback'
      ? {
          why: 'Another program uses the callback port, and the callback URL fixes that port.',
          next: 'Stop that program, or set another callback URL in redirectUri.',
        }
      : {
          why: 'Another program uses it, or another window has started the local user pool.',
          next: 'If it is a local user pool, sign in to it. Otherwise set another port in cognito.localUserPool.port.',
        }),
    remedies: ['sign_in', 'open_settings'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;
