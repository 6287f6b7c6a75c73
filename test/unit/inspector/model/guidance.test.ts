import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { guide, type Advice, type Guidance } from '../../../../src/inspector/model/guidance';
import { accessClaims, clientId, idClaims, updatedIssuer } from '../../../support/tokens';

const adminScope = 'aws.cognito.signin.user.admin';

function advice(guidance: Guidance, target: RegExp): Advice {
  const [found, ...more] = guidance.advice.filter((candidate) => target.test(candidate.target));
  ok(found && more.length === 0, String(target));
  return found;
}

function sends(guidance: Guidance): Readonly<Record<string, Advice['send']>> {
  return Object.fromEntries(guidance.advice.map(({ target, send }) => [target, send]));
}

describe('guide', () => {
  const user = guide(idClaims(), accessClaims({ scope: 'openid orders/read' }));

  it('advises on every service that takes Cognito’s tokens', () => {
    deepEqual(sends(user), {
      'API Gateway REST API, Cognito authorizer, method without scopes': 'id',
      'API Gateway REST API, Cognito authorizer, method with scopes': 'access',
      'API Gateway HTTP API, JWT authorizer': 'either',
      'API Gateway, Lambda authorizer': 'either',
      'AppSync, user pool authorization': 'either',
      'Application Load Balancer, Cognito sign-in action': 'neither',
      'Application Load Balancer, JWT verification': 'access',
      'Verified Permissions, IsAuthorizedWithToken': 'either',
      'Identity pool, for AWS credentials': 'id',
      USERINFO: 'access',
      'User pool API for the signed-in user: GetUser, ChangePassword …': 'neither',
    });
  });

  it('summarises the advice and lists the scopes with their meanings', () => {
    match(user.summary, /access token to APIs.*ID token/);
    deepEqual(
      user.scopes.map(({ text }) => text),
      ['openid', 'orders/read'],
    );
  });

  it('names the scopes of the access token', () => {
    match(advice(user, /with scopes/).reason, /openid, orders\/read/);
    const none = guide(idClaims(), accessClaims({ scope: undefined }));
    equal(advice(none, /with scopes/).send, 'neither');
    deepEqual(none.scopes, []);
  });

  it('names the app client where it must match', () => {
    for (const target of [/HTTP API/, /AppSync/, /Verified/]) {
      match(advice(user, target).reason, new RegExp(clientId));
    }
  });

  it('says that client_id is ignored when the token is bound to a resource', () => {
    const bound = guide(idClaims(), accessClaims({ aud: 'https://api.example.com' }));
    match(advice(bound, /HTTP API/).reason, /audience must be https:\/\/api\.example\.com/);
    match(bound.summary, /bound to https:\/\/api\.example\.com/);
  });

  it('says what is missing when there is no ID token', () => {
    const plain = guide(undefined, accessClaims({ scope: adminScope }));
    match(plain.summary, /no ID token: the openid scope was not granted/);
    equal(advice(plain, /Identity pool/).send, 'neither');
    match(advice(plain, /Identity pool/).reason, /request the openid scope/);
    equal(advice(plain, /HTTP API/).send, 'access');
    equal(advice(plain, /USERINFO/).send, 'neither');
    equal(advice(plain, /User pool API/).send, 'access');
  });

  it('says that a machine client has no user', () => {
    const machine = guide(
      undefined,
      { client_id: clientId, scope: 'orders/read', token_use: 'access' },
      { machine: true },
    );
    match(machine.summary, /machine client has no other/);
    match(advice(machine, /USERINFO/).reason, /machine client has no user/);
    match(advice(machine, /without scopes/).reason, /machine client never gets an ID token/);
    equal(advice(machine, /with scopes/).send, 'access');
  });

  it('warns about services that may not accept the updated issuer', () => {
    const updated = guide(idClaims(), accessClaims({ iss: updatedIssuer }));
    for (const target of [/without scopes/, /with scopes/]) {
      match(advice(updated, target).reason, /updated issuer/);
    }
    doesNotMatch(JSON.stringify(user), /updated issuer/);
  });

  it('treats claims of the wrong type as missing', () => {
    const odd = guide({ aud: 7 }, { client_id: [], scope: ['a'], aud: { deep: true }, iss: 1 });
    match(advice(odd, /AppSync/).reason, /the app client/);
    deepEqual(odd.scopes, []);
  });
});
