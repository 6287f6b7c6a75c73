import { deepEqual, equal, ok } from 'node:assert/strict';
import { createCognitoClient, type CognitoClient } from '../../../src/client/cognitoClient';
import { secretKey, type SecretKey } from '../../../src/core/clientSecret';
import type { Profile } from '../../../src/core/profile';
import { startFaultyPool, type FaultyPool, type Route } from '../../support/faultyPool';
import { respond } from '../../support/faultyPoolAnswers';
import { confidentialClient, publicClient } from '../../support/localClients';
import { makeProfile } from '../../support/profiles';
import { failure, signIn, statuses, straight } from '../../support/signingIn';
import { defaultLocalPoolConfig } from '../../../src/localPool/defaults';

describe('createCognitoClient with a confidential app client', function () {
  // Other suites may keep this computer busy.
  this.timeout(20_000);

  let pool: FaultyPool;
  let client: CognitoClient;
  let secrets: Map<string, string>;
  const find = ({ authority, clientId }: SecretKey): Promise<string | undefined> =>
    Promise.resolve(secrets.get(`${authority} ${clientId}`));
  const give = (profile: Profile, secret = confidentialClient.secret): void => {
    const { authority, clientId } = secretKey(profile);
    secrets.set(`${authority} ${clientId}`, secret);
  };
  const keep = (): Promise<void> => Promise.resolve();
  /** The routes that were sent an Authorization header with Basic. */
  const withBasic = (): Route[] =>
    pool.messages
      .filter(({ authorization }) => authorization?.startsWith('Basic '))
      .map(({ route }) => route);

  beforeEach(async () => {
    secrets = new Map();
    pool = await startFaultyPool();
    client = createCognitoClient({ ...straight, clientSecret: find });
  });

  afterEach(async () => {
    await client.close();
    await pool.stop();
  });

  it('signs in, refreshes and revokes with the secret, and sends it only to these two endpoints', async () => {
    const profile = makeProfile({ issuer: pool.issuer, clientId: confidentialClient.clientId });
    give(profile);
    const session = await signIn(client, profile);
    ok(statuses(session).id.every((status) => status.endsWith('passed')));
    await client.refresh(session, keep);
    await client.revoke(session);
    deepEqual(withBasic(), ['token', 'token', 'revoke']);
    const { error } = await failure(client.refresh(session, keep));
    equal(error.detail.error, 'invalid_grant');
    const asked = JSON.stringify(pool.messages.map(({ url, body }) => [url, body]));
    equal(asked.includes(confidentialClient.secret), false);
    equal(JSON.stringify(session).includes(confidentialClient.secret), false);
  });

  it('form-encodes id and secret in the Basic header (RFC 6749 section 2.3.1)', async () => {
    const odd = { clientId: 'a+b_c', secret: 'p+q_r:s%t u' };
    const profile = makeProfile({ issuer: pool.issuer, clientId: odd.clientId });
    give(profile, odd.secret);
    const { endpoints } = await signIn(client, makeProfile({ issuer: pool.issuer }));
    await failure(client.obtain(profile, endpoints));
    const sent = pool.messages.at(-1)?.authorization?.replace('Basic ', '') ?? '';
    equal(Buffer.from(sent, 'base64').toString('utf8'), 'a%2Bb%5Fc:p%2Bq%5Fr%3As%25t+u');
  });

  const odd = `p:q%41+r "s"  ö${'é/\\&='.repeat(200)}`;
  for (const [what, secret] of Object.entries({
    'of one character': ':',
    'that looks encoded': '%41%2B+',
    'of every kind and a thousand characters': odd,
  })) {
    it(`signs in, refreshes and revokes with a secret ${what}`, async () => {
      const { clientId } = confidentialClient;
      const config = defaultLocalPoolConfig();
      const clients = config.clients.map((one) => (one.clientId === clientId ? { ...one, secret } : one));
      const own = await startFaultyPool({ config: { ...config, clients } });
      try {
        // The secret is encoded for a server that is not Amazon's, and as it is for a profile with only a domain.
        for (const profile of [
          makeProfile({ issuer: own.issuer, clientId }),
          makeProfile({ domain: own.origin, clientId }),
        ]) {
          give(profile, secret);
          const session = await client.refresh(await signIn(client, profile), keep);
          await client.revoke(session);
          equal((await failure(client.refresh(session, keep))).error.detail.error, 'invalid_grant');
        }
        const sent = own.messages.map(({ authorization = '' }) => authorization.replace('Basic ', ''));
        equal(sent.includes(Buffer.from(`${clientId}:${secret}`).toString('base64')), true);
      } finally {
        await own.stop();
      }
    });
  }

  it('shows no secret of any form that an answer repeats', async () => {
    const profile = makeProfile({ issuer: pool.issuer, clientId: confidentialClient.clientId });
    give(profile, odd);
    pool.faults.token = respond(400, { error: 'invalid_client', error_description: `No ${odd} here` });
    const { error, text } = await failure(signIn(client, profile));
    equal(error.detail.description, 'No … here');
    equal((text + JSON.stringify(error.detail)).includes(odd.slice(0, 10)), false);
  });

  it('says that the secret is missing', async () => {
    const profile = makeProfile({ issuer: pool.issuer, clientId: confidentialClient.clientId });
    const { error, text } = await failure(signIn(client, profile));
    deepEqual(
      [error.code, error.detail.error, error.detail.secret],
      ['token_refused', 'invalid_client', 'none'],
    );
    ok(text.includes('has a secret'), text);
  });

  it('says that the secret is wrong', async () => {
    const profile = makeProfile({ issuer: pool.issuer, clientId: confidentialClient.clientId });
    give(profile, 'wrong');
    const { error, text } = await failure(signIn(client, profile));
    deepEqual([error.detail.error, error.detail.secret], ['invalid_client', 'sent']);
    ok(text.includes('secret'), text);
    equal(JSON.stringify(error.detail).includes('wrong'), false);
  });

  it('sends no secret for a public app client, and says so when a stored one is refused', async () => {
    const profile = makeProfile({ issuer: pool.issuer, clientId: publicClient });
    await signIn(client, profile);
    deepEqual(withBasic(), []);
    give(profile, 'x'.repeat(52));
    const { error } = await failure(signIn(client, profile));
    deepEqual([error.detail.error, error.detail.secret], ['invalid_client', 'sent']);
  });

  it('signs in and refreshes with a profile with only a domain', async () => {
    const profile = makeProfile({ domain: pool.origin, clientId: confidentialClient.clientId });
    give(profile);
    const session = await signIn(client, profile);
    await client.refresh(session, keep);
    deepEqual(withBasic(), ['token', 'token']);
  });

  it('finds the secret of the issuer for a profile that also names the pool’s domain, with one discovery', async () => {
    const { clientId } = confidentialClient;
    give(makeProfile({ issuer: pool.issuer, clientId }));
    const both = makeProfile({ issuer: pool.issuer, domain: pool.origin, clientId });
    await signIn(client, both);
    await signIn(client, both);
    equal(withBasic().length, 2);
    // Once a sign-in, as for a public client.
    equal(pool.count('discovery'), 2);
  });

  it('never sends the secret to a domain that the issuer does not name', async () => {
    const { clientId } = confidentialClient;
    give(makeProfile({ issuer: pool.issuer, clientId }));
    const other = await startFaultyPool();
    try {
      const honest = await client.discover(makeProfile({ issuer: pool.issuer, clientId }));
      const foreign = await client.discover(makeProfile({ domain: other.origin, clientId }));
      // What a prefix domain beside an issuer gives: the endpoints of the one and the issuer of the other.
      const mixed = { ...foreign, issuer: honest.issuer ?? '', jwks: honest.jwks ?? '' };
      for (const work of [
        client.obtain(makeProfile({ issuer: pool.issuer, clientId }), mixed),
        client.redeem(
          { clientId, endpoints: mixed, redirectUri: 'x:y', state: 's', nonce: 'n', codeVerifier: 'v' },
          new URLSearchParams({ code: 'c', state: 's' }),
        ),
      ]) {
        const { error } = await failure(work);
        deepEqual([error.code, error.detail.host], ['domain_foreign', other.host]);
      }
      deepEqual(other.requests, []);
    } finally {
      await other.stop();
    }
  });

  it('never sends the secret to the issuer of another profile with the same client id', async () => {
    const { clientId } = confidentialClient;
    give(makeProfile({ issuer: pool.issuer, clientId }));
    const other = await startFaultyPool({
      config: { ...defaultLocalPoolConfig(), poolId: 'local_Other0001' },
    });
    try {
      const profile = makeProfile({ issuer: other.issuer, clientId });
      const { error } = await failure(client.obtain(profile, await client.discover(profile)));
      equal(error.code, 'client_secret_missing');
      deepEqual(
        other.messages.filter(({ authorization }) => authorization !== undefined),
        [],
      );
      equal(other.count('token'), 0);
    } finally {
      await other.stop();
    }
  });
});
