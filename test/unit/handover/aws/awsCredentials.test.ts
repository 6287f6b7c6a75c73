import { deepEqual, equal, match, notEqual, ok, rejects } from 'node:assert/strict';
import { createCognitoClient } from '../../../../src/client/cognitoClient';
import type { AwsCredentials, IdentityPoolRequest } from '../../../../src/client/identityPool/awsCredentials';
import { CognitoError } from '../../../../src/core/errors';
import type { Profile } from '../../../../src/core/profile';
import type { Session } from '../../../../src/core/session';
import {
  createAwsCredentials,
  type AwsCredentialsCache,
  type AwsCredentialsContext,
} from '../../../../src/handover/aws/awsCredentials';
import { createIdentityIds } from '../../../../src/sessions/identityIds';
import { fails } from '../../../support/answers';
import { startFaultyPool } from '../../../support/faultyPool';
import { respond } from '../../../support/faultyPoolAnswers';
import { identityPoolId, roleIn, withIdentityPool } from '../../../support/identityPools';
import { createMemorySecrets } from '../../../support/memorySecrets';
import { Clock } from '../../../support/localPools';
import { makeProfile } from '../../../support/profiles';
import { makeSession, makeSessionOf } from '../../../support/sessions';
import { signIn, straight } from '../../../support/signingIn';
import { openVault } from '../../../support/stores';
import { userPoolId } from '../../../support/tokens';

const profile = makeProfile({ name: 'dev', userPoolId, identityPoolId });
const minute = 60_000;

/** AWS credentials of a window whose sessions, clock and client a test changes. */
function createWindow(replaced: Partial<AwsCredentialsContext> = {}) {
  const clock = new Clock();
  const secrets = createMemorySecrets();
  const requests: { readonly session: Session; readonly request: IdentityPoolRequest }[] = [];
  const logged: string[] = [];
  const window = {
    clock,
    secrets,
    requests,
    logged,
    session: makeSession() as Session | undefined,
    lifetime: 60 * minute,
    aws: undefined as unknown as AwsCredentialsCache,
  };
  const found = (): Promise<Session> =>
    window.session === undefined
      ? Promise.reject(new CognitoError('session_missing'))
      : Promise.resolve(window.session);
  window.aws = createAwsCredentials(
    {
      client: () =>
        Promise.resolve({
          awsCredentials: (session: Session, request: IdentityPoolRequest) => {
            requests.push({ session, request });
            return Promise.resolve(made(`${session.id} ${requests.length}`, clock.ms + window.lifetime));
          },
        }),
      stored: () => Promise.resolve(window.session),
      session: found,
      approve: () => Promise.resolve(),
      identityIds: createIdentityIds(openVault(secrets)),
      log: (line) => logged.push(line),
      ...replaced,
    },
    clock.now,
  );
  return window;
}

function made(sessionToken: string, expiresAt: number): AwsCredentials {
  return {
    identityId: 'us-east-1:1a',
    accessKeyId: 'ASIA',
    secretAccessKey: 's3cret',
    sessionToken,
    expiresAt,
  };
}

describe('createAwsCredentials', () => {
  it('requests credentials once for fifty askers, and keeps them', async () => {
    const window = createWindow();
    const all = await Promise.all(Array.from({ length: 50 }, () => window.aws.get(profile)));
    equal(new Set(all).size, 1);
    equal(await window.aws.get(profile), all[0]);
    equal(window.requests.length, 1);
    deepEqual(window.logged, ['[aws] AWS credentials received']);
  });

  it('keeps credentials until they expire when the identity pool cannot be reached', async () => {
    let failure: CognitoError | undefined;
    let count = 0;
    const { clock, aws } = createWindow({
      client: () =>
        Promise.resolve({
          awsCredentials: () =>
            failure === undefined
              ? Promise.resolve(made(`token ${++count}`, clock.ms + 60 * minute))
              : Promise.reject(failure),
        }),
    });
    const first = await aws.get(profile);
    failure = new CognitoError('network', { host: 'h' });
    clock.forward(56 * 60);
    equal(await aws.get(profile), first);
    clock.forward(3 * 60);
    failure = new CognitoError('aws_refused', { type: 'NotAuthorizedException' });
    await fails(aws.get(profile), 'aws_refused');
    failure = undefined;
    notEqual(await aws.get(profile), first);
    failure = new CognitoError('timeout', { host: 'h' });
    clock.forward(61 * 60);
    await fails(aws.get(profile), 'timeout');
  });

  it('renews credentials five minutes before they expire, once for all askers', async () => {
    const { clock, aws, requests } = createWindow();
    const first = await aws.get(profile);
    clock.ms = first.expiresAt - 5 * minute - 1;
    equal(await aws.get(profile), first);
    clock.ms += 1;
    const [second, third] = await Promise.all([aws.get(profile), aws.get(profile)]);
    notEqual(second, first);
    equal(second, third);
    equal(requests.length, 2);
  });

  it('renews credentials that are valid for less than ten minutes after half of their time', async () => {
    const window = createWindow();
    window.lifetime = 2_000;
    const first = await window.aws.get(profile);
    window.clock.ms += 999;
    equal(await window.aws.get(profile), first);
    window.clock.ms += 1;
    notEqual(await window.aws.get(profile), first);
  });

  it('asks for the pool’s id of a user only once, also after a restart', async () => {
    const window = createWindow();
    await window.aws.get(profile);
    deepEqual([...window.secrets.values.values()], ['us-east-1:1a']);
    window.clock.ms += 60 * minute;
    await window.aws.get(profile);
    deepEqual(
      window.requests.map(({ request }) => request.identityId),
      [undefined, 'us-east-1:1a'],
    );
    const restarted = createWindow({ identityIds: createIdentityIds(openVault(window.secrets)) });
    await restarted.aws.get(profile);
    equal(restarted.requests[0]?.request.identityId, 'us-east-1:1a');
  });

  it('works without the secret storage', async () => {
    const window = createWindow();
    for (const operation of ['get', 'store'] as const) window.secrets.broken.add(operation);
    equal((await window.aws.get(profile)).accessKeyId, 'ASIA');
  });

  it('keeps the credentials of each profile, identity pool, role, user and sign-in apart', async () => {
    const window = createWindow();
    const customRoleArn = 'arn:aws:iam::123456789012:role/reader';
    const profiles: readonly Profile[] = [
      profile,
      { ...profile, name: 'other' },
      { ...profile, identityPoolId: identityPoolId.replace('us-', 'eu-') },
      { ...profile, customRoleArn },
    ];
    for (const one of profiles) await window.aws.get(one);
    equal(window.requests.length, 4);
    equal(window.requests[3]?.request.customRoleArn, customRoleArn);
    for (const session of [makeSessionOf('zoë'), makeSession({ id: 'another sign-in' })]) {
      window.session = session;
      match((await window.aws.get(profile)).sessionToken, new RegExp(`^${session.id} `));
    }
  });

  it('gives nothing to a machine client, without an identity pool and without a session', async () => {
    const window = createWindow();
    const machine = makeProfile({ userPoolId, identityPoolId, grant: 'client_credentials' });
    await fails(window.aws.get(machine), 'id_token_missing', { grant: 'client_credentials' });
    await fails(window.aws.get(makeProfile({ userPoolId })), 'identity_pool_missing');
    window.session = undefined;
    await fails(window.aws.get(profile), 'session_missing');
    equal(window.requests.length, 0);
  });

  it('sends nothing to an identity pool that the user does not approve', async () => {
    const asked: unknown[] = [];
    const window = createWindow({
      approve: (...question) => {
        asked.push(question);
        return Promise.reject(new CognitoError('sign_in_cancelled'));
      },
    });
    await fails(Promise.all([window.aws.get(profile), window.aws.get(profile)]), 'sign_in_cancelled');
    deepEqual(asked, [[profile, window.session?.endpoints]]);
    equal(window.requests.length, 0);
    equal(window.secrets.values.size, 0);
  });

  it('asks again after a failure, and hands the failure to all who have waited', async () => {
    let fail = true;
    let asked = 0;
    const { aws } = createWindow({
      client: () =>
        Promise.resolve({
          awsCredentials: () => {
            asked += 1;
            return fail
              ? Promise.reject(new CognitoError('timeout', { host: 'example.com' }))
              : Promise.resolve(made('t', Infinity));
          },
        }),
    });
    const results = await Promise.allSettled([aws.get(profile), aws.get(profile)]);
    ok(results.every(({ status }) => status === 'rejected'));
    equal(asked, 1);
    fail = false;
    equal((await aws.get(profile)).sessionToken, 't');
  });

  it('gives no credentials to those who wait while the user signs out, and stores no id', async () => {
    const window = createWindow({
      client: () =>
        Promise.resolve({
          awsCredentials: () => {
            window.session = undefined;
            window.aws.forget('dev');
            return Promise.resolve(made('t', Infinity));
          },
        }),
    });
    await fails(window.aws.get(profile), 'session_missing');
    equal(window.secrets.values.size, 0);
  });

  it('refuses credentials that have expired when they arrive, and asks again', async () => {
    const window = createWindow();
    window.lifetime = 0;
    await fails(window.aws.get(profile), 'aws_expired');
    deepEqual(window.logged, []);
    window.lifetime = minute;
    equal((await window.aws.get(profile)).expiresAt, window.clock.ms + minute);
    equal(window.requests.length, 2);
  });

  it('forgets the credentials of one profile', async () => {
    const { aws, requests } = createWindow();
    const other = { ...profile, name: 'other' };
    await aws.get(profile);
    const kept = await aws.get(other);
    aws.forget('dev');
    equal(await aws.get(other), kept);
    await aws.get(profile);
    equal(requests.length, 3);
  });
});

describe('createAwsCredentials with a real client and a local user pool', () => {
  it('sends two requests for fifty askers, renews before expiry, and finds a new identity', async () => {
    const pool = await startFaultyPool({ config: withIdentityPool({ credentialsSeconds: 3600 }) });
    const logged: string[] = [];
    const client = createCognitoClient({ ...straight, log: (line) => logged.push(line) });
    try {
      const entry = makeProfile({ issuer: pool.issuer, identityPoolId });
      const session = await signIn(client, entry);
      const secrets = createMemorySecrets();
      const clock = { ms: Date.now() };
      const aws = createAwsCredentials(
        {
          client: () => Promise.resolve(client),
          stored: () => Promise.resolve(session),
          session: () => Promise.resolve(session),
          approve: () => Promise.resolve(),
          identityIds: createIdentityIds(openVault(secrets)),
          log: (line) => logged.push(line),
        },
        () => clock.ms,
      );
      pool.requests.length = 0;
      const all = await Promise.all(Array.from({ length: 50 }, () => aws.get(entry)));
      equal(new Set(all).size, 1);
      equal(pool.count('other'), 2);
      equal(roleIn(all[0]?.sessionToken), 'arn:aws:iam::111122223333:role/admin');

      // The clock of the pool does not go forward with this one.
      clock.ms += 57 * minute;
      const renewed = await aws.get(entry);
      notEqual(renewed.accessKeyId, all[0]?.accessKeyId);
      equal(pool.count('other'), 3);

      const [key = ''] = secrets.values.keys();
      secrets.values.set(key, 'us-east-1:00000000-0000-4000-8000-000000000000');
      clock.ms += 2 * minute;
      equal((await aws.get(entry)).identityId, renewed.identityId);
      equal(pool.count('other'), 6);
      equal(secrets.values.get(key), renewed.identityId);

      pool.faults.other = respond(400, { __type: 'TooManyRequestsException', message: 'Rate exceeded' });
      clock.ms += 2 * minute;
      await rejects(aws.get(entry), { code: 'aws_refused' });

      // Neither the log nor the secret storage has a key or a token.
      for (const secret of [
        session.idToken,
        renewed.accessKeyId,
        renewed.secretAccessKey,
        renewed.sessionToken,
      ]) {
        for (const text of [...logged, ...secrets.values.keys(), ...secrets.values.values()]) {
          equal(text.includes(secret ?? ''), false);
        }
      }
      ok(logged.includes('[aws] AWS credentials received'));
    } finally {
      await client.close();
      await pool.stop();
    }
  });
});
