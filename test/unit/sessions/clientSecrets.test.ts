import { deepEqual, equal } from 'node:assert/strict';
import { secretKey } from '../../../src/core/clientSecret';
import { createClientSecrets } from '../../../src/sessions/clientSecrets';
import { createSessionStore } from '../../../src/sessions/store';
import { createMemorySecrets } from '../../support/memorySecrets';
import { makeProfile } from '../../support/profiles';
import { makeSession } from '../../support/sessions';
import { openVault } from '../../support/stores';

/** The key of the client secret for a profile with this entry in the settings. */
function keyOf(entry: object): ReturnType<typeof secretKey> {
  return secretKey(makeProfile({ clientId: 'abc', ...entry }));
}

describe('createClientSecrets', () => {
  const userPoolId = 'us-east-1_AbCdEf123';
  const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${userPoolId}`;

  it('uses a key of the issuer, in either of its forms, and the app client', () => {
    const key = { authority: issuer, clientId: 'abc' };
    deepEqual(keyOf({ userPoolId }), key);
    deepEqual(keyOf({ issuer: issuer.replace('cognito-idp', 'issuer-cognito-idp') }), key);
    deepEqual(keyOf({ userPoolId, domain: 'evil.auth.us-east-1.amazoncognito.com', name: 'y' }), key);
    deepEqual(keyOf({ userPoolId, clientId: 'abcd' }), { ...key, clientId: 'abcd' });
  });

  it('uses a key of the sign-in host when the issuer is unknown', () => {
    deepEqual(keyOf({ domain: 'Auth.Example.com' }), {
      authority: 'https://auth.example.com',
      clientId: 'abc',
    });
  });

  it('stores, finds and deletes a secret for every window', async () => {
    const secrets = createMemorySecrets();
    const [one, other] = [1, 2].map(() => createClientSecrets(openVault(secrets)));
    const key = keyOf({ userPoolId });
    equal(await one!.get(key), undefined);
    await one!.set(key, 'first');
    equal(await other!.get(key), 'first');
    equal(await other!.get(keyOf({ userPoolId, clientId: 'abcd' })), undefined);
    await other!.delete(key);
    equal(await one!.get(key), undefined);
    equal(secrets.values.size, 0);
  });

  it('keeps the secret after a sign-out and does not list it as a session', async () => {
    const vault = openVault();
    const [clientSecrets, store] = [createClientSecrets(vault), createSessionStore(vault)];
    const session = makeSession();
    const key = { authority: session.issuer, clientId: session.clientId };
    await clientSecrets.set(key, 'first');
    equal((await store.list()).length > 0, false);
    await store.save(session);
    await store.remove(session);
    equal(await clientSecrets.get(key), 'first');
  });

  it('keeps the secret in memory when the secret storage refuses it', async () => {
    const secrets = createMemorySecrets();
    secrets.broken.add('store');
    const clientSecrets = createClientSecrets(openVault(secrets));
    await clientSecrets.set(keyOf({ userPoolId }), 'first');
    equal(await clientSecrets.get(keyOf({ userPoolId })), 'first');
  });
});
