import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { createCognitoClient, type CognitoClient } from '../../../src/client/cognitoClient';
import { decodeJwt } from '../../../src/core/jwt';
import { parseSession, type Session } from '../../../src/core/session';
import { startFaultyPool, type FaultyPool } from '../../support/faultyPool';
import { respond, rewrite } from '../../support/faultyPoolAnswers';
import { byStranger, withClaims } from '../../support/faultyPoolTokens';
import { confidentialClient, machineClient } from '../../support/localClients';
import { makeProfile } from '../../support/profiles';
import { failure, statuses, straight } from '../../support/signingIn';

const sound = ['signature', 'issuer', 'audience', 'token_use', 'expiry', 'issued_at'].map(
  (id) => `${id}: passed`,
);

describe('obtain and refresh for a machine client', function () {
  // Other suites may keep this computer busy.
  this.timeout(20_000);

  let pool: FaultyPool;
  let client: CognitoClient;
  let secret: string | undefined;
  let time: number;
  const keep = (): Promise<void> => Promise.reject(new Error('there is nothing to keep'));

  const obtain = async (entry: Readonly<Record<string, unknown>> = {}): Promise<Session> => {
    const { clientId } = machineClient;
    const profile = makeProfile({ issuer: pool.issuer, clientId, grant: 'client_credentials', ...entry });
    return client.obtain(profile, await client.discover(profile));
  };

  beforeEach(async () => {
    time = Date.now();
    ({ secret } = machineClient);
    pool = await startFaultyPool({ now: () => time });
    const clientSecret = (): Promise<string | undefined> => Promise.resolve(secret);
    client = createCognitoClient({ ...straight, clientSecret }, () => time);
  });

  afterEach(async () => {
    await client.close();
    await pool.stop();
  });

  it('return a verified access token and no other token', async () => {
    const session = await obtain();
    equal(session.grant, 'client_credentials');
    equal(session.idToken ?? session.refreshToken, undefined);
    deepEqual(statuses(session), { id: [], access: sound });
    deepEqual(session.userInfo, { state: 'not_asked' });
    deepEqual([...pool.requests].sort(), ['discovery', 'jwks', 'token']);
    deepEqual(parseSession(JSON.stringify(session)), session);
  });

  it('request all allowed scopes, or those of the profile', async () => {
    const scope = ({ accessToken }: Session): unknown => decodeJwt(accessToken)?.claims.scope;
    equal(scope(await obtain()), 'orders/read orders/write');
    equal(scope(await obtain({ scopes: [] })), 'orders/read orders/write');
    equal(scope(await obtain({ scopes: ['orders/write', 'orders/read'] })), 'orders/write orders/read');
    equal(scope(await obtain({ scopes: ['orders/read'] })), 'orders/read');
  });

  it('request a new token with the scopes of the session', async () => {
    const session = await obtain({ scopes: ['orders/read'] });
    time += 20_000;
    const newer = await client.refresh(session, keep);
    notEqual(newer.accessToken, session.accessToken);
    equal(newer.expiresAt, session.expiresAt + 20_000);
    equal(decodeJwt(newer.accessToken)?.claims.scope, 'orders/read');
    deepEqual(statuses(newer), { id: [], access: sound });
    equal(pool.count('discovery'), 1);
  });

  it('learn the pool of a profile with only a domain from the access token', async () => {
    const session = await obtain({ issuer: undefined, domain: pool.origin });
    equal(session.issuer, pool.issuer);
    deepEqual(statuses(session).access, sound);
  });

  it('leave no refresh token to revoke', async () => {
    await client.revoke(await obtain());
    equal(pool.count('revoke'), 0);
  });

  it('send no request without a secret', async () => {
    secret = undefined;
    const { error, text } = await failure(obtain());
    equal(error.code, 'client_secret_missing');
    ok(text.includes('secret'), text);
    equal(pool.count('token'), 0);
  });

  it('say that the secret is wrong', async () => {
    secret = 'another';
    const { error, text } = await failure(obtain());
    deepEqual([error.detail.error, error.detail.secret], ['invalid_client', 'sent']);
    ok(text.includes('does not accept the stored client secret'), text);
  });

  it('say that the app client is for users', async () => {
    ({ secret } = confidentialClient);
    const { error, text } = await failure(obtain({ clientId: confidentialClient.clientId }));
    deepEqual([error.detail.error, error.detail.grant], ['invalid_grant', 'client_credentials']);
    ok(text.includes('does not allow the client credentials grant'), text);
    pool.faults.token = respond(400, { error: 'unauthorized_client' });
    ok((await failure(obtain())).text.includes('does not allow the client credentials grant'));
  });

  it('say that a scope is not allowed', async () => {
    const { error, text } = await failure(obtain({ scopes: ['orders/admin'] }));
    equal(error.detail.error, 'invalid_scope');
    ok(text.includes('scope'), text);
  });

  const unsound = {
    'another app client': withClaims({ client_id: 'another' }),
    'another pool': withClaims({ iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_X' }),
    'a stranger': byStranger,
  } as const;
  for (const [whose, forgery] of Object.entries(unsound)) {
    it(`refuse a token of ${whose}`, async () => {
      pool.faults.token = rewrite(async (answer) => ({
        ...answer,
        access_token: await forgery(String(answer.access_token), pool.keys),
      }));
      equal((await failure(obtain())).error.code, 'token_unsound');
    });
  }

  it('refuse a token of a pool that does not name the domain', async () => {
    const domainOnly = { issuer: undefined, domain: pool.origin };
    for (const iss of ['https://evil.example/us-east-1_X', 'http://127.0.0.2:1/local_Pool00001']) {
      pool.faults.token = rewrite(async (answer) => ({
        ...answer,
        access_token: await withClaims({ iss })(String(answer.access_token), pool.keys),
      }));
      const { error } = await failure(obtain(domainOnly));
      deepEqual([error.code, error.detail.check], ['token_unsound', 'issuer']);
    }
  });
});
