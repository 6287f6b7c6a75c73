import { equal, match, ok, rejects } from 'node:assert/strict';
import { createCognitoClient, type CognitoClient } from '../../../src/client/cognitoClient';
import { createSessionMemory, type SessionMemory } from '../../../src/inspector/sessionMemory';
import { sessionModel } from '../../../src/inspector/model/inspectorModel';
import { readSession } from '../../../src/inspector/model/tokenSet';
import type { Profile } from '../../../src/core/profile';
import type { Session } from '../../../src/core/session';
import { startFaultyPool, type FaultyPool } from '../../support/faultyPool';
import { respond } from '../../support/faultyPoolAnswers';
import { accessClaims, unsigned } from '../../support/tokens';
import { makeProfile } from '../../support/profiles';
import { signIn, straight } from '../../support/signingIn';
import { openStore } from '../../support/stores';

describe('askUserInfo of the session memory', () => {
  let pool: FaultyPool;
  let client: CognitoClient;
  let profile: Profile;
  /** The session of a new sign-in. */
  let session: Session;

  before(async () => {
    pool = await startFaultyPool();
    client = createCognitoClient(straight);
    profile = makeProfile({ issuer: pool.issuer });
  });

  beforeEach(async () => {
    delete pool.faults.userInfo;
    session = await signIn(client, profile);
  });

  after(async () => {
    await client.close();
    await pool.stop();
  });

  /** A window with a stored session. `shown` is the state of USERINFO in its panel, or why it is missing. */
  const openWindow = async (
    stored: Session | undefined,
  ): Promise<SessionMemory & { readonly changes: boolean[]; readonly shown: () => string }> => {
    const store = openStore();
    if (stored) await store.save(stored);
    const changes: boolean[] = [];
    const memory: SessionMemory = createSessionMemory({
      client: () => Promise.resolve(client),
      store,
      // Does not refresh, so that the pool receives the token as it is and refuses it.
      refresher: { fresh: (found) => Promise.resolve(found) },
      changed: (name) => changes.push(memory.isAsking(name)),
    });
    const shown = (): string => {
      ok(stored);
      const known = { ...stored, userInfo: memory.userInfoOf(stored) };
      const { userInfo } = sessionModel(profile, known, readSession(known)).tokens ?? {};
      ok(userInfo);
      return userInfo.state === 'missing' ? userInfo.reason : userInfo.state;
    };
    return { ...memory, changes, shown };
  };
  const reasonFor = async (accessToken: string): Promise<string> => {
    const { askUserInfo, shown } = await openWindow({ ...session, accessToken });
    equal(shown(), 'shown');
    await askUserInfo(profile);
    return shown();
  };

  it('reports that the request is running, then shows the new answer of USERINFO', async () => {
    const { askUserInfo, changes, shown } = await openWindow({
      ...session,
      userInfo: { state: 'not_asked' },
    });
    match(shown(), /was not asked/);
    await askUserInfo(profile);
    equal(shown(), 'shown');
    equal(changes.join(), 'true,false');
  });

  it('explains the refusal of an expired access token', async () => {
    const reason = await reasonFor(unsigned(accessClaims({ scope: 'openid email', exp: 1 })));
    match(
      reason,
      /rejected the request for “test”\. The access token has expired\. Refresh the tokens, or sign in/,
    );
  });

  it('explains the refusal of a revoked access token', async () => {
    await client.revoke(session);
    const reason = await reasonFor(session.accessToken);
    match(
      reason,
      /has expired or was revoked, or the user was signed out everywhere\. Refresh the tokens, or/,
    );
  });

  it('explains the refusal of an access token without the openid scope', async () => {
    const { accessToken } = await signIn(
      client,
      makeProfile({ issuer: pool.issuer, scopes: ['orders/read'] }),
    );
    const reason = await reasonFor(accessToken);
    match(reason, /does not have the openid scope\. Add openid to the profile’s scopes and sign in again/);
  });

  it('explains the refusal of an SDK’s access token', async () => {
    const reason = await reasonFor(unsigned(accessClaims({ scope: 'aws.cognito.signin.user.admin' })));
    match(reason, /comes from a sign-in through an SDK\. .* never has the openid scope\. Sign in through/);
  });

  it('explains the refusal of a request that the pool could not read', async () => {
    // The pool’s response to a request without a token.
    const challenge = 'error="invalid_request", error_description="Bad OAuth2 request at UserInfo Endpoint"';
    pool.faults.userInfo = respond(400, undefined, { 'www-authenticate': challenge });
    const reason = await reasonFor(session.accessToken);
    match(reason, /could not read the request\. A proxy may have removed the access token from it/);
  });

  it('rejects and reports that no request is running when there is no session', async () => {
    const { askUserInfo, isAsking, changes } = await openWindow(undefined);
    await rejects(askUserInfo(profile), { code: 'session_missing' });
    equal(isAsking(profile.name), false);
    equal(changes.join(), 'true,false');
  });
});
