import { deepEqual, equal, match, notEqual, ok, rejects } from 'node:assert/strict';
import { defined } from '../../../src/core/members';
import { createCognitoClient, type CognitoClient } from '../../../src/client/cognitoClient';
import type { Session } from '../../../src/core/session';
import { startFaultyPool, type FaultyPool } from '../../support/faultyPool';
import { html, respond, rewrite } from '../../support/faultyPoolAnswers';
import { byStranger, forgeAccessToken, forgeIdToken, withClaims } from '../../support/faultyPoolTokens';
import { rotatingClient } from '../../support/localClients';
import { makeProfile } from '../../support/profiles';
import { failure, signIn, statuses, straight } from '../../support/signingIn';

describe('refresh and revoke of a session', function () {
  // Other suites may keep this computer busy.
  this.timeout(20_000);

  let pool: FaultyPool;
  let client: CognitoClient;
  let time: number;
  let kept: Session[];
  const now = (): number => time;
  const keep = (session: Session): Promise<void> => {
    kept.push(session);
    return Promise.resolve();
  };
  const signedIn = (clientId?: string): Promise<Session> =>
    signIn(client, makeProfile({ issuer: pool.issuer, ...defined({ clientId }) }));

  beforeEach(async () => {
    time = Date.now();
    kept = [];
    pool = await startFaultyPool({ now });
    client = createCognitoClient(straight, now);
  });

  afterEach(async () => {
    await client.close();
    await pool.stop();
  });

  it('refresh returns new tokens and keeps a refresh token that does not rotate', async () => {
    const session = await signedIn();
    time += 20_000;
    const newer = await client.refresh(session, keep);
    equal(newer.refreshToken, session.refreshToken);
    notEqual(newer.accessToken, session.accessToken);
    notEqual(newer.idToken, session.idToken);
    equal(newer.receivedAt, session.receivedAt + 20_000);
    equal(newer.expiresAt, session.expiresAt + 20_000);
    deepEqual(newer.userInfo, session.userInfo);
    equal(
      statuses(newer).id.some((status) => status.startsWith('nonce')),
      false,
    );
    deepEqual(kept, []);
  });

  it('refresh passes on a rotated refresh token before any other step', async () => {
    const session = await signedIn(rotatingClient);
    // Another window, which has not read the key set yet.
    const other = createCognitoClient(straight, now);
    const before = pool.requests.length;
    let since: string[] | undefined;
    const newer = await other.refresh(session, (rotated) => {
      since = pool.requests.slice(before);
      return keep(rotated);
    });
    await other.close();
    deepEqual(since, ['token']);
    deepEqual(kept, [{ ...session, refreshToken: newer.refreshToken }]);
    notEqual(newer.refreshToken, session.refreshToken);
  });

  it('refresh has passed on the rotated refresh token when the new tokens are refused', async () => {
    const session = await signedIn(rotatingClient);
    pool.faults.token = forgeIdToken(pool.keys, byStranger);
    const { error } = await failure(client.refresh(session, keep));
    equal(error.code, 'token_unsound');
    equal(kept.length, 1);
    equal(kept[0]?.accessToken, session.accessToken);
    delete pool.faults.token;
    const newer = await client.refresh(kept[0], keep);
    equal(kept.at(-1)?.refreshToken, newer.refreshToken);
  });

  it('refresh fails when the rotated refresh token cannot be stored', async () => {
    const session = await signedIn(rotatingClient);
    await rejects(
      client.refresh(session, () => Promise.reject(new Error('the keyring is locked'))),
      /keyring/,
    );
  });

  it('refresh fails with an old refresh token after its grace period', async () => {
    const session = await signedIn(rotatingClient);
    const newer = await client.refresh(session, keep);
    time += 9_000;
    await client.refresh(session, keep);
    time += 2_000;
    const { error, text } = await failure(client.refresh(session, keep));
    deepEqual([error.code, error.detail.error], ['token_refused', 'invalid_grant']);
    ok(text.includes(pool.host) && text.includes('Sign in again'), text);
    await client.refresh(newer, keep);
  });

  it('refresh throws session_ended without a refresh token', async () => {
    const { refreshToken, ...session } = await signedIn();
    match(refreshToken ?? '', /^eyJ/);
    const asked = pool.count('token');
    const { error } = await failure(client.refresh(session, keep));
    equal(error.code, 'session_ended');
    equal(pool.count('token'), asked);
  });

  it('refresh works for a profile with only a domain', async () => {
    const session = await signIn(client, makeProfile({ domain: pool.origin }));
    const newer = await client.refresh(session, keep);
    equal(newer.issuer, pool.issuer);
  });

  it('refresh works for a session without an ID token', async () => {
    const session = await signIn(client, makeProfile({ issuer: pool.issuer, scopes: ['email'] }));
    const newer = await client.refresh(session, keep);
    equal(newer.idToken, undefined);
    notEqual(newer.accessToken, session.accessToken);
  });

  const unsound = {
    'another user': { check: 'subject', claims: { sub: 'somebody-else' } },
    'another app client': { check: 'audience', claims: { aud: 'another' } },
    'another pool': {
      check: 'issuer',
      claims: { iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_X' },
    },
  } as const;
  for (const [whose, { check, claims }] of Object.entries(unsound)) {
    it(`refresh refuses new tokens of ${whose}`, async () => {
      const session = await signedIn();
      pool.faults.token = forgeIdToken(pool.keys, withClaims(claims));
      const { error, text } = await failure(client.refresh(session, keep));
      deepEqual([error.code, error.detail.check], ['token_unsound', check]);
      ok(text.includes(pool.host), text);
      deepEqual(kept, []);
    });
  }

  it('refresh refuses an access token of another user', async () => {
    const session = await signIn(client, makeProfile({ issuer: pool.issuer, scopes: ['email'] }));
    pool.faults.token = rewrite(async (answer) => {
      const access = await withClaims({ sub: 'somebody-else' })(String(answer.access_token), pool.keys);
      return { ...answer, access_token: access };
    });
    const { error } = await failure(client.refresh(session, keep));
    deepEqual([error.code, error.detail.check], ['token_unsound', 'subject']);
  });

  it('refresh refuses an access token of another app client', async () => {
    const session = await signedIn();
    pool.faults.token = forgeAccessToken(pool.keys, withClaims({ client_id: 'another' }));
    const { error } = await failure(client.refresh(session, keep));
    deepEqual([error.code, error.detail.check], ['token_unsound', 'audience']);
  });

  it('revoke ends the session at the pool', async () => {
    const session = await signedIn();
    await client.revoke(session);
    const { error } = await failure(client.refresh(session, keep));
    deepEqual([error.code, error.detail.error], ['token_refused', 'invalid_grant']);
    // Revoking what is revoked is no failure (RFC 7009 section 2.2).
    await client.revoke(session);
  });

  it('revoke sends no request without a refresh token', async () => {
    const { refreshToken, ...session } = await signedIn();
    ok(refreshToken);
    await client.revoke(session);
    equal(pool.count('revoke'), 0);
  });

  const refusals = {
    'a fault of the pool': { fault: respond(500), code: 'response_unexpected' },
    'a web page': { fault: html(403), code: 'response_unexpected' },
    'an OAuth error': { fault: respond(400, { error: 'unsupported_token_type' }), code: 'token_refused' },
  } as const;
  for (const [what, { fault, code }] of Object.entries(refusals)) {
    it(`revoke throws ${code} for ${what}`, async () => {
      const session = await signedIn();
      pool.faults.revoke = fault;
      const { error, text } = await failure(client.revoke(session));
      equal(error.code, code);
      ok(text.includes(pool.host), text);
    });
  }
});
