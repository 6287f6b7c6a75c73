import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { assert as holds, constantFrom, dictionary, jsonValue, oneof, property } from 'fast-check';
import { awsRole, type AwsRole } from '../../../../src/inspector/model/awsRole';
import type { Claims } from '../../../../src/core/jwt';
import { idClaims } from '../../../support/tokens';

const admin = 'arn:aws:iam::111122223333:role/admin';
const reader = 'arn:aws:iam::111122223333:role/reader';

function roleOf(claims: Claims, customRoleArn?: string): AwsRole {
  const role = awsRole(claims, { identityPoolId: 'us-east-1:1a2b3c4d', customRoleArn });
  ok(role);
  return role;
}

describe('awsRole', () => {
  it('says nothing about a token without roles when the profile has no identity pool', () => {
    equal(awsRole(idClaims()), undefined);
    equal(awsRole(idClaims({ 'cognito:groups': ['admin'] }), { customRoleArn: admin }), undefined);
    equal(awsRole(idClaims({ 'cognito:roles': [] }))?.kind, 'none');
    equal(awsRole(idClaims({ 'cognito:preferred_role': admin }))?.kind, 'preferred');
  });

  it('chooses the preferred role among several', () => {
    const role = roleOf({ 'cognito:roles': [admin, reader], 'cognito:preferred_role': reader });
    equal(role.kind, 'preferred');
    equal(role.arn, reader);
    match(role.why, /cognito:preferred_role.*lowest precedence number/);
    equal(role.fix, undefined);
  });

  it('chooses the only role when none is preferred', () => {
    for (const roles of [[admin], [admin, admin], [admin, '', 5, null]]) {
      const role = roleOf({ 'cognito:roles': roles, 'cognito:preferred_role': '' });
      deepEqual([role.kind, role.arn], ['only', admin]);
    }
  });

  it('chooses none of several roles without a preferred one, and says how to choose', () => {
    const role = roleOf({ 'cognito:roles': [admin, reader] });
    deepEqual([role.kind, role.arn], ['ambiguous', undefined]);
    match(role.why, /2 roles.*same precedence have different roles.*role resolution/);
    match(role.fix ?? '', /lower precedence number.*customRoleArn/);
  });

  it('leaves a user without a role to the role resolution', () => {
    const role = roleOf(idClaims());
    deepEqual([role.kind, role.arn, role.fix], ['none', undefined, undefined]);
    match(role.what, /default role, or no credentials/);
    match(role.why, /no role in cognito:preferred_role.*role resolution/);
  });

  it('prefers the role that the profile requests, if the token has it', () => {
    const claims = { 'cognito:roles': [admin, reader], 'cognito:preferred_role': admin };
    const requested = roleOf(claims, reader);
    deepEqual([requested.kind, requested.arn], ['custom', reader]);
    for (const [refused, other] of [
      [claims, 'arn:aws:iam::111122223333:role/other'],
      [{ 'cognito:preferred_role': admin }, admin],
      [{}, admin],
    ] as const) {
      const role = roleOf(refused, other);
      deepEqual([role.kind, role.arn], ['custom_not_allowed', undefined]);
      match(role.fix ?? '', /one of the roles in cognito:roles, or remove it/);
    }
  });

  it('takes no role from claims of another type or from the prototype', () => {
    for (const value of [admin, 5, null, true, { 0: admin, length: 1 }, [[admin]], [{ arn: admin }]]) {
      equal(roleOf({ 'cognito:roles': value }).kind, 'none');
    }
    for (const value of [5, null, [admin], { arn: admin }]) {
      equal(roleOf({ 'cognito:preferred_role': value }).kind, 'none');
    }
    const inherited = JSON.parse(`{ "__proto__": { "cognito:roles": ["${admin}"] } }`) as Claims;
    equal(roleOf(inherited).kind, 'none');
    equal(roleOf(Object.create({ 'cognito:preferred_role': admin }) as Claims).kind, 'none');
    equal(roleOf({ 'cognito:preferred_role': '__proto__' }).arn, '__proto__');
  });

  it('is short for 10,000 roles and for a role of a megabyte', () => {
    const roles = Array.from({ length: 10_000 }, (_, index) => `${admin}-${index}`);
    match(roleOf({ 'cognito:roles': roles }).why, /10000 roles/);
    const long = 'x'.repeat(1024 * 1024);
    for (const role of [
      roleOf({ 'cognito:preferred_role': long }),
      roleOf({ 'cognito:roles': [long] }),
      roleOf({ 'cognito:roles': [long] }, long),
      roleOf({ 'cognito:roles': roles }),
    ]) {
      ok(JSON.stringify(role).length < 3000);
    }
  });

  it('has an ARN or a way to one, whatever the claims are', () => {
    const value = oneof(jsonValue(), constantFrom<unknown>(admin, [admin], [admin, reader]));
    const names = constantFrom('cognito:roles', 'cognito:preferred_role', 'sub');
    holds(
      property(dictionary(names, value), oneof(constantFrom(undefined, admin)), (claims, custom) => {
        const { kind, arn, fix } = roleOf(claims, custom);
        equal(arn !== undefined, ['custom', 'preferred', 'only'].includes(kind));
        equal(fix !== undefined, ['custom_not_allowed', 'ambiguous'].includes(kind));
      }),
    );
  });
});
