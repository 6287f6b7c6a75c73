import { deepEqual, equal } from 'node:assert/strict';
import { registrationChecks } from '../../../../src/client/appClientCheck/poolChecks';
import { createCognitoClient, type CognitoClient } from '../../../../src/client/cognitoClient';
import { defaultLocalPoolConfig } from '../../../../src/localPool/defaults';
import { callbackSource } from '../../../support/fakeClient';
import { send, startFaultyPool, type FaultyPool } from '../../../support/faultyPool';
import { makeProfile } from '../../../support/profiles';
import { endpoints } from '../../../support/sessions';
import { straight } from '../../../support/signingIn';
import { issuer } from '../../../support/tokens';

describe('the check of the registration of apps', () => {
  let pool: FaultyPool | undefined;
  let client: CognitoClient;

  beforeEach(() => {
    client = createCognitoClient(straight);
  });
  afterEach(async () => {
    await Promise.all([client.close(), pool?.stop()]);
    pool = undefined;
  });

  const on =
    'On: apps can register themselves. Could not tell whether they need an access token, because only a registration shows it.';
  for (const [dynamicRegistration, registeredWithToken, expected] of [
    ['off', undefined, 'Off: apps cannot register themselves.'],
    ['open', undefined, on],
    ['authenticated', undefined, on],
    ['open', false, 'Open: the pool asked for no access token when this editor registered itself.'],
    [
      'authenticated',
      true,
      'Authenticated: the pool asked for an access token when this editor registered itself.',
    ],
  ] as const) {
    it(`registers nothing when registration is ${dynamicRegistration}, learned: ${registeredWithToken}`, async () => {
      pool = await startFaultyPool({ config: { ...defaultLocalPoolConfig(), dynamicRegistration } });
      const checks = await client.checkAppClient(makeProfile({ issuer: pool.issuer }), {
        source: callbackSource,
        approve: () => Promise.resolve(),
        registeredWithToken,
      });
      const found = checks.find(({ id }) => id === 'registration');
      deepEqual([found?.status, found?.seen], ['note', expected]);
      deepEqual(
        pool.messages.filter(({ url }) => url.includes('register')),
        [],
      );
    });
  }

  it('does not trust a registration endpoint on another host', () => {
    const registration_endpoint = 'https://evil.example/oauth2/register';
    const [check] = registrationChecks(
      { issuer, value: { endpoints, document: { registration_endpoint } } },
      false,
    );
    equal(
      check?.seen,
      'The discovery document names a registration endpoint at evil.example, where the pool’s tokens do not come from. This editor does not use it.',
    );
  });

  it('is left out when the discovery document could not be read', async () => {
    pool = await startFaultyPool();
    pool.faults.discovery = ({ response }) => {
      send(response, { status: 500, headers: {}, body: Buffer.alloc(0) });
    };
    const checks = await client.checkAppClient(makeProfile({ issuer: pool.issuer }), {
      source: callbackSource,
      approve: () => Promise.resolve(),
    });
    equal(
      checks.find(({ id }) => id === 'registration'),
      undefined,
    );
  });
});
