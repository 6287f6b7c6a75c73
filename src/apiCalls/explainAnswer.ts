import * as l10n from '@vscode/l10n';
import { readAnswer, type ApiAnswer, type Evidence, type SentToken } from './answer';
import { appSyncCause } from './appSyncCauses';
import { isRefusal, unknownCause, type Explanation } from './causes';
import { expiredCause, hasExpired, isNewerThanAnswer } from './expiry';
import { frontCause } from './frontCauses';
import { gatewayCause } from './gatewayCauses';
import { levelCause } from './levelCause';
import { statedCause, suggestedCause } from './tokenCauses';

/**
 * Explains why an API refused a request. It goes from answers that name their cause to those that only a comparison with the token
 * explains; those texts say “probably”. An answer that fits nothing has the cause `unknown`. Never throws.
 * @param answer of the API; its texts are shown only as `said` of causes.ts lets them through
 * @param sent the token that was sent; undefined when that is not known
 */
export function explainAnswer(answer: ApiAnswer, sent: SentToken | undefined): Explanation {
  const evidence = readAnswer(answer);
  const isOther = sent !== undefined && isNewerThanAnswer(evidence, sent);
  const token = isOther ? undefined : sent;
  const cause =
    inFront(evidence, token) ??
    appSyncCause(evidence, token) ??
    (isRefusal(evidence) ? refusal(evidence, token) : undefined);
  return cause ?? unknownCause(evidence, aboutToken(token, isOther));
}

/** A load balancer verifies tokens, too, and does not say what is wrong with one. */
function inFront(evidence: Evidence, token: SentToken | undefined): Explanation | undefined {
  const cause = frontCause(evidence);
  const mayHaveVerified = cause?.cause === 'load_balancer_rule' && evidence.status === 401;
  return mayHaveVerified && token !== undefined && hasExpired(evidence, token)
    ? expiredCause(evidence, token, 'suggested')
    : cause;
}

function refusal(evidence: Evidence, token: SentToken | undefined): Explanation | undefined {
  return (
    levelCause(evidence, token) ??
    gatewayCause(evidence) ??
    statedCause(evidence, token) ??
    (token && suggestedCause(evidence, token))
  );
}

/** A sentence about what was not compared, with a space before it. */
function aboutToken(token: SentToken | undefined, isOther: boolean): string {
  if (isOther) {
    return l10n.t(' The token of this session was issued after the answer, so it was not compared.');
  }
  return token === undefined ? l10n.t(' The token that was sent is not known, so it was not compared.') : '';
}
