import { deepEqual, equal, throws } from 'node:assert/strict';
import { readChanges } from '../../../src/localPool/triggers/answer';
import { applyChanges, type ChangedTokens } from '../../../src/localPool/triggers/applyChanges';
import type { TriggerVersion } from '../../../src/localPool/triggers/triggerEvent';
import { TriggerFailure } from '../../../src/localPool/triggers/triggerFailure';
import { claimsBefore, clientId } from '../../support/triggerEvents';

function apply(version: TriggerVersion, response: Record<string, unknown>): ChangedTokens {
  return applyChanges(version, clientId, claimsBefore(), readChanges(version, { response }));
}
const applyId = (idTokenGeneration: unknown): ChangedTokens =>
  apply('V2_0', { claimsAndScopeOverrideDetails: { idTokenGeneration } });
const applyAccess = (accessTokenGeneration: unknown): ChangedTokens =>
  apply('V2_0', { claimsAndScopeOverrideDetails: { accessTokenGeneration } });

const reserved =
  'acr amr at_hash aud auth_time azp client_id cognito:username cognito:other device_key event_id exp iat identities iss jti nbf nonce origin_jti sub token_use username version'.split(
    ' ',
  );

describe('changes of a pre token generation trigger', () => {
  it('never touch a reserved claim', () => {
    const claimsToAddOrOverride = Object.fromEntries(reserved.map((name) => [name, 'x']));
    for (const [apply, token] of [
      [applyId, 'id'],
      [applyAccess, 'access'],
    ] as const) {
      const set = apply({ claimsToAddOrOverride });
      deepEqual({ id: set.id, access: set.access }, claimsBefore());
      deepEqual(set.ignored.map(({ name }) => name).sort(), [...reserved].sort());
      equal(set.ignored[0]?.token, token);
      const suppressed = apply({ claimsToSuppress: reserved });
      deepEqual({ id: suppressed.id, access: suppressed.access }, claimsBefore());
      equal(suppressed.ignored.length, reserved.length);
    }
  });

  it('suppress a dev: attribute, but do not set it', () => {
    equal(applyId({ claimsToAddOrOverride: { 'dev:a': 'x' } }).ignored.length, 1);
    equal(applyId({ claimsToSuppress: ['dev:a'] }).ignored.length, 0);
  });

  it('set aud of an access token to the client id only', () => {
    equal(applyAccess({ claimsToAddOrOverride: { aud: clientId } }).access['aud'], clientId);
    equal(
      applyAccess({ claimsToAddOrOverride: { aud: 'other' } }).ignored[0]?.reason,
      'In an access token, aud must be the client id of the app client.',
    );
  });

  it('do not set null, or an object for a claim of the ID token that cannot be one', () => {
    const { ignored } = applyId({
      claimsToAddOrOverride: { a: null, address: { street: 'x' }, updated_at: [1], email_verified: true },
    });
    deepEqual(
      ignored.map(({ name }) => name),
      ['a', 'address', 'updated_at'],
    );
    equal(applyAccess({ claimsToAddOrOverride: { address: { street: 'x' } } }).ignored.length, 0);
  });

  it('say where groups, roles and scopes are changed', () => {
    const names = ({ ignored }: ChangedTokens): readonly string[] => ignored.map(({ name }) => name);
    deepEqual(names(applyId({ claimsToAddOrOverride: { 'cognito:roles': ['x'] } })), ['cognito:roles']);
    deepEqual(names(applyId({ claimsToSuppress: ['cognito:preferred_role'] })), ['cognito:preferred_role']);
    deepEqual(names(applyAccess({ claimsToSuppress: ['scope'] })), ['scope']);
    equal(applyId({ claimsToAddOrOverride: { scope: 'mine' } }).id?.['scope'], 'mine');
  });

  it('take every group away with an empty object, and only the missing ones with another', () => {
    const empty = apply('V2_0', { claimsAndScopeOverrideDetails: { groupOverrideDetails: {} } });
    equal(empty.id?.['cognito:groups'], undefined);
    equal(empty.access['cognito:groups'], undefined);
    const some = apply('V1_0', {
      claimsOverrideDetails: { groupOverrideDetails: { groupsToOverride: ['x'] } },
    });
    deepEqual(some.access['cognito:groups'], ['x']);
    equal('cognito:roles' in (some.id ?? {}), false);
    equal('cognito:roles' in some.access, false);
  });

  it('suppress a scope that is also added', () => {
    const { access } = applyAccess({
      scopesToAdd: ['x', 'email'],
      scopesToSuppress: ['x', 'openid', 'phone'],
    });
    equal(access['scope'], 'email aws.cognito.signin.user.admin');
  });

  it('are those of the version alone', () => {
    const other = { claimsToAddOrOverride: { a: 'x' } };
    deepEqual(apply('V2_0', { claimsOverrideDetails: other }).id, claimsBefore().id);
    deepEqual(
      apply('V1_0', { claimsAndScopeOverrideDetails: { idTokenGeneration: other } }).id,
      claimsBefore().id,
    );
  });

  it('of version 1 set text only', () => {
    const claims = (claimsToAddOrOverride: unknown): ChangedTokens =>
      apply('V1_0', { claimsOverrideDetails: { claimsToAddOrOverride } });
    equal(claims({ a: 1 }).ignored[0]?.name, 'a');
    for (const value of [['x'], { x: 1 }]) throws(() => claims({ a: value }), TriggerFailure);
  });

  it('cannot be read when a member has the wrong type', () => {
    for (const details of [
      'text',
      { idTokenGeneration: { claimsToAddOrOverride: ['x'] } },
      { accessTokenGeneration: { claimsToSuppress: [1] } },
      { groupOverrideDetails: { groupsToOverride: 'x' } },
    ]) {
      throws(
        () => apply('V2_0', { claimsAndScopeOverrideDetails: details }),
        (error: unknown) =>
          error instanceof TriggerFailure &&
          error.message === 'Unrecognizable lambda output' &&
          error.log.startsWith(
            'The answer of the trigger cannot be used: response.claimsAndScopeOverrideDetails',
          ),
        JSON.stringify(details),
      );
    }
  });
});
