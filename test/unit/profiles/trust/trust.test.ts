import { deepEqual, equal, rejects } from 'node:assert/strict';
import { isCognitoError } from '../../../../src/core/errors';
import type { ProfileEntry } from '../../../../src/core/profileLayers';
import { createTrust, noteFileProfile, sourceOf, type Approve } from '../../../../src/profiles/trust/trust';
import { makeProfile } from '../../../support/profiles';
import { endpoints } from '../../../support/sessions';

/** The methods of a Memento that createTrust uses. */
class State {
  readonly values = new Map<string, unknown>();
  get = <T>(key: string, initial?: T): T => (this.values.get(key) ?? initial) as T;
  update = (key: string, value: unknown): Promise<void> => {
    this.values.set(key, value);
    return Promise.resolve();
  };
}

describe('createTrust', () => {
  let asked: string[];
  let origins: string[];
  let answer: boolean;
  let entries: readonly ProfileEntry[];
  let state: State;
  let approve: Approve;

  beforeEach(() => {
    asked = [];
    origins = [];
    answer = true;
    entries = [];
    state = new State();
    approve = createTrust({
      state,
      entries: () => entries,
      ask: (_, host, origin) => {
        asked.push(host);
        origins.push(origin);
        return Promise.resolve(answer);
      },
    });
  });

  const domain = makeProfile({ domain: 'auth.example.com' });
  const pool = makeProfile({ userPoolId: 'us-east-1_AbCdEf123' });
  const cancelled = (error: unknown): boolean => isCognitoError(error, 'sign_in_cancelled');

  it('does not ask the user to approve a profile of the user settings', async () => {
    for (const profile of [domain, pool]) {
      entries = [{ profile, source: 'user' }];
      await approve(profile, endpoints);
      // Other scopes do not change where the profile leads.
      await approve({ ...profile, scopes: ['openid'] });
    }
    deepEqual(asked, []);
    equal(state.values.size, 0);
  });

  it('asks about a workspace profile also when the user settings have another profile of that name', async () => {
    entries = [{ profile: pool, source: 'user' }];
    await approve(domain);
    await approve(makeProfile({ userPoolId: 'us-east-1_AbCdEf123', clientId: 'other' }), endpoints);
    deepEqual(asked, ['auth.example.com', 'acme.auth.us-east-1.amazoncognito.com']);
  });

  it('asks once about a workspace profile', async () => {
    entries = [{ profile: domain, source: 'workspace' }];
    await approve(domain);
    await approve(domain, { ...endpoints, authorization: 'https://auth.example.com/oauth2/authorize' });
    await approve(domain);
    deepEqual(asked, ['auth.example.com']);
  });

  it('asks about a profile with a pool id only when the sign-in host is known', async () => {
    await approve(pool);
    deepEqual(asked, []);
    await approve(pool, endpoints);
    deepEqual(asked, ['acme.auth.us-east-1.amazoncognito.com']);
  });

  it('asks again when discovery names another host than the approved one', async () => {
    const issuer = makeProfile({ issuer: 'https://sso.example.com/pool' });
    await approve(issuer);
    await approve(issuer, endpoints);
    await approve(issuer);
    await approve(issuer, endpoints);
    deepEqual(asked, ['sso.example.com', 'acme.auth.us-east-1.amazoncognito.com']);
  });

  it('asks again when the pool, the app client or the host differs', async () => {
    await approve(domain);
    await approve(makeProfile({ domain: 'auth.example.com', clientId: 'other' }));
    await approve(makeProfile({ domain: 'auth.example.org' }));
    await approve(makeProfile({ domain: 'auth.example.com', issuer: 'https://auth.example.com/pool' }));
    equal(asked.length, 4);
  });

  it('asks again when a workspace adds an identity pool to a profile, also to one of the user', async () => {
    const identityPoolId = 'us-east-1:1a2b3c4d-1111-2222-3333-444455556666';
    const changed = makeProfile({ domain: 'auth.example.com', identityPoolId });
    await approve(domain);
    await approve(changed);
    equal(asked.length, 2);
    entries = [{ profile: domain, source: 'user' }];
    state.values.clear();
    await approve(changed);
    equal(asked.length, 3);
    entries = [{ profile: changed, source: 'user' }];
    state.values.clear();
    await approve(changed);
    equal(asked.length, 3);
  });

  it('asks again when a workspace asks for an AWS role', async () => {
    const identityPoolId = 'us-east-1:1a2b3c4d-1111-2222-3333-444455556666';
    const pooled = makeProfile({ domain: 'auth.example.com', identityPoolId });
    const admin = { ...pooled, customRoleArn: 'arn:aws:iam::123456789012:role/admin' };
    await approve(pooled);
    await approve(admin);
    equal(asked.length, 2);
    entries = [{ profile: pooled, source: 'user' }];
    state.values.clear();
    await approve(admin);
    equal(asked.length, 3);
  });

  it('asks about a profile that is no longer in any settings', async () => {
    await approve(domain);
    equal(asked.length, 1);
  });

  it('rejects as cancelled when the user declines, and asks again next time', async () => {
    answer = false;
    await rejects(approve(domain), cancelled);
    await rejects(approve(domain), cancelled);
    equal(asked.length, 2);
    equal(state.values.size, 0);
  });

  it('keeps both approvals when two profiles are approved at the same time', async () => {
    const other = makeProfile({ domain: 'auth.example.org' });
    await Promise.all([approve(domain), approve(other)]);
    asked = [];
    await Promise.all([approve(domain), approve(other)]);
    deepEqual(asked, []);
  });

  it('stores one approval when a profile is approved twice at the same time', async () => {
    await Promise.all([approve(domain), approve(domain)]);
    equal((state.values.get('cognito.approvals') as string[]).length, 1);
  });

  it('forgets the oldest approvals when there are more than 200', async () => {
    for (let host = 0; host <= 200; host += 1) {
      await approve(makeProfile({ domain: `auth${host}.example.com` }));
    }
    asked = [];
    await approve(makeProfile({ domain: 'auth200.example.com' }));
    await approve(makeProfile({ domain: 'auth0.example.com' }));
    deepEqual(asked, ['auth0.example.com']);
    equal((state.values.get('cognito.approvals') as string[]).length, 200);
  });

  it('asks once about the host that discovery names for a profile that came from a file', async () => {
    const custom = { ...endpoints, authorization: 'https://auth.evil.example/oauth2/authorize' };
    entries = [{ profile: pool, source: 'user' }];
    await approve(pool, custom);
    deepEqual(asked, []);
    await noteFileProfile(state, pool);
    await approve(pool);
    // Amazon runs a prefix domain.
    await approve(pool, endpoints);
    deepEqual(asked, []);
    answer = false;
    await rejects(approve(pool, custom), cancelled);
    answer = true;
    await approve(pool, custom);
    await approve(pool, custom);
    deepEqual(asked, ['auth.evil.example', 'auth.evil.example']);
    deepEqual(origins, ['fileHost', 'fileHost']);
    deepEqual([...state.values.keys()], ['cognito.profilesFromFiles', 'cognito.approvals']);
    // Another app client of the same pool did not come from a file.
    const other = makeProfile({ userPoolId: 'us-east-1_AbCdEf123', clientId: 'other' });
    entries = [{ profile: other, source: 'user' }];
    await approve(other, custom);
    equal(asked.length, 2);
  });

  it('does not note a profile from a file when its sign-in host is known', async () => {
    await noteFileProfile(state, domain);
    equal(state.values.size, 0);
  });

  it('says in the question whether a workspace or a remote machine defines the profile', async () => {
    entries = [{ profile: domain, source: 'machine' }];
    await approve(domain);
    entries = [];
    await approve(makeProfile({ domain: 'auth.example.org' }));
    deepEqual(origins, ['machine', 'workspace']);
  });

  it('goes nowhere when it cannot ask', async () => {
    const unable = createTrust({
      state,
      entries: () => [],
      ask: () => Promise.reject(new Error('no dialog')),
    });
    await rejects(unable(domain), /no dialog/);
    equal(state.values.size, 0);
  });
});

describe('sourceOf', () => {
  const profile = makeProfile({ name: 'own', domain: 'auth.example.com' });
  const other = makeProfile({ name: 'other', domain: 'auth.example.org' });

  it('finds the entry with the name of the profile', () => {
    const entries: readonly ProfileEntry[] = [
      { profile: other, source: 'machine' },
      { profile, source: 'user' },
    ];
    equal(sourceOf(profile, entries), 'user');
    equal(sourceOf(other, entries), 'machine');
  });

  it('takes a profile without an entry, or with an entry that leads elsewhere, to be of the workspace', () => {
    equal(sourceOf(profile, []), 'workspace');
    equal(sourceOf(profile, [{ profile: { ...other, name: 'own' }, source: 'user' }]), 'workspace');
  });
});
