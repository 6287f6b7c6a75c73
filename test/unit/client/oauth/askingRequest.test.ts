import { equal, ok } from 'node:assert/strict';
import { createCognitoClient, type CognitoClient } from '../../../../src/client/cognitoClient';
import { defaultLocalPoolConfig } from '../../../../src/localPool/defaults';
import { callback, publicClient, startPool, stopPools } from '../../../support/localPools';
import { makeProfile } from '../../../support/profiles';
import { straight } from '../../../support/signingIn';

describe('authorize with asksUser', () => {
  let client: CognitoClient;

  before(() => {
    client = createCognitoClient(straight);
  });
  after(async () => {
    await client.close();
    await stopPools();
  });

  /** The address that a sign-in at a pool opens. */
  async function opened(classicPages: boolean, asksUser: boolean): Promise<URL> {
    const pool = await startPool({ config: { ...defaultLocalPoolConfig(), classicPages } });
    const profile = makeProfile({ issuer: pool.issuer, clientId: publicClient.clientId, prompt: 'consent' });
    const endpoints = await client.discover(profile);
    return new URL((await client.authorize(profile, endpoints, callback, asksUser)).url);
  }

  it('sends prompt=login to a pool that honours prompt', async () => {
    const { pathname, searchParams } = await opened(false, true);
    equal(pathname, '/oauth2/authorize');
    equal(searchParams.get('prompt'), 'login');
  });

  it('goes over the logout endpoint of a pool with classic pages, with the challenge', async () => {
    const { pathname, searchParams } = await opened(true, true);
    equal(pathname, '/logout');
    equal(searchParams.get('redirect_uri'), callback);
    equal(searchParams.get('response_type'), 'code');
    equal(searchParams.has('prompt'), false);
    ok(searchParams.has('code_challenge'));
  });

  it('leaves the prompt of the profile when the user need not be asked', async () => {
    equal((await opened(true, false)).searchParams.get('prompt'), 'consent');
  });

  it('goes over the logout endpoint when the pool does not answer', async () => {
    const pool = await startPool();
    const profile = makeProfile({ issuer: pool.issuer, clientId: publicClient.clientId });
    const endpoints = await client.discover(profile);
    await pool.stop();
    equal(new URL((await client.authorize(profile, endpoints, callback, true)).url).pathname, '/logout');
  });
});
