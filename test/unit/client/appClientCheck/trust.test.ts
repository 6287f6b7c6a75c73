import { deepEqual, ok } from 'node:assert/strict';
import { CognitoError } from '../../../../src/core/errors';
import type { ApproveCheck } from '../../../../src/client/appClientCheck/checks';
import { runAppClientCheck } from '../../../../src/client/appClientCheck/run';
import type { Profile } from '../../../../src/core/profile';
import { startLocalPool } from '../../../../src/localPool/localPool';
import type { LocalPool } from '../../../../src/localPool/localPool';
import { profileOf } from '../../../support/signingIn';
import { fails } from '../../../support/answers';

const redirectUri = 'vscode://cognito-tools.cognito-token-inspector/callback';

/** A workspace's profile may send nothing anywhere before a person agrees to where it leads. */
describe('Check App Client with a profile that needs a yes', () => {
  let pool: LocalPool;
  let sent: string[];
  let secrets: number;

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
  });
  beforeEach(() => {
    sent = [];
    secrets = 0;
  });
  after(() => pool.stop());

  const check = (profile: Profile, approve: ApproveCheck): ReturnType<typeof runAppClientCheck> =>
    runAppClientCheck(profile, {
      fetch: (url, init) => {
        sent.push(new URL(url).pathname);
        return fetch(url, init);
      },
      now: Date.now,
      redirectUri,
      approve,
      authenticate: ({ endpoints, clientId }) => {
        secrets += 1;
        return Promise.resolve({ endpoints, clientId, fetch });
      },
    });
  const decline = (): Promise<void> => Promise.reject(new CognitoError('sign_in_cancelled'));

  for (const grant of ['authorization_code', 'client_credentials']) {
    for (const by of ['issuer', 'domain'] as const) {
      it(`sends nothing for ${grant} by ${by} when the person declines`, async () => {
        const place = by === 'issuer' ? { issuer: pool.issuer } : { domain: pool.origin };
        await fails(check(profileOf({ ...place, grant }), decline), 'sign_in_cancelled');
        deepEqual(sent, []);
        deepEqual(secrets, 0);
      });
    }

    it(`asks only the issuer, and looks for no secret, when the host that discovery names is declined for ${grant}`, async () => {
      const profile = profileOf({ issuer: pool.issuer, grant });
      const work = check(profile, (endpoints) => (endpoints === undefined ? Promise.resolve() : decline()));
      await fails(work, 'sign_in_cancelled');
      ok(sent.length > 0);
      deepEqual(
        sent.filter((path) => !path.includes('/.well-known/')),
        [],
      );
      deepEqual(secrets, 0);
    });
  }

  it('is asked before discovery, and with the endpoints before the domain is asked', async () => {
    const asked: (readonly [string | undefined, boolean])[] = [];
    await check(profileOf({ issuer: pool.issuer }), (endpoints) => {
      const beyond = sent.some((path) => !path.includes('/.well-known/'));
      asked.push([endpoints?.authorization, beyond]);
      return Promise.resolve();
    });
    deepEqual(asked, [
      [undefined, false],
      [`${pool.origin}/oauth2/authorize`, false],
    ]);
    ok(sent.includes('/oauth2/authorize') && sent.includes('/oauth2/token'));
  });
});
