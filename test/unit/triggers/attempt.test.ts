import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { parseLocalPoolConfig } from '../../../src/localPool/config';
import { sampleTokens } from '../../../src/localPool/triggers/sampleTokens';
import { tryTrigger, type Attempt } from '../../../src/triggers/attempt';
import { readMessage } from '../../../src/triggers/protocol';
import { runTrigger } from '../../../src/localPool/triggers/runTrigger';
import { sessionTokens } from '../../../src/triggers/sessionTokens';
import { noteOn, shownResult, subjectText } from '../../../src/triggers/shownAttempt';
import { machineClient, publicClient } from '../../support/localPools';
import { makeMachineSession, makeSession } from '../../support/sessions';
import { accessClaims, clientId, idClaims, unsigned } from '../../support/tokens';
import { eventOf } from '../../support/triggerEvents';
import { triggerProgram, writeTrigger } from '../../support/triggers';

const addsPlan = `export const handler = async (event: any) => {
  console.log(event.userName);
  event.response = { claimsAndScopeOverrideDetails: {
    accessTokenGeneration: { claimsToAddOrOverride: { plan: 'gold', sub: 'x' } },
  } };
  return event;
};`;
const shipped = sampleTokens(parseLocalPoolConfig({}), 0);

async function attempt(code: string, sample = shipped): Promise<Attempt> {
  const file = writeTrigger({ 'index.ts': code });
  const trigger = { file, handler: 'handler', version: 'V2_0' } as const;
  return tryTrigger(trigger, sample, { program: await triggerProgram() });
}

describe('an attempt of a trigger', () => {
  it('compares the tokens, first the claims that differ, and says what was not changed', async () => {
    const result = shownResult(await attempt(addsPlan));
    deepEqual(result.comparison?.rows[0], {
      name: 'Access token: plan',
      cells: [null, 'gold'],
      mark: 'missing',
      why: undefined,
    });
    equal(result.comparison.rows.filter(({ mark }) => mark !== 'same').length, 1);
    deepEqual(result.notChanged, [
      { token: 'Access token', name: 'sub', reason: 'A trigger cannot change this claim.' },
    ]);
    equal(result.output, 'jane\n');
    match(result.event, /"userName": "jane"/);
    match(result.answer ?? '', /"plan": "gold"/);
    equal(result.failure, undefined);
  });

  it('shows a failure of the trigger, and an answer that cannot be read', async () => {
    const failed = shownResult(await attempt(`export const handler = () => { throw new Error('No'); };`));
    equal(failed.failure?.message, 'PreTokenGeneration failed with error No.');
    equal(failed.answer, undefined);
    const unreadable = shownResult(await attempt('export const handler = async () => 5;'));
    equal(unreadable.failure?.message, 'Unrecognizable lambda output');
    equal(unreadable.answer, '5');
    equal(unreadable.comparison, undefined);
  });

  it('ends when it is aborted', async () => {
    const file = writeTrigger({ 'index.js': 'exports.handler = () => { for (;;); };' });
    const ending = new AbortController();
    const run = runTrigger({ file, handler: 'handler' }, eventOf('V1_0'), {
      program: await triggerProgram(),
      signal: ending.signal,
    });
    ending.abort();
    const { result } = await run;
    ok('failure' in result);
    match(result.failure.message, /aborted/);
  });
});

describe('sampleTokens', () => {
  it('are those of the first user and the first app client', () => {
    equal(shipped.facts.clientId, publicClient.clientId);
    equal(shipped.facts.user?.username, 'jane');
    equal(shipped.tokens.id?.['email'], 'jane.doe@example.com');
    equal(shipped.tokens.access['username'], 'jane');
    equal(subjectText(shipped, undefined), 'jane, of the local user pool');
    equal(noteOn('V1_0', shipped, undefined), undefined);
  });

  it('have no ID token without the scope openid', () => {
    const clients = [{ clientId: 'api', scopes: ['email'] }];
    equal(sampleTokens(parseLocalPoolConfig({ clients }), 0).tokens.id, undefined);
  });

  it('are those of a machine client when there is no user', () => {
    const sample = sampleTokens(parseLocalPoolConfig({ users: [] }), 0);
    equal(sample.facts.source, 'TokenGeneration_ClientCredentials');
    equal(sample.facts.clientId, machineClient.clientId);
    equal(sample.tokens.id, undefined);
    match(noteOn('V2_0', sample, undefined) ?? '', /with V3_0 only/);
    equal(noteOn('V3_0', sample, undefined), undefined);
    match(subjectText(sample, undefined), /^the app client /);
  });
});

describe('sessionTokens', () => {
  it('has the attributes, groups and roles of the tokens', () => {
    const session = makeSession({
      issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123',
      idToken: unsigned({
        ...idClaims(),
        'cognito:roles': ['arn:aws:iam::123456789012:role/a'],
        'cognito:preferred_role': 'arn:aws:iam::123456789012:role/a',
        email: 'a@example.com',
        email_verified: true,
        identities: [{ userId: '1' }],
        'custom:tenant': 'acme',
        plan: 'from a trigger',
        at_hash: 'x',
      }),
      accessToken: unsigned(accessClaims({ 'cognito:groups': ['staff', 7], scope: 'openid email' })),
    });
    const { facts, tokens } = sessionTokens(session);
    equal(facts.poolId, 'eu-west-1_AbCdEf123');
    equal(facts.clientId, clientId);
    deepEqual(facts.scopes, ['openid', 'email']);
    const { attributes } = facts.user ?? {};
    equal(attributes?.['email_verified'], 'true');
    equal(attributes['identities'], '[{"userId":"1"}]');
    equal(attributes['custom:tenant'], 'acme');
    equal(attributes['plan'], undefined);
    equal(attributes['cognito:username'], undefined);
    deepEqual(facts.user?.groups, ['staff']);
    deepEqual(facts.user.roles, ['arn:aws:iam::123456789012:role/a']);
    equal(tokens.id?.['at_hash'], undefined);
    equal(tokens.id?.['plan'], 'from a trigger');
    match(noteOn('V2_0', { facts, tokens }, session) ?? '', /deployed trigger/);
    match(subjectText({ facts, tokens }, 'dev'), /of your session of “dev”$/);
  });

  it('has no user for a machine client', () => {
    const session = makeMachineSession();
    const sample = sessionTokens(session);
    equal(sample.facts.user, undefined);
    equal(sample.facts.source, 'TokenGeneration_ClientCredentials');
    equal(noteOn('V3_0', sample, session), undefined);
  });

  it('has empty names when the tokens have none', () => {
    const session = makeSession({ idToken: undefined, accessToken: unsigned({}) });
    const { user } = sessionTokens(session).facts;
    deepEqual(user, {
      username: '',
      sub: '',
      attributes: {},
      groups: [],
      roles: [],
      preferredRole: undefined,
    });
  });
});

describe('messages of the page of Try Trigger', () => {
  it('are read when the page can send them', () => {
    deepEqual(readMessage({ type: 'ready' }), { type: 'ready' });
    deepEqual(readMessage({ type: 'act', action: 'debug' }), { type: 'act', action: 'debug' });
    for (const other of [undefined, {}, { type: 'act' }, { type: 'act', action: 'constructor' }, 'ready']) {
      equal(readMessage(other), undefined);
    }
  });
});
