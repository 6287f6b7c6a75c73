import { deepEqual, equal, ok } from 'node:assert/strict';
import { CognitoError } from '../../../../src/core/errors';
import type { ApproveCheck } from '../../../../src/client/appClientCheck/checks';
import { runAppClientCheck } from '../../../../src/client/appClientCheck/run';
import type { Profile } from '../../../../src/core/profile';
import { startLocalPool, type LocalPool } from '../../../../src/localPool/localPool';
import { makeProfile } from '../../../support/profiles';
import { fails } from '../../../support/answers';

const redirectUri = 'vscode://cognito-tools.cognito-token-inspector/callback';

/** A workspace's profile sends nothing before the user trusts it. */
describe('Check App Client with a profile that is not trusted yet', () => {
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
      source: { editorUrl: redirectUri, writtenByUser: true },
      approve,
      authenticate: ({ endpoints, clientId }) => {
        secrets += 1;
        return Promise.resolve({ endpoints, clientId, fetch });
      },
    });
  const decline = (): Promise<void> => Promise.reject(new CognitoError('sign_in_cancelled'));

  for (const grant of ['authorization_code', 'client_credentials']) {
    for (const by of ['issuer', 'domain'] as const) {
      it(`sends nothing for ${grant} with ${by} when the user declines`, async () => {
        const named = by === 'issuer' ? { issuer: pool.issuer } : { domain: pool.origin };
        await fails(check(makeProfile({ ...named, grant }), decline), 'sign_in_cancelled');
        deepEqual(sent, []);
        equal(secrets, 0);
      });
    }

    it(`sends requests only to the issuer, and reads no secret, when the user declines the discovered host (${grant})`, async () => {
      const profile = makeProfile({ issuer: pool.issuer, grant });
      const work = check(profile, (endpoints) => (endpoints === undefined ? Promise.resolve() : decline()));
      await fails(work, 'sign_in_cancelled');
      ok(sent.length > 0);
      deepEqual(
        sent.filter((path) => !path.includes('/.well-known/')),
        [],
      );
      equal(secrets, 0);
    });
  }

  it('asks before discovery, and again with the endpoints before it sends a request to the domain', async () => {
    const asked: (readonly [string | undefined, boolean])[] = [];
    await check(makeProfile({ issuer: pool.issuer }), (endpoints) => {
      const sentToDomain = sent.some((path) => !path.includes('/.well-known/'));
      asked.push([endpoints?.authorization, sentToDomain]);
      return Promise.resolve();
    });
    deepEqual(asked, [
      [undefined, false],
      [`${pool.origin}/oauth2/authorize`, false],
    ]);
    ok(sent.includes('/oauth2/authorize') && sent.includes('/oauth2/token'));
  });
});
