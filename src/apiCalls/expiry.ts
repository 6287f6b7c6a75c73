import * as l10n from '@vscode/l10n';
import { duration } from '../core/duration';
import { timeClaim } from '../core/jwt';
import { clockDifference } from '../core/serverTime';
import type { Evidence, SentToken } from './answer';
import type { Explanation } from './causes';

/** Whether the token had expired when the answer was written. False when a time is not known. */
export function hasExpired({ serverTime }: Evidence, token: SentToken): boolean {
  const expires = timeClaim(token.claims, 'exp');
  return expires !== undefined && expires <= serverTime;
}

/** A token that was issued so much later than an answer arrived was not the one that was sent, in milliseconds. */
const laterThanClocksDiffer = 600_000;

/** Whether the token was issued after the answer: the session was refreshed since. False when a time is not known. */
export function isNewerThanAnswer({ serverTime }: Evidence, token: SentToken): boolean {
  const issued = timeClaim(token.claims, 'iat');
  return issued !== undefined && issued - serverTime > laterThanClocksDiffer;
}

/**
 * The explanation of an expired token.
 * @param source `stated` by the server, or `suggested` by the claim exp and the time of the answer
 */
export function expiredCause(
  evidence: Evidence,
  token: SentToken | undefined,
  source: 'stated' | 'suggested',
): Explanation {
  return {
    cause: 'token_expired',
    what:
      source === 'stated'
        ? l10n.t('The API says that the token has expired.')
        : l10n.t('The API probably refused the token because it has expired.'),
    why: `${timeLeft(evidence, token)}${clocks(evidence)}`,
    next: l10n.t('Refresh the tokens, then send the request again.'),
    action: 'refresh',
  };
}

function timeLeft({ serverTime, skew }: Evidence, token: SentToken | undefined): string {
  const expires = token && timeClaim(token.claims, 'exp');
  if (expires === undefined || Number.isNaN(serverTime)) {
    return l10n.t('When it expired is not known here.');
  }
  const clock = Number.isNaN(skew) ? l10n.t('this computer’s clock') : l10n.t('the server’s clock');
  const difference = duration(Math.abs(serverTime - expires));
  return expires <= serverTime
    ? l10n.t`It expired ${difference} before the answer, by ${clock}.`
    : l10n.t`By ${clock} the token of this session was valid for another ${difference}, so another token was probably sent.`;
}

/** A sentence about this computer’s clock, when it differs, with a space before it. */
function clocks({ skew }: Evidence): string {
  const difference = Number.isNaN(skew) ? undefined : clockDifference(skew);
  return difference === undefined ? '' : l10n.t` This computer’s clock is ${difference}.`;
}
