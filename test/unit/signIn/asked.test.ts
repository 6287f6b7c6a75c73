import { deepEqual, equal } from 'node:assert/strict';
import { CognitoError } from '../../../src/core/errors';
import { accountOf } from '../../../src/core/account';
import { fakeClient } from '../../support/fakeClient';
import { createMemorySecrets } from '../../support/memorySecrets';
import { makeSession } from '../../support/sessions';
import { fails } from '../../support/answers';
import { leftovers, openWindow, profile } from './windows';

describe('A sign-in that somebody asked for', () => {
  const asked = { account: accountOf(makeSession(), []), scopes: ['openid'] };

  it('keeps what was asked for until its callback, whichever window gets that', async () => {
    const secrets = createMemorySecrets();
    const redeemed: unknown[] = [];
    const client = fakeClient({
      redeem: (request) => {
        redeemed.push(request.asked);
        return Promise.resolve(makeSession());
      },
    });
    const [here, there] = [openWindow(secrets, client), openWindow(secrets, client)];
    const done = here.signIn({ expectation: asked });
    await there.callback(`code=a&state=${await here.opened()}`);
    await done;
    deepEqual(redeemed, [asked]);
  });

  it('leaves the session that is there alone when something else comes of it', async () => {
    const secrets = createMemorySecrets();
    const client = fakeClient({ redeem: () => Promise.reject(new CognitoError('account_differs')) });
    const window = openWindow(secrets, client);
    await window.store.save(makeSession());
    const ended = fails(window.signIn({ expectation: asked }), 'account_differs');
    const finish = await window.callback(`code=a&state=${await window.opened()}`);
    equal(finish.kind, 'failed');
    await ended;
    deepEqual(await window.store.find(profile), makeSession());
    deepEqual(leftovers(secrets), []);
  });
});
