import { deepEqual, doesNotMatch, equal, match, notEqual, ok } from 'node:assert/strict';
import { fromCognitoIdentityPool } from '@aws-sdk/credential-providers';
import type { LocalPool } from '../../../src/localPool/localPool';
import { defaultLocalPoolConfig } from '../../../src/localPool/defaults';
import { errorOf } from '../../support/awsCalls';
import {
  callIdentityPool,
  identityPoolId,
  providerOf,
  roleIn,
  withIdentityPool,
  type IdentityPoolAnswer,
} from '../../support/identityPools';
import {
  Clock,
  confidentialClient,
  publicClient,
  startPool,
  stopPools,
  withKim,
} from '../../support/localPools';
import { obtainTokens, post, type Tokens } from '../../support/localPoolRequests';

const roles = ['arn:aws:iam::123456789012:role/reader', 'arn:aws:iam::123456789012:role/writer'];
const authenticated = 'arn:aws:iam::123456789012:role/authenticated';

/** Gets an identity id and then credentials, as programs do. @returns the answer that is an error, or the last one */
async function credentials(pool: LocalPool, Logins: unknown, more: object = {}): Promise<IdentityPoolAnswer> {
  const found = await callIdentityPool(pool, 'GetId', { IdentityPoolId: identityPoolId, Logins });
  if (found.status !== 200) return found;
  const { IdentityId } = found.body;
  return callIdentityPool(pool, 'GetCredentialsForIdentity', { IdentityId, Logins, ...more });
}

describe('identity pool of the local user pool', () => {
  const clock = new Clock();
  let pool: LocalPool;
  let tokens: Tokens;
  let logins: Readonly<Record<string, string>>;

  before(async () => {
    pool = await startPool({ now: clock.now });
    tokens = await obtainTokens(pool);
    logins = { [providerOf(pool)]: tokens.id_token };
  });
  after(stopPools);

  it('gives the AWS SDK for JavaScript credentials of the preferred role', async () => {
    const real = await startPool();
    const provider = fromCognitoIdentityPool({
      identityPoolId,
      logins: { [providerOf(real)]: (await obtainTokens(real)).id_token },
      clientConfig: { endpoint: real.origin, region: 'us-east-1' },
    });
    const found = await provider();
    match(found.accessKeyId, /^ASIA[A-Z2-7]{16}$/);
    match(found.secretAccessKey, /^[\w+/]{40}$/);
    match(found.identityId, /^us-east-1:[0-9a-f-]{36}$/);
    equal(roleIn(found.sessionToken), 'arn:aws:iam::111122223333:role/admin');
    const lifetime = (found.expiration?.getTime() ?? 0) - Date.now();
    ok(lifetime > 3_590_000 && lifetime <= 3_600_000, `${lifetime}`);
  });

  it('tells the AWS SDK for JavaScript why it gives none', async () => {
    const provider = fromCognitoIdentityPool({
      identityPoolId,
      logins: { [providerOf(pool)]: tokens.access_token },
      clientConfig: { endpoint: pool.origin, region: 'us-east-1' },
    });
    const error = await provider().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    ok(error instanceof Error);
    equal(error.name, 'NotAuthorizedException');
    equal(error.message, 'Invalid login token. Missing a required claim: aud');
  });

  it('gives a user one id, another user another one, and new credentials each time', async () => {
    const [first, second] = [await credentials(pool, logins), await credentials(pool, logins)];
    equal(first.body.IdentityId, second.body.IdentityId);
    notEqual(first.body.Credentials?.['AccessKeyId'], second.body.Credentials?.['AccessKeyId']);
    const zoe = await obtainTokens(pool, {}, 'zoë');
    const other = await credentials(pool, { [providerOf(pool)]: zoe.id_token });
    notEqual(other.body.IdentityId, first.body.IdentityId);
    // Without a preferred role, the shipped identity pool gives the role for signed-in users.
    equal(roleIn(other.body.Credentials?.['SessionToken']), authenticated);
  });

  it('writes the time of expiry in seconds by its own clock', async () => {
    const short = await startPool({ now: clock.now, config: withIdentityPool({ credentialsSeconds: 2 }) });
    const { id_token } = await obtainTokens(short);
    const { body } = await credentials(short, { [providerOf(short)]: id_token });
    equal(body.Credentials?.['Expiration'], clock.ms / 1000 + 2);
  });

  it('answers scripts of every origin', async () => {
    equal((await credentials(pool, logins)).headers.get('access-control-allow-origin'), '*');
  });

  describe('with a login that it does not accept', () => {
    const notAuthorized = async (Logins: unknown): Promise<string | undefined> => {
      const [type, message] = errorOf(await credentials(pool, Logins));
      equal(type, 'NotAuthorizedException');
      return message;
    };

    it('refuses a request without a login', async () => {
      for (const none of [undefined, {}, null, [], 'x']) {
        equal(await notAuthorized(none), 'Unauthenticated access is not supported for this identity pool.');
      }
    });

    it('refuses any other name of the login than the issuer without its scheme', async () => {
      for (const name of [pool.issuer, `${providerOf(pool)}/`, 'accounts.google.com', '__proto__']) {
        match((await notAuthorized({ [name]: tokens.id_token })) ?? '', /^Logins don't match\.|^Unauth/);
      }
      match((await notAuthorized({ [providerOf(pool)]: 7 })) ?? '', /^Logins don't match\./);
    });

    it('refuses an access token, a changed token and text that is no token', async () => {
      const [header, payload, signature] = tokens.id_token.split('.');
      const at = (token: string) => notAuthorized({ [providerOf(pool)]: token });
      equal(await at(tokens.access_token), 'Invalid login token. Missing a required claim: aud');
      const forged = Buffer.from(
        Buffer.from(payload ?? '', 'base64url')
          .toString()
          .replace('"jane"', '"eve"'),
      ).toString('base64url');
      equal(
        await at(`${header}.${forged}.${signature}`),
        "Invalid login token. Couldn't verify signed token.",
      );
      equal(await at('garbage'), 'Invalid login token. Not a Cognito token.');
    });

    it('refuses an ID token of another pool', async () => {
      const other = await startPool();
      const { id_token } = await obtainTokens(other);
      equal(
        await notAuthorized({ [providerOf(pool)]: id_token }),
        "Invalid login token. Issuer doesn't match providerName",
      );
    });

    it('refuses an ID token that has expired', async () => {
      const later = new Clock();
      const own = await startPool({ now: later.now });
      const { id_token } = await obtainTokens(own);
      later.forward(3601);
      const [, message] = errorOf(await credentials(own, { [providerOf(own)]: id_token }));
      match(message, /^Invalid login token\. Token expired: \d{10} >= \d{10}$/);
    });

    it('refuses an ID token of an app client that it does not know', async () => {
      const config = withIdentityPool({ clients: [confidentialClient.clientId] });
      const own = await startPool({ config });
      const { id_token } = await obtainTokens(own);
      deepEqual(errorOf(await credentials(own, { [providerOf(own)]: id_token })), [
        'NotAuthorizedException',
        'Token is not from a supported provider of this identity pool.',
      ]);
    });

    it('refuses an ID token of a revoked sign-in only with serverSideTokenCheck', async () => {
      for (const serverSideTokenCheck of [false, true]) {
        const own = await startPool({ config: withIdentityPool({ serverSideTokenCheck }) });
        const { id_token, refresh_token } = await obtainTokens(own);
        await post(own, '/oauth2/revoke', { token: refresh_token, client_id: publicClient.clientId });
        const answer = await credentials(own, { [providerOf(own)]: id_token });
        equal(answer.body.message, serverSideTokenCheck ? 'Token is inactive.' : undefined);
      }
    });
  });

  it('takes the updated issuer as the name of the login when the tokens have it', async () => {
    const own = await startPool({
      config: { ...defaultLocalPoolConfig(), updatedIssuer: true },
      publicIssuerOrigin: 'https://cognito-idp.us-east-1.amazonaws.com',
    });
    const { id_token } = await obtainTokens(own);
    const updated = own.issuer.replace('https://', 'issuer-');
    equal((await credentials(own, { [updated]: id_token })).status, 200);
    match(errorOf(await credentials(own, { [own.issuer.slice(8)]: id_token }))[1], /^Logins don't/);
  });

  describe('choosing the role', () => {
    /** The role that kim gets, or the type and message of the error. */
    const roleFor = async (
      user: Parameters<typeof withKim>[0],
      changes: Parameters<typeof withIdentityPool>[0],
      more: object = {},
    ): Promise<unknown> => {
      const own = await startPool({ config: withIdentityPool(changes, withKim(user)) });
      const { id_token } = await obtainTokens(own, {}, 'kim');
      const answer = await credentials(own, { [providerOf(own)]: id_token }, more);
      return answer.status === 200 ? roleIn(answer.body.Credentials?.['SessionToken']) : errorOf(answer);
    };
    const token = { roleResolution: 'token', ambiguousRole: 'deny' } as const;

    it('takes cognito:preferred_role only when it takes roles from tokens', async () => {
      const user = { roles, preferredRole: roles[1]! };
      equal(await roleFor(user, token), roles[1]);
      equal(await roleFor(user, { roleResolution: 'default' }), authenticated);
    });

    it('refuses several roles or no role without a preferred one, or takes the role for signed-in users', async () => {
      for (const user of [{ roles }, {}]) {
        const [type, message] = (await roleFor(user, token)) as [string, string];
        equal(type, 'NotAuthorizedException');
        match(message, /^The ambiguous role mapping rules for: \S+:\w+ denied this request\.$/);
        equal(await roleFor(user, { ...token, ambiguousRole: 'authenticated' }), authenticated);
      }
    });

    it('gives CustomRoleArn only when it is in cognito:roles', async () => {
      const user = { roles, preferredRole: roles[1]! };
      equal(await roleFor(user, token, { CustomRoleArn: roles[0] }), roles[0]);
      for (const CustomRoleArn of [authenticated, '', 7]) {
        const [type] = (await roleFor(user, token, { CustomRoleArn })) as [string];
        equal(type, 'NotAuthorizedException');
      }
      const [type] = (await roleFor({}, token, { CustomRoleArn: roles[0] })) as [string];
      equal(type, 'NotAuthorizedException');
    });

    it('answers as an identity pool without a usable role', async () => {
      deepEqual(await roleFor({}, { roles: {}, roleResolution: 'default' }), [
        'InvalidIdentityPoolConfigurationException',
        'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
      ]);
    });
  });

  it('does not know other identity pools and identities', async () => {
    const other = identityPoolId.replace('us-east-1', 'eu-west-1');
    deepEqual(errorOf(await callIdentityPool(pool, 'GetId', { IdentityPoolId: other, Logins: logins })), [
      'ResourceNotFoundException',
      `IdentityPool '${other}' not found.`,
    ]);
    deepEqual(
      errorOf(
        await callIdentityPool(pool, 'GetCredentialsForIdentity', { IdentityId: other, Logins: logins }),
      ),
      ['ResourceNotFoundException', `Identity '${other}' not found.`],
    );
  });

  it('refuses the identity of another user', async () => {
    const zoe = await obtainTokens(pool, {}, 'zoë');
    const { body } = await credentials(pool, { [providerOf(pool)]: zoe.id_token });
    const answer = await callIdentityPool(pool, 'GetCredentialsForIdentity', {
      IdentityId: body.IdentityId,
      Logins: logins,
    });
    match(errorOf(answer)[1], /^Logins don't match\./);
  });

  it('refuses requests that are no valid ones', async () => {
    const type = async (operation: string, body: unknown) =>
      errorOf(await callIdentityPool(pool, operation, body))[0];
    equal(await type('GetId', {}), 'InvalidParameterException');
    equal(await type('GetId', { IdentityPoolId: '<script>', Logins: logins }), 'InvalidParameterException');
    equal(await type('GetCredentialsForIdentity', { IdentityId: 7 }), 'InvalidParameterException');
    for (const body of ['', '[]', 'null', '{', '7']) {
      equal(await type('GetId', body), 'SerializationException');
    }
    for (const operation of ['', 'GetOpenIdToken', 'constructor']) {
      equal(await type(operation, {}), 'UnknownOperationException');
    }
  });

  it('never repeats a token in an error', async () => {
    for (const token of [tokens.id_token, tokens.access_token, 'garbage']) {
      const { body } = await credentials(pool, { [providerOf(pool)]: `${token}x` });
      doesNotMatch(JSON.stringify(body), /eyJ/);
    }
  });
});
