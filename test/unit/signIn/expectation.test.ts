import { deepEqual, equal } from 'node:assert/strict';
import { CognitoError } from '../../../src/core/errors';
import { accountOf } from '../../../src/core/account';
import { fakeClient } from '../../support/fakeClient';
import { createMemorySecrets } from '../../support/memorySecrets';
import { makeSession } from '../../support/sessions';
import { fails } from '../../support/answers';
import { leftovers, openWindow, profile } from './windows';

describe('signIn with an expectation', () => {
  const expectation = { account: accountOf(makeSession(), []), scopes: ['openid'] };

  it('passes the expectation to the code exchange when another window receives the callback', async () => {
    const secrets = createMemorySecrets();
    const redeemed: unknown[] = [];
    const client = fakeClient({
      redeem: (request) => {
        redeemed.push(request.expectation);
        return Promise.resolve(makeSession());
      },
    });
    const [here, there] = [openWindow(secrets, client), openWindow(secrets, client)];
    const done = here.signIn({ expectation });
    await there.callback(`code=a&state=${await here.sentState()}`);
    await done;
    deepEqual(redeemed, [expectation]);
  });

  it('keeps the stored session when the user signs in with another account', async () => {
    const secrets = createMemorySecrets();
    const client = fakeClient({ redeem: () => Promise.reject(new CognitoError('account_differs')) });
    const window = openWindow(secrets, client);
    await window.store.save(makeSession());
    const ended = fails(window.signIn({ expectation }), 'account_differs');
    const finish = await window.callback(`code=a&state=${await window.sentState()}`);
    equal(finish.kind, 'failed');
    await ended;
    deepEqual(await window.store.find(profile), makeSession());
    deepEqual(leftovers(secrets), []);
  });
});
