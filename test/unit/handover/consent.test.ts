import { deepEqual, equal } from 'node:assert/strict';
import { createConsent, type ConsentAnswer } from '../../../src/handover/consent';
import type { HandoverRequest } from '../../../src/handover/freshToken';
import { fails } from '../../support/answers';
import { makeProfile } from '../../support/profiles';

const profile = makeProfile({ name: 'dev', userPoolId: 'us-east-1_AbCdEf123' });
const request: HandoverRequest = { profile, kind: 'access', receiver: 'bash' };
const noWait = (): void => undefined;

describe('createConsent', () => {
  let asked: HandoverRequest[];
  let answers: ConsentAnswer[];
  beforeEach(() => {
    asked = [];
    answers = [];
  });
  const question = (wanted: HandoverRequest): Promise<ConsentAnswer> => {
    asked.push(wanted);
    const answer = answers.shift();
    // Without an answer, the question stays open.
    return answer === undefined ? new Promise(() => undefined) : Promise.resolve(answer);
  };

  it('asks each time after Allow Once', async () => {
    const { ask } = createConsent(question);
    answers = ['once', 'once'];
    let waits = 0;
    await ask(request, () => (waits += 1));
    await ask(request, () => (waits += 1));
    deepEqual(asked, [request, request]);
    equal(waits, 2);
  });

  it('asks once for all programs after Allow in This Window', async () => {
    const { ask } = createConsent(question);
    answers = ['window'];
    await ask(request, noWait);
    await ask({ ...request, receiver: 'node' }, noWait);
    equal(asked.length, 1);
  });

  it('asks again for the ID token, and for a profile that is now another app client', async () => {
    const { ask } = createConsent(question);
    answers = ['window', 'denied', 'denied'];
    await ask(request, noWait);
    await fails(ask({ ...request, kind: 'id' }, noWait), 'handover_denied');
    await fails(ask({ ...request, profile: { ...profile, clientId: 'other' } }, noWait), 'handover_denied');
    equal(asked.length, 3);
  });

  it('asks again for another user, and holds for the user who signs in after it was given', async () => {
    const { ask, extendTo } = createConsent(question);
    const [alice, bob] = ['alice', 'bob'].map((subject) => ({
      ...request,
      user: { subject, name: `${subject}@example.com` },
    }));
    answers = ['window', 'denied', 'window'];
    await ask(alice!, noWait);
    extendTo(bob!);
    await fails(ask(bob!, noWait), 'handover_denied');
    await ask(request, noWait);
    extendTo(bob!);
    await ask(bob!, noWait);
    equal(asked.length, 3);
  });

  it('asks about a production profile every time', async () => {
    const { ask } = createConsent(question);
    answers = ['window', 'denied'];
    const production = { ...request, profile: { ...profile, production: true } };
    await ask(production, noWait);
    await fails(ask(production, noWait), 'handover_denied');
  });

  it('asks again after the consent was withdrawn', async () => {
    const { ask, withdraw } = createConsent(question);
    answers = ['window', 'denied'];
    await ask(request, noWait);
    withdraw('dev');
    await fails(ask(request, noWait), 'handover_denied');
  });

  it('asks one question for requests of one program at the same time', async () => {
    const { ask } = createConsent(question);
    answers = ['once'];
    await Promise.all(Array.from({ length: 50 }, () => ask(request, noWait)));
    equal(asked.length, 1);
  });

  it('asks about a production profile once for each request, also at the same time', async () => {
    const { ask } = createConsent(question);
    answers = ['once', 'denied'];
    const production = { ...request, profile: { ...profile, production: true } };
    const [first, second] = await Promise.allSettled([ask(production, noWait), ask(production, noWait)]);
    deepEqual([first.status, second.status, asked.length], ['fulfilled', 'rejected', 2]);
  });

  it('asks a question of its own for another program at the same time', async () => {
    const { ask } = createConsent(question);
    answers = ['once', 'denied'];
    const other = ask({ ...request, receiver: 'node' }, noWait);
    await Promise.all([ask(request, noWait).catch(() => undefined), other.catch(() => undefined)]);
    deepEqual(
      asked.map(({ receiver }) => receiver),
      ['node', 'bash'],
    );
  });

  it('gives up when nobody answers, and keeps a later answer for the window', async () => {
    let answer: (value: ConsentAnswer) => void = noWait;
    const late = new Promise<ConsentAnswer>((resolve) => (answer = resolve));
    let questions = 0;
    const { ask } = createConsent(() => {
      questions += 1;
      return late;
    }, 5);
    await fails(ask(request, noWait), 'handover_unanswered');
    answer('window');
    await ask(request, noWait);
    await ask(request, noWait);
    equal(questions, 1);
  });
});
