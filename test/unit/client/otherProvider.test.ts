import { equal, notEqual, ok } from 'node:assert/strict';
import { createCognitoClient, type CognitoClient } from '../../../src/client/cognitoClient';
import { startOtherProvider, type OtherProvider } from '../../support/otherProvider';
import { makeProfile } from '../../support/profiles';
import { signIn, statuses, straight } from '../../support/signingIn';

describe('createCognitoClient with an OpenID provider that is not Amazon’s', () => {
  let provider: OtherProvider;
  let client: CognitoClient;

  beforeEach(async () => {
    provider = await startOtherProvider();
    client = createCognitoClient(straight);
  });

  afterEach(async () => {
    await client.close();
    await provider.stop();
  });

  /** Opens the sign-in page, which redirects at once. */
  const visit = async (url: string): Promise<string> =>
    (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '';

  it('signs in, verifies the tokens, calls USERINFO and refreshes', async () => {
    const { issuer, clientId } = provider;
    const session = await signIn(client, makeProfile({ issuer, clientId }), visit);
    equal(session.issuer, issuer);
    for (const status of [...statuses(session).id, ...statuses(session).access]) {
      ok(status.endsWith(': passed'), status);
    }
    ok(session.userInfo.state === 'answered');
    equal(session.userInfo.claims.email, 'kim@example.com');
    const refreshed = await client.refresh(session, () => Promise.resolve());
    notEqual(refreshed.refreshToken, session.refreshToken);
  });

  it('signs in and verifies a pasted token when the issuer ends in a slash', async () => {
    const other = await startOtherProvider('/o/shop/');
    const { issuer, clientId } = other;
    const session = await signIn(client, makeProfile({ issuer, clientId }), visit);
    equal(`${session.issuer}/`, issuer);
    for (const status of [...statuses(session).id, ...statuses(session).access]) {
      ok(status.endsWith(': passed'), status);
    }
    const context = { kind: 'access', clientId, issuers: [issuer], now: Date.now() } as const;
    equal((await client.inspect(session.accessToken, issuer, context))[0]?.status, 'passed');
    await other.stop();
  });

  it('verifies a pasted token with the key set that the provider’s discovery document names', async () => {
    const { issuer, clientId } = provider;
    const session = await signIn(client, makeProfile({ issuer, clientId }), visit);
    const checks = await client.inspect(session.accessToken, issuer, {
      kind: 'access',
      clientId,
      issuers: [issuer],
      now: Date.now(),
    });
    equal(checks[0]?.status, 'passed', checks[0]?.reason);
  });
});
