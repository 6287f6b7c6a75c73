import { deepEqual, equal } from 'node:assert/strict';
import { secretKey } from '../../../src/core/clientSecret';
import { parseProfiles } from '../../../src/core/profile';
import type { Profile } from '../../../src/core/profile';
import { createClientSecrets } from '../../../src/sessions/clientSecrets';
import { createSessionStore } from '../../../src/sessions/store';
import { createVault } from '../../../src/sessions/vault';
import { createMemorySecrets } from '../../support/memorySecrets';
import { makeSession } from '../../support/sessions';

function keyOf(entry: object): ReturnType<typeof secretKey> {
  const [profile] = parseProfiles([{ name: 'x', clientId: 'abc', ...entry }]).profiles as [Profile];
  return secretKey(profile);
}

describe('client secrets', () => {
  const userPoolId = 'us-east-1_AbCdEf123';
  const original = `https://cognito-idp.us-east-1.amazonaws.com/${userPoolId}`;

  it('belong to an issuer, in either of its forms, and an app client', () => {
    const key = { authority: original, clientId: 'abc' };
    deepEqual(keyOf({ userPoolId }), key);
    deepEqual(keyOf({ issuer: original.replace('cognito-idp', 'issuer-cognito-idp') }), key);
    deepEqual(keyOf({ userPoolId, domain: 'evil.auth.us-east-1.amazoncognito.com', name: 'y' }), key);
    deepEqual(keyOf({ userPoolId, clientId: 'abcd' }), { ...key, clientId: 'abcd' });
  });

  it('belong to a sign-in host where no issuer is known', () => {
    deepEqual(keyOf({ domain: 'Auth.Example.com' }), {
      authority: 'https://auth.example.com',
      clientId: 'abc',
    });
  });

  it('are kept, found in every window, and removed', async () => {
    const secrets = createMemorySecrets();
    const [one, other] = [1, 2].map(() => createClientSecrets(createVault(secrets, () => undefined)));
    const key = keyOf({ userPoolId });
    equal(await one!.has(key), false);
    await one!.set(key, 'first');
    equal(await other!.get(key), 'first');
    equal(await other!.get(keyOf({ userPoolId, clientId: 'abcd' })), undefined);
    await other!.delete(key);
    equal(await one!.get(key), undefined);
    equal(secrets.values.size, 0);
  });

  it('survive a sign-out, and are no session', async () => {
    const vault = createVault(createMemorySecrets(), () => undefined);
    const [clientSecrets, store] = [createClientSecrets(vault), createSessionStore(vault)];
    const session = makeSession();
    const key = { authority: session.issuer, clientId: session.clientId };
    await clientSecrets.set(key, 'first');
    equal((await store.list()).length > 0, false);
    await store.save(session);
    await store.remove(session);
    equal(await clientSecrets.get(key), 'first');
  });

  it('say so when they are only in memory', async () => {
    const secrets = createMemorySecrets();
    secrets.broken.add('store');
    const clientSecrets = createClientSecrets(createVault(secrets, () => undefined));
    await clientSecrets.set(keyOf({ userPoolId }), 'first');
    equal(await clientSecrets.get(keyOf({ userPoolId })), 'first');
  });
});
