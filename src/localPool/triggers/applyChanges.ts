import * as l10n from '@vscode/l10n';
import { defined } from '../../core/members';
import type { ClaimChanges, TriggerChanges } from './answer';
import { whyNotSet, whyNotSuppressed, type TokenName } from './claimRules';
import type { TriggerVersion } from './triggerEvent';

export type Claims = Readonly<Record<string, unknown>>;

/** The claims of the tokens that are issued together. */
export interface TokenClaims {
  /** Undefined when no ID token is issued. */
  readonly id: Claims | undefined;
  readonly access: Claims;
}

/** A change that the trigger asked for and that was not made. */
export interface IgnoredChange {
  readonly token: TokenName;
  /** The claim or the scope. */
  readonly name: string;
  readonly reason: string;
}

export interface ChangedTokens extends TokenClaims {
  readonly ignored: readonly IgnoredChange[];
}

/**
 * Changes the claims of tokens as a trigger asks for.
 *
 * Source: as `triggerEvent`
 * @param clientId the app client that the tokens are for
 */
export function applyChanges(
  version: TriggerVersion,
  clientId: string,
  tokens: TokenClaims,
  changes: TriggerChanges,
): ChangedTokens {
  const ignored: IgnoredChange[] = [];
  const changed = (token: TokenName, claims: Claims, asked: ClaimChanges): Claims => {
    const note = (name: string, reason: string | undefined): boolean => {
      if (reason !== undefined) ignored.push({ token, name, reason });
      return reason === undefined;
    };
    const set = Object.entries(asked.claimsToAddOrOverride).filter(([name, value]) =>
      note(name, whyNotSet(token, name, value, clientId) ?? whyNotText(version, value)),
    );
    const suppressed = new Set(
      asked.claimsToSuppress.filter((name) => note(name, whyNotSuppressed(token, name))),
    );
    if (suppressed.has('cognito:groups')) suppressed.add('cognito:roles').add('cognito:preferred_role');
    // From entries, because a claim can have the name __proto__.
    const all: Claims = Object.fromEntries([...Object.entries(withGroups(token, claims, changes)), ...set]);
    return Object.fromEntries(Object.entries(all).filter(([name]) => !suppressed.has(name)));
  };
  const { idTokenGeneration, accessTokenGeneration } = changes;
  const id = tokens.id && changed('id', tokens.id, idTokenGeneration);
  const access = changed('access', tokens.access, accessTokenGeneration);
  const added = accessTokenGeneration.scopesToAdd.filter((scope) => {
    if (/^\S+$/.test(scope)) return true;
    ignored.push({
      token: 'access',
      name: scope,
      reason: l10n.t('A scope cannot contain spaces or be empty.'),
    });
    return false;
  });
  return {
    id,
    access: withScopes(access, added, accessTokenGeneration.scopesToSuppress),
    ignored,
  };
}

/** AWS documents text only for version 1. */
function whyNotText(version: TriggerVersion, value: unknown): string | undefined {
  return version !== 'V1_0' || typeof value === 'string'
    ? undefined
    : l10n.t('V1_0 can set text only. AWS does not document what Cognito does with another value.');
}

/** Only ID tokens have the claims about roles. */
function withGroups(token: TokenName, claims: Claims, { groupOverrideDetails }: TriggerChanges): Claims {
  if (groupOverrideDetails === undefined) return claims;
  const { groupsToOverride, iamRolesToOverride, preferredRole } = groupOverrideDetails ?? {};
  const roles = { 'cognito:roles': iamRolesToOverride, 'cognito:preferred_role': preferredRole };
  const groups = { 'cognito:groups': groupsToOverride, ...(token === 'id' && roles) };
  const overridden = Object.entries(groups).map(([name, value]) => [name, value ?? undefined] as const);
  return defined({ ...claims, ...Object.fromEntries(overridden) });
}

/** A scope that is both added and suppressed is suppressed, as claims are. */
function withScopes(claims: Claims, added: readonly string[], suppressed: readonly string[]): Claims {
  if (added.length === 0 && suppressed.length === 0) return claims;
  const before = String(claims['scope']).split(' ');
  const scopes = [...new Set([...before, ...added])].filter((scope) => !suppressed.includes(scope));
  return { ...claims, scope: scopes.join(' ') };
}
