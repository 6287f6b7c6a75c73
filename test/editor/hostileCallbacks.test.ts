import { equal } from 'node:assert/strict';
import { commands } from 'vscode';
import { decodeJwt } from '../../src/core/jwt';
import type { LocalPool } from '../../src/localPool/localPool';
import {
  beginSignIn,
  callbackUrl as callback,
  closeInspectors,
  copied,
  handOver,
  setProfiles,
  signInAs,
  startPool,
  zoë,
} from '../support/inEditor';
import { jane, publicClient } from '../support/localClients';
import { UserAgent } from '../support/userAgent';

/** Any web page can open the callback URL, with any query. */
describe('Forged callback', () => {
  const wrongState = 'x'.repeat(43);
  let pool: LocalPool;

  before(async () => {
    pool = await startPool();
    await setProfiles([{ name: 'target', issuer: pool.issuer, clientId: publicClient }]);
  });

  afterEach(() => commands.executeCommand('cognito.signOut', 'target'));

  after(async () => {
    await setProfiles([]);
    await pool.stop();
    await closeInspectors();
  });

  const forged: Readonly<Record<string, (state: string) => string>> = {
    'no query': () => callback,
    'a wrong state': () => `${callback}?code=a&state=${wrongState}`,
    'no state': () => `${callback}?code=a`,
    'the state twice': (state) => `${callback}?code=a&state=${state}&state=${state}`,
    'the code twice': (state) => `${callback}?code=a&code=b&state=${state}`,
    'the state as an array': (state) => `${callback}?code=a&state[]=${state}`,
    'an error with a wrong state': () => `${callback}?error=access_denied&state=${wrongState}`,
    'tokens in the fragment': (state) => `${callback}#access_token=a&state=${state}`,
    'tokens in the fragment and the right state': (state) => `${callback}?code=a&state=${state}#id_token=a`,
    'another path': (state) => `${callback}/more?code=a&state=${state}`,
    'a path in upper case': (state) => `${callback.replace('/callback', '/CALLBACK')}?code=a&state=${state}`,
    'an encoded slash': (state) => `${callback.replace('/callback', '/%2Fcallback')}?code=a&state=${state}`,
    'a query of 100 kB': (state) => `${callback}?code=${'a'.repeat(100_000)}&state=${state}`,
    'control characters in the state': (state) => `${callback}?code=a&state=${state}%00%0A`,
    'a plus sign before the state': (state) => `${callback}?code=a&state=+${state}`,
    'a plus sign encoded twice before the state': (state) => `${callback}?code=a&state=%252B${state}`,
  };

  for (const [what, address] of Object.entries(forged)) {
    it(`does not disturb the pending sign-in when it has ${what}`, async () => {
      const { url, ended } = await beginSignIn('target');
      await handOver(address(new URL(url).searchParams.get('state') ?? ''));
      await handOver(await new UserAgent().signIn(url, jane));
      await ended;
      equal(decodeJwt(await copied('cognito.copyAccessToken', 'target'))?.claims.username, 'jane');
    });
  }

  it('creates no session when it has the code of another code challenge and the right state', async () => {
    await signInAs('target');
    const { url, ended } = await beginSignIn('target');
    const own = new URL(url);
    const foreign = new URL(url);
    foreign.searchParams.set('code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
    const stolen = new URL(await new UserAgent().signIn(foreign.href, zoë));
    await handOver(
      `${callback}?code=${stolen.searchParams.get('code')}&state=${own.searchParams.get('state')}`,
    );
    await ended;
    equal(decodeJwt(await copied('cognito.copyAccessToken', 'target'))?.claims.username, 'jane');
  });

  it('ends the pending sign-in and keeps the session when it has an error and the right state', async () => {
    await signInAs('target');
    const { url, ended } = await beginSignIn('target');
    await handOver(`${callback}?error=access_denied&state=${new URL(url).searchParams.get('state')}`);
    await ended;
    equal(decodeJwt(await copied('cognito.copyAccessToken', 'target'))?.claims.username, 'jane');
  });
});
