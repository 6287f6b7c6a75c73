import { deepEqual, equal, rejects } from 'node:assert/strict';
import { inspect } from 'node:util';
import { CognitoError } from '../../../src/core/errors';
import type { PendingSignIns } from '../../../src/signIn/pending';
import { newState, pendingSignIn } from '../../support/fakeClient';
import { createMemorySecrets, type MemorySecrets } from '../../support/memorySecrets';
import { fails } from '../../support/answers';
import { openPendingSignIns } from './windows';

describe('createPendingSignIns', () => {
  let secrets: MemorySecrets;
  let time: number;
  let here: PendingSignIns;
  let there: PendingSignIns;
  const openWindow = (): PendingSignIns => openPendingSignIns(secrets, () => time);
  beforeEach(() => {
    secrets = createMemorySecrets();
    time = 1_750_000_000_000;
    here = openWindow();
    there = openWindow();
  });

  it('gives each sign-in to one caller of take, in any window', async () => {
    const signIn = pendingSignIn({ resource: 'https://api.example.com' });
    await here.add(signIn);
    deepEqual(await there.take(signIn.state), signIn);
    equal(await there.take(signIn.state), undefined);
    equal(await here.take(signIn.state), undefined);
    equal(secrets.values.size, 0);
  });

  it('gives a sign-in to one caller when many callbacks arrive at the same time', async () => {
    const signIn = pendingSignIn();
    await here.add(signIn);
    const taken = await Promise.all(Array.from({ length: 100 }, () => here.take(signIn.state)));
    equal(taken.filter((one) => one !== undefined).length, 1);
  });

  it('takes the sign-in with the given state when several are pending', async () => {
    const [one, two] = [pendingSignIn(), pendingSignIn()];
    await here.add(one);
    await here.add(two);
    deepEqual(await here.take(two.state), two);
    deepEqual(await here.take(one.state), one);
  });

  it('takes nothing for a state that belongs to no sign-in', async () => {
    await here.add(pendingSignIn());
    for (const state of [newState(), '', '__proto__', 'constructor']) {
      equal(await here.take(state), undefined);
    }
    equal(secrets.values.size, 1);
  });

  it('refuses a sign-in from its deadline on and deletes its record', async () => {
    const [inTime, expired] = [pendingSignIn(), pendingSignIn()];
    await here.add(inTime);
    await here.add(expired);
    time = inTime.expiresAt - 1;
    deepEqual(await here.take(inTime.state), inTime);
    time = expired.expiresAt;
    equal(await here.take(expired.state), undefined);
    equal(secrets.values.size, 0);
  });

  it('deletes expired and damaged records of closed windows when a sign-in is added', async () => {
    const old = pendingSignIn();
    await here.add(old);
    await there.settle(pendingSignIn(), { error: new CognitoError('timeout', { host: 'a' }) });
    await secrets.store('pending:garbage', '{');
    await secrets.store('outcome:garbage', 'null');
    await secrets.store('session:a|b', 'kept');
    equal(secrets.values.size, 5);
    time = old.expiresAt;
    const next = pendingSignIn({ expiresAt: time + 1 });
    await here.add(next);
    deepEqual([...secrets.values.keys()].sort(), [`pending:${next.state}`, 'session:a|b']);
  });

  it('keeps a record that is stored again while another window looks for old ones', async () => {
    const signIn = pendingSignIn();
    await here.settle(signIn, { user: 'jane' });
    const stored = [...secrets.values];
    const get: MemorySecrets['get'] = () => Promise.resolve(undefined);
    deepEqual(await openPendingSignIns({ ...secrets, get }, () => time).states(), []);
    deepEqual([...secrets.values], stored);
    equal(stored.length, 1);
  });

  it('keeps unexpired sign-ins when another window adds one', async () => {
    const signIn = pendingSignIn();
    await here.add(signIn);
    await there.add(pendingSignIn());
    deepEqual(await here.take(signIn.state), signIn);
  });

  it('lists no record that the editor cannot decrypt', async () => {
    const [lost, whole] = [pendingSignIn(), pendingSignIn()];
    await here.add(lost);
    await here.add(whole);
    const { values } = secrets;
    secrets.get = (key) => Promise.resolve(key.endsWith(lost.state) ? undefined : values.get(key));
    deepEqual(await here.states(), [whole.state]);
  });

  it('lists the states of all windows until a sign-in is taken, stopped or expired', async () => {
    deepEqual(await here.states(), []);
    const [one, two] = [pendingSignIn(), pendingSignIn()];
    const longer = pendingSignIn({ expiresAt: one.expiresAt + 1 });
    await here.add(one);
    await there.add(two);
    await there.add(longer);
    await there.settle(pendingSignIn(), { user: 'zoë' });
    await secrets.store('session:a|b', 'kept');
    await secrets.store('pending:garbage', '{');
    for (const window of [here, there, openWindow()]) {
      deepEqual([...(await window.states())].sort(), [one.state, two.state, longer.state].sort());
    }
    await here.take(two.state);
    time = one.expiresAt - 1;
    deepEqual([...(await there.states())].sort(), [one.state, longer.state].sort());
    time = one.expiresAt;
    deepEqual(await there.states(), [longer.state]);
    await here.wait(longer.state).stop();
    deepEqual(await there.states(), []);
    deepEqual([...secrets.values.keys()], ['session:a|b', `outcome:${longer.state}`]);
    time += 599_999;
    await there.states();
    equal(secrets.values.size, 2);
    time += 1;
    await there.states();
    deepEqual([...secrets.values.keys()], ['session:a|b']);
  });

  const damaged: readonly Readonly<Record<string, unknown>>[] = [
    { version: 2 },
    { expiresAt: '2099' },
    { codeVerifier: undefined },
    { endpoints: { token: 'https://evil.tld' } },
    { state: 'another' },
    { nonce: null },
  ];
  for (const replaced of damaged) {
    it(`takes no sign-in from a record damaged by ${inspect(replaced)}`, async () => {
      const signIn = pendingSignIn();
      secrets.values.set(`pending:${signIn.state}`, JSON.stringify({ ...signIn, ...replaced }));
      equal(await here.take(signIn.state), undefined);
    });
  }

  for (const garbage of ['', '{', 'null', '[]', '7']) {
    it(`takes no sign-in from the record text ${JSON.stringify(garbage)}`, async () => {
      const state = newState();
      secrets.values.set(`pending:${state}`, garbage);
      equal(await here.take(state), undefined);
    });
  }

  describe('wait', () => {
    it('resolves and leaves no record when this window settles the sign-in', async () => {
      const signIn = pendingSignIn();
      await here.add(signIn);
      const waiting = here.wait(signIn.state);
      await here.take(signIn.state);
      equal(await here.settle(signIn, { user: 'zoë' }), true);
      equal(await waiting.done, 'zoë');
      await waiting.stop();
      equal(secrets.values.size, 0);
      equal(secrets.listeners, 0);
    });

    it('rejects with the same error when this window settles the sign-in with it', async () => {
      const signIn = pendingSignIn();
      const error = new CognitoError('timeout', { host: 'a' });
      const waiting = here.wait(signIn.state);
      const done = rejects(waiting.done, error);
      equal(await here.settle(signIn, { error }), true);
      await done;
    });

    it('resolves and leaves no record when another window settles the sign-in', async () => {
      const signIn = pendingSignIn();
      const waiting = here.wait(signIn.state);
      equal(await there.settle(signIn, { user: 'zoë' }), false);
      equal(await waiting.done, 'zoë');
      await waiting.stop();
      equal(secrets.values.size, 0);
      equal(secrets.listeners, 0);
    });

    it('rejects with the code and detail of the error that another window met', async () => {
      const signIn = pendingSignIn();
      const waiting = here.wait(signIn.state);
      const done = fails(waiting.done, 'token_refused', { host: 'a', status: 400, error: 'invalid_grant' });
      await there.settle(signIn, {
        error: new CognitoError('token_refused', { host: 'a', status: 400, error: 'invalid_grant' }),
      });
      await done;
      await waiting.stop();
      equal(secrets.values.size, 0);
    });

    it('ignores the outcomes of other sign-ins and damaged outcomes', async () => {
      const signIn = pendingSignIn();
      const waiting = here.wait(signIn.state);
      let ended = false;
      void waiting.done.then(() => {
        ended = true;
      });
      await there.settle(pendingSignIn(), { user: 'zoë' });
      for (const garbage of ['{', 'null', '{"done":"yes"}', '{"done":false,"expiresAt":1}']) {
        await secrets.store(`outcome:${signIn.state}`, garbage);
      }
      await new Promise(setImmediate);
      equal(ended, false);
      await there.settle(signIn, { user: 'zoë' });
      await waiting.done;
    });

    it('deletes the pending sign-in when the wait is stopped, and tells a window that has taken it', async () => {
      const [signIn, taken] = [pendingSignIn(), pendingSignIn()];
      await here.add(signIn);
      await here.add(taken);
      await there.take(taken.state);
      equal(await there.isCancelled(taken.state), false);
      await Promise.all([here.wait(signIn.state).stop(), here.wait(taken.state).stop()]);
      equal(await there.take(signIn.state), undefined);
      equal(await there.isCancelled(taken.state), true);
      equal(secrets.listeners, 0);
    });

    it('leaves no outcome when the wait was stopped during the code exchange', async () => {
      for (const outcome of [{ user: 'zoë' }, { error: new CognitoError('timeout', { host: 'a' }) }]) {
        const signIn = pendingSignIn();
        await here.add(signIn);
        const waiting = here.wait(signIn.state);
        await here.take(signIn.state);
        await waiting.stop();
        equal(await here.settle(signIn, outcome), true);
        equal(secrets.values.size, 0);
      }
    });
  });
});
