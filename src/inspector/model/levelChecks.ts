import * as l10n from '@vscode/l10n';
import { duration } from '../../core/duration';
import { textClaim, timeClaim, type Claims } from '../../core/jwt';
import { defaultLevels, requestedAge, type LevelRequest } from '../../core/levels';
import { truncate } from '../../core/text';
import type { Check } from '../protocol';

/** A check as `tokenSection` takes it. */
interface LevelCheck extends Pick<Check, 'status' | 'reason'> {
  readonly id: 'level' | 'sign_in_age';
}

/**
 * Compares a token with what its sign-in asked for. Nothing that is missing makes a token invalid, so it is a warning.
 * @param requested by the sign-in; the answer is empty when it asked for nothing
 * @param claims of the ID token or the access token: both have `acr` and `auth_time`, and a refresh keeps them
 * Source: AWS, "Step-up authentication" (cognito-user-pools-step-up-authentication).
 */
export function levelChecks({ acrValues = [], maxAge }: LevelRequest, claims: Claims): readonly LevelCheck[] {
  return [
    ...(acrValues.length === 0 ? [] : [checkLevel(acrValues, textClaim(claims, 'acr'))]),
    ...(maxAge === undefined ? [] : [checkAge(maxAge, claims)]),
  ];
}

function checkLevel(requested: readonly string[], acr: string | undefined): LevelCheck {
  const id = 'level';
  const named = truncate(acr ?? '', 120);
  if (acr !== undefined && requested.includes(acr)) {
    return { id, status: 'passed', reason: l10n.t`The user reached ${named}, which was asked for.` };
  }
  const lower = requested.find((name) => acr !== undefined && isHigher(acr, name));
  if (lower !== undefined) {
    return { id, status: 'passed', reason: l10n.t`The user reached ${named}, a higher level than ${lower}.` };
  }
  const found = acr === undefined ? l10n.t('The token names no level.') : l10n.t`The token has ${named}.`;
  return {
    id,
    status: 'warning',
    reason: l10n.t`Asked for: ${requested.join(', ')}. ${found} Cognito does not say why. There are three possible causes: the plan of the pool is below Essentials, which ignores the request; the pool’s configuration does not have this level, or the user has no factor for it; or Cognito does not offer levels for this pool yet, because they are new.`,
  };
}

/** Whether a default level is above another one. The order of a pool's own names is not known here. */
function isHigher(level: string, other: string): boolean {
  const order = [...defaultLevels.keys()];
  return order.includes(other) && order.indexOf(level) > order.indexOf(other);
}

/** The browser has to return before the code is exchanged, so a token is issued so long after the sign-in at most. Milliseconds. */
const returnTime = 60_000;

function checkAge(maxAge: number, claims: Claims): LevelCheck {
  const id = 'sign_in_age';
  const signedIn = timeClaim(claims, 'auth_time');
  const issued = timeClaim(claims, 'iat');
  if (signedIn === undefined || issued === undefined) {
    return { id, status: 'unknown', reason: l10n.t('The token does not tell when the user signed in.') };
  }
  const age = Math.max(0, issued - signedIn);
  const facts = l10n.t`Asked for: ${requestedAge(maxAge)}. The user signed in ${duration(age)} before the token was issued.`;
  if (age <= maxAge * 1000 + returnTime) return { id, status: 'passed', reason: facts };
  return {
    id,
    status: 'warning',
    reason: l10n.t`${facts} A refresh keeps the time of the sign-in, so sign in again. If you have just signed in, the pool ignored max_age: its plan is below Essentials, or Cognito does not offer this for the pool yet.`,
  };
}
