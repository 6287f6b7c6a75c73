import { deepEqual, equal, match } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { LocalPool } from '../../../src/localPool/localPool';
import type { IgnoredChange } from '../../../src/localPool/triggers/applyChanges';
import type { TriggerEvent, TriggerVersion } from '../../../src/localPool/triggers/triggerEvent';
import { failedWith } from '../../../src/localPool/triggers/triggerFailure';
import { callUserPool, errorOf } from '../../support/awsCalls';
import {
  callback,
  machineClient,
  publicClient,
  rotatingClient,
  startPool,
  stopPools,
} from '../../support/localPools';
import {
  authorize,
  decode,
  exchange,
  location,
  obtainTokens,
  outcome,
  post,
  refresh,
  refused,
  requestMachineToken,
  signIn,
  submitLogin,
  tokensIn,
} from '../../support/localPoolRequests';

const addsClaims = (event: TriggerEvent): unknown => ({
  ...event,
  response: {
    claimsAndScopeOverrideDetails: {
      idTokenGeneration: { claimsToAddOrOverride: { plan: 'gold', sub: 'other' } },
      accessTokenGeneration: { claimsToAddOrOverride: { plan: 'gold' }, scopesToAdd: ['orders/write'] },
    },
  },
});
const notAllowed = failedWith('Not allowed', 'stack');

describe('pre token generation trigger of the local user pool', () => {
  let events: TriggerEvent[];
  let ignored: IgnoredChange[];
  let answer: (event: TriggerEvent) => unknown;

  const start = (version: TriggerVersion): Promise<LocalPool> =>
    startPool({
      preTokenGeneration: {
        version,
        run: (event) => {
          events.push(event);
          return Promise.resolve().then(() => answer(event));
        },
        onIgnored: (changes) => {
          ignored.push(...changes);
        },
      },
    });
  const fails = (): never => {
    throw notAllowed;
  };

  beforeEach(() => {
    events = [];
    ignored = [];
    answer = addsClaims;
  });
  afterEach(stopPools);

  it('gets the event of AWS for a sign-in, once', async () => {
    const pool = await start('V2_0');
    await obtainTokens(pool, { scope: 'openid email' });
    deepEqual(events, [
      {
        version: '2',
        triggerSource: 'TokenGeneration_HostedAuth',
        region: 'local',
        userPoolId: 'local_Pool00001',
        userName: 'jane',
        callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: publicClient.clientId },
        request: {
          userAttributes: {
            sub: 'a4f8d4c8-0061-70d5-2c1e-3d7f0e5b9a11',
            'cognito:user_status': 'CONFIRMED',
            email: 'jane.doe@example.com',
            email_verified: 'true',
            name: 'Jane Doe',
            given_name: 'Jane',
            family_name: 'Doe',
            'custom:tenant': 'acme',
          },
          groupConfiguration: {
            groupsToOverride: ['admin', 'developers'],
            iamRolesToOverride: [
              'arn:aws:iam::111122223333:role/admin',
              'arn:aws:iam::111122223333:role/developers',
            ],
            preferredRole: 'arn:aws:iam::111122223333:role/admin',
          },
          scopes: ['openid', 'email'],
        },
        response: { claimsAndScopeOverrideDetails: null },
      },
    ]);
  });

  it('gets an event without scopes in version 1, and null for a user without roles', async () => {
    answer = (event) => event;
    const pool = await start('V1_0');
    await obtainTokens(pool, {}, 'google_105212345678901234567');
    const [event] = events;
    equal(event?.version, '1');
    equal(event.request.scopes, undefined);
    deepEqual(event.response, { claimsOverrideDetails: null });
    equal(event.request.userAttributes['cognito:user_status'], 'EXTERNAL_PROVIDER');
    deepEqual(event.request.groupConfiguration, {
      groupsToOverride: ['local_Pool00001_Google'],
      iamRolesToOverride: [],
      preferredRole: null,
    });
  });

  it('changes both tokens of a sign-in, and at_hash is that of the changed access token', async () => {
    const tokens = await obtainTokens(await start('V2_0'), { scope: 'openid' });
    const id = decode(tokens.id_token);
    const access = decode(tokens.access_token);
    equal(id['plan'], 'gold');
    equal(id['sub'], 'a4f8d4c8-0061-70d5-2c1e-3d7f0e5b9a11');
    equal(access['plan'], 'gold');
    equal(access['scope'], 'openid orders/write');
    const hash = createHash('sha256').update(tokens.access_token).digest().subarray(0, 16);
    equal(id['at_hash'], hash.toString('base64url'));
    deepEqual(ignored, [{ token: 'id', name: 'sub', reason: 'A trigger cannot change this claim.' }]);
  });

  it('ends the sign-in at the callback URL when it fails', async () => {
    answer = fails;
    const pool = await start('V2_0');
    const failed = `${callback}?error_description=PreTokenGeneration+failed+with+error+Not+allowed.&state=st4te&error=invalid_request`;
    equal(location(await submitLogin(pool)), failed);
    answer = (event) => event;
    const { session } = await signIn(pool);
    answer = fails;
    equal(location(await authorize(pool, {}, { cookie: session })), failed);
    answer = () => ({
      response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToAdd: 'x' } } },
    });
    match(location(await submitLogin(pool)), /error_description=Unrecognizable\+lambda\+output&state=st4te/);
  });

  it('answers the token endpoint with an error when it fails in a refresh, and the refresh token stays valid', async () => {
    const pool = await start('V2_0');
    for (const { clientId } of [publicClient, rotatingClient]) {
      answer = addsClaims;
      const { refresh_token } = await obtainTokens(pool, { client_id: clientId });
      answer = fails;
      deepEqual(
        await outcome(await refresh(pool, refresh_token, clientId)),
        refused(400, 'invalid_grant', 'PreTokenGeneration failed with error Not allowed.'),
      );
      answer = addsClaims;
      const refreshed = await tokensIn(await refresh(pool, refresh_token, clientId));
      equal(decode(refreshed.access_token)['plan'], 'gold');
    }
    equal(events.at(-1)?.triggerSource, 'TokenGeneration_RefreshTokens');
  });

  it('issues no tokens when the sign-in was revoked while it ran for a refresh', async () => {
    const pool = await start('V2_0');
    for (const { clientId } of [publicClient, rotatingClient]) {
      answer = addsClaims;
      const { refresh_token } = await obtainTokens(pool, { client_id: clientId });
      answer = async (event) => {
        await post(pool, '/oauth2/revoke', { client_id: clientId, token: refresh_token });
        return addsClaims(event);
      };
      deepEqual(await outcome(await refresh(pool, refresh_token, clientId)), refused(400, 'invalid_grant'));
    }
  });

  const machineToken = (pool: LocalPool, metadata?: string): Promise<Response> =>
    requestMachineToken(pool, { scope: 'orders/read', aws_client_metadata: metadata });

  it('runs for a machine client in version 3, with the client metadata of the request', async () => {
    const pool = await start('V3_0');
    const body = await tokensIn(await machineToken(pool, '{"environment": "dev"}'));
    equal(decode(body.access_token)['plan'], 'gold');
    equal(decode(body.access_token)['scope'], 'orders/read orders/write');
    deepEqual(events, [
      {
        version: '3',
        triggerSource: 'TokenGeneration_ClientCredentials',
        region: 'local',
        userPoolId: 'local_Pool00001',
        callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: machineClient.clientId },
        request: {
          userAttributes: {},
          groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
          scopes: ['orders/read'],
          clientMetadata: { environment: 'dev' },
        },
        response: { claimsAndScopeOverrideDetails: null },
      },
    ]);
    for (const unreadable of ['{', '[1]', '{"a": 1}', undefined]) {
      await tokensIn(await machineToken(pool, unreadable));
      equal(events.at(-1)?.request.clientMetadata, undefined);
    }
    answer = fails;
    equal((await machineToken(pool)).status, 400);
  });

  it('runs for GetClientToken too, with its ClientMetadata', async () => {
    const pool = await start('V3_0');
    const { clientId: ClientId, secret: Secret } = machineClient;
    const ask = (): ReturnType<typeof callUserPool> =>
      callUserPool(pool, 'GetClientToken', { ClientId, Secret, ClientMetadata: { environment: 'dev' } });
    equal((await ask()).status, 200);
    deepEqual(events.at(-1)?.request.clientMetadata, { environment: 'dev' });
    answer = fails;
    deepEqual(errorOf(await ask()), [
      'UserLambdaValidationException',
      'PreTokenGeneration failed with error Not allowed.',
    ]);
  });

  it('does not run for a machine client in versions 1 and 2', async () => {
    for (const version of ['V1_0', 'V2_0'] as const) {
      const body = await tokensIn(await machineToken(await start(version)));
      equal(decode(body.access_token)['plan'], undefined);
    }
    deepEqual(events, []);
  });

  it('changes the access token alone when no ID token is issued', async () => {
    const pool = await start('V2_0');
    const { code } = await signIn(pool, { scope: 'orders/read' });
    const body = await tokensIn(await exchange(pool, code));
    equal(body.id_token, undefined);
    equal(decode(body.access_token)['scope'], 'orders/read orders/write');
  });

  it('answers 500 when something else fails, and goes on', async () => {
    const pool = await start('V2_0');
    answer = () => {
      throw new TypeError('broken');
    };
    equal((await submitLogin(pool)).status, 500);
    equal((await refresh(pool, 'unknown')).status, 400);
    answer = addsClaims;
    await obtainTokens(pool);
  });
});
