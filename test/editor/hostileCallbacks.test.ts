import { equal } from 'node:assert/strict';
import { commands, env } from 'vscode';
import { decodeJwt } from '../../src/core/jwt';
import type { LocalPool } from '../../src/localPool/localPool';
import {
  beginSignIn,
  closeInspectors,
  copied,
  handOver,
  jane,
  publicClient,
  setProfiles,
  signInAs,
  startPool,
} from '../support/inEditor';
import { UserAgent } from '../support/userAgent';

const zoë = { username: 'zoë', password: 'Passw0rd!' };

/** Any web page can open the callback URI, with whatever it likes in it. */
describe('Callbacks that a web page makes up', () => {
  const callback = `${env.uriScheme}://cognito-tools.cognito-token-inspector/callback`;
  const other = 'x'.repeat(43);
  let pool: LocalPool;

  before(async () => {
    pool = await startPool();
    await setProfiles([{ name: 'target', issuer: pool.issuer, clientId: publicClient(pool) }]);
  });

  after(async () => {
    await commands.executeCommand('cognito.signOut', 'target');
    await setProfiles([]);
    await pool.stop();
    await closeInspectors();
  });

  const hostile: Readonly<Record<string, (state: string) => string>> = {
    'no query': () => callback,
    'a wrong state': () => `${callback}?code=a&state=${other}`,
    'no state': () => `${callback}?code=a`,
    'the state twice': (state) => `${callback}?code=a&state=${state}&state=${state}`,
    'the code twice': (state) => `${callback}?code=a&code=b&state=${state}`,
    'a state as an array': (state) => `${callback}?code=a&state[]=${state}`,
    'an error with a wrong state': () => `${callback}?error=access_denied&state=${other}`,
    'tokens in the fragment': (state) => `${callback}#access_token=a&state=${state}`,
    'a fragment beside the right state': (state) => `${callback}?code=a&state=${state}#x`,
    'another path': (state) => `${callback}/more?code=a&state=${state}`,
    'another case': (state) => `${callback.replace('/callback', '/CALLBACK')}?code=a&state=${state}`,
    'encoded slashes': (state) => `${callback.replace('/callback', '/%2Fcallback')}?code=a&state=${state}`,
    'a query of 100 kB': (state) => `${callback}?code=${'a'.repeat(100_000)}&state=${state}`,
    'control characters': (state) => `${callback}?code=a&state=${state}%00%0A`,
    'a state with a plus': (state) => `${callback}?code=a&state=+${state}`,
    'a state encoded twice': (state) => `${callback}?code=a&state=%252B${state}`,
  };

  for (const [what, address] of Object.entries(hostile)) {
    it(`${what}: nothing changes, and the sign-in that waits still finishes`, async () => {
      const { url, ended } = await beginSignIn('target');
      await handOver(address(new URL(url).searchParams.get('state') ?? ''));
      await handOver(await new UserAgent().signIn(url, jane));
      await ended;
      equal(decodeJwt(await copied('cognito.copyAccessToken', 'target'))?.claims.username, 'jane');
      await commands.executeCommand('cognito.signOut', 'target');
    });
  }

  it('another user’s code with the right state is refused, because its code challenge is another', async () => {
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

  it('an error with the right state ends the sign-in, and the session before it stays', async () => {
    await signInAs('target');
    const { url, ended } = await beginSignIn('target');
    await handOver(`${callback}?error=access_denied&state=${new URL(url).searchParams.get('state')}`);
    await ended;
    equal(decodeJwt(await copied('cognito.copyAccessToken', 'target'))?.claims.username, 'jane');
  });
});
