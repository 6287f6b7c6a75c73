import * as l10n from '@vscode/l10n';
import { textClaim } from '../core/jwt';
import { readLevelRequest, requestedAge, type LevelRequest } from '../core/levels';
import type { Evidence, SentToken } from './answer';
import { claimed, said, type Explanation } from './causes';

/**
 * The cause that the challenge of an API names when the user has to sign in again, with another level or just now.
 * @param token what was sent; undefined when that is not known
 * @returns undefined for any other answer
 * Source: RFC 9470 section 3.
 */
export function levelCause({ challenge }: Evidence, token: SentToken | undefined): Explanation | undefined {
  if (challenge?.get('error') !== 'insufficient_user_authentication') return undefined;
  const names = new Set((challenge.get('acr_values') ?? '').split(' ').filter((name) => name !== ''));
  // What cannot be shown is not asked for.
  const level = readLevelRequest(
    [...names].filter((name) => said(name) === name),
    challenge.get('max_age'),
  );
  const { acrValues = [] } = level;
  const leftOut =
    names.size > acrValues.length ? l10n.t(' Names of levels that cannot be asked for are left out.') : '';
  return {
    cause: 'authentication_insufficient',
    what: l10n.t('The API wants the user to sign in again, with a stronger level or more recently.'),
    why: `${wants(level)}${leftOut}${has(token)}`,
    next: next(level),
    action: 'sign_in_with_level',
    level,
  };
}

function wants({ acrValues = [], maxAge }: LevelRequest): string {
  const parts = [
    ...(acrValues.length === 0
      ? []
      : [l10n.t`the level ${acrValues.reduce((names, name) => l10n.t`${names} or ${name}`)}`]),
    ...(maxAge === undefined ? [] : [requestedAge(maxAge)]),
  ];
  return parts.length === 0 ? l10n.t('It names no level and no time.') : l10n.t`It asks for ${both(parts)}.`;
}

/** A sentence about the token that was sent, with a space before it. */
function has(token: SentToken | undefined): string {
  if (token === undefined) return '';
  const acr = textClaim(token.claims, 'acr');
  return acr === undefined
    ? l10n.t(' The token names no level.')
    : l10n.t` The token has the level ${claimed(acr)}.`;
}

function next({ acrValues, maxAge }: LevelRequest): string {
  const parameters = [
    ...(acrValues === undefined ? [] : [l10n.t`acr_values “${acrValues.join(' ')}”`]),
    ...(maxAge === undefined ? [] : [`max_age ${maxAge}`]),
  ];
  return parameters.length === 0
    ? l10n.t('Look up in the documentation of the API which level it takes, and sign in with that one.')
    : l10n.t`Sign in again. The sign-in will ask for ${both(parameters)}.`;
}

/** @param parts at least one */
function both(parts: readonly string[]): string {
  return parts.reduce((first, second) => l10n.t`${first} and ${second}`);
}
