import * as l10n from '@vscode/l10n';

/** The token of a claim. */
export type TokenName = 'id' | 'access';

/** Claims that a trigger can neither set nor suppress, beside those that begin with `cognito:`. */
const reserved: ReadonlySet<string> = new Set([
  'acr',
  'amr',
  'at_hash',
  'aud',
  'auth_time',
  'azp',
  'client_id',
  'device_key',
  'event_id',
  'exp',
  'iat',
  'identities',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'origin_jti',
  'sub',
  'token_use',
  'username',
  'version',
]);

/** Claims of the ID token whose value cannot be an object or a list. */
const simple: ReadonlySet<string> = new Set([
  'phone_number_verified',
  'email_verified',
  'updated_at',
  'address',
]);

const isReserved = (claim: string): boolean => reserved.has(claim) || claim.startsWith('cognito:');
const reservedReason = l10n.t('A trigger cannot change this claim.');

/**
 * Why a trigger cannot set a claim; undefined when it can.
 *
 * Source: “Claims and scopes reference” in
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 * @param clientId the app client that the token is for
 */
export function whyNotSet(
  token: TokenName,
  claim: string,
  value: unknown,
  clientId: string,
): string | undefined {
  if (isGroupClaim(claim)) return l10n.t('A trigger changes groups and roles in groupOverrideDetails.');
  if (token === 'access' && claim === 'aud') {
    return value === clientId
      ? undefined
      : l10n.t('In an access token, aud must be the client id of the app client.');
  }
  if (token === 'access' && claim === 'scope') {
    return l10n.t('A trigger changes scopes in scopesToAdd and scopesToSuppress.');
  }
  if (isReserved(claim)) return reservedReason;
  if (claim.startsWith('dev:')) return l10n.t('A trigger can suppress this claim, but not set it.');
  if (value === null) return l10n.t('The value is null. AWS does not document what Cognito does with it.');
  return token === 'id' && simple.has(claim) && typeof value === 'object'
    ? l10n.t('The value of this claim cannot be an object or a list.')
    : undefined;
}

/** Why a trigger cannot suppress a claim; undefined when it can. Source: as `whyNotSet` */
export function whyNotSuppressed(token: TokenName, claim: string): string | undefined {
  if (claim === 'cognito:groups') return undefined;
  if (isGroupClaim(claim)) return l10n.t('A trigger suppresses roles by suppressing cognito:groups.');
  if (token === 'access' && claim === 'scope') {
    return l10n.t('A trigger suppresses scopes in scopesToSuppress.');
  }
  return isReserved(claim) ? reservedReason : undefined;
}

function isGroupClaim(claim: string): boolean {
  return claim === 'cognito:groups' || claim === 'cognito:roles' || claim === 'cognito:preferred_role';
}
