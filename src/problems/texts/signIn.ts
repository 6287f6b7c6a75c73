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
