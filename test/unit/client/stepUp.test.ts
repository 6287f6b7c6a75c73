import { deepEqual, equal, notEqual } from 'node:assert/strict';
import { createCognitoClient, type CognitoClient } from '../../../src/client/cognitoClient';
import { claimsOf } from '../../../src/core/jwt';
import { parseSession, type Session } from '../../../src/core/session';
import { levelChecks } from '../../../src/inspector/model/levelChecks';
import { defaultLocalPoolConfig } from '../../../src/localPool/defaults';
import { startLocalPool, type LocalPool } from '../../../src/localPool/localPool';
import { makeProfile } from '../../support/profiles';
import { signIn, straight } from '../../support/signingIn';

const level4 = 'urn:cognito:loa:4';

/** `acr`, `amr` and `auth_time` of the access token. */
function proofOf({ accessToken }: Session): unknown {
  const { acr, amr, auth_time } = claimsOf(accessToken);
  return { acr, amr, auth_time };
}

/** The results of the checks of both tokens. */
function results(session: Session): readonly string[] {
  return [session.idToken, session.accessToken].flatMap((token) =>
    levelChecks(session, claimsOf(token)).map(({ id, status }) => `${id}: ${status}`),
  );
}

describe('a sign-in that asks for a level', () => {
  let pool: LocalPool;
  let client: CognitoClient;
  let time: number;
  const now = (): number => time;

  const start = async (stepUp: boolean): Promise<void> => {
    time = Date.now();
    pool = await startLocalPool({
      host: '127.0.0.1',
      port: 0,
      now,
      config: { ...defaultLocalPoolConfig(), stepUp },
    });
    client = createCognitoClient(straight, now);
  };
  const signedIn = (acrValues: string[], maxAge: number): Promise<Session> =>
    signIn(client, makeProfile({ issuer: pool.issuer, acrValues, maxAge }));

  afterEach(async () => {
    await client.close();
    await pool.stop();
  });

  it('reaches it with a code, and a refresh keeps acr, amr and auth_time', async () => {
    await start(true);
    const session = await signedIn([level4], 60);
    const reached = ['level: passed', 'sign_in_age: passed'];
    deepEqual(results(session), [...reached, ...reached]);
    time += 600_000;
    const newer = await client.refresh(session, () => Promise.resolve());
    notEqual(newer.accessToken, session.accessToken);
    deepEqual(proofOf(newer), proofOf(session));
    const old = ['level: passed', 'sign_in_age: warning'];
    deepEqual(results(newer), [...old, ...old]);
  });

  it('is stored with what was asked for', async () => {
    await start(true);
    const session = await signedIn([level4, 'gold'], 0);
    const stored = parseSession(JSON.stringify(session));
    deepEqual([session.acrValues, session.maxAge], [[level4, 'gold'], 0]);
    deepEqual(stored, session);
  });

  it('is a warning, and no failure, when the pool ignores it', async () => {
    await start(false);
    const session = await signedIn([level4], 0);
    equal(claimsOf(session.accessToken).acr, undefined);
    const ignored = ['level: warning', 'sign_in_age: passed'];
    deepEqual(results(session), [...ignored, ...ignored]);
  });
});
