import { deepEqual, equal, rejects } from 'node:assert/strict';
import { isCognitoError } from '../../../../src/core/errors';
import { parseProfiles } from '../../../../src/core/profile';
import type { Profile } from '../../../../src/core/profile';
import type { ProfileEntry } from '../../../../src/core/profileLayers';
import { createTrust } from '../../../../src/profiles/trust/trust';
import type { Approve } from '../../../../src/profiles/trust/trust';
import { endpoints } from '../../../support/sessions';

function profileOf(entry: object): Profile {
  return parseProfiles([{ name: 'theirs', clientId: 'abc', ...entry }]).profiles[0]!;
}

/** The part of a Memento that trust uses. */
class State {
  readonly values = new Map<string, unknown>();
  get = <T>(key: string, initial?: T): T => (this.values.get(key) ?? initial) as T;
  update = (key: string, value: unknown): Promise<void> => {
    this.values.set(key, value);
    return Promise.resolve();
  };
}

describe('trust in profiles', () => {
  let asked: string[];
  let answer: boolean;
  let entries: readonly ProfileEntry[];
  let state: State;
  let approve: Approve;

  beforeEach(() => {
    asked = [];
    answer = true;
    entries = [];
    state = new State();
    approve = createTrust({
      state,
      entries: () => entries,
      ask: (_, host) => {
        asked.push(host);
        return Promise.resolve(answer);
      },
    });
  });

  const domain = profileOf({ domain: 'auth.example.com' });
  const pool = profileOf({ userPoolId: 'us-east-1_AbCdEf123' });
  const cancelled = (error: unknown): boolean => isCognitoError(error, 'sign_in_cancelled');

  it('does not ask about the user’s own', async () => {
    for (const profile of [domain, pool]) {
      entries = [{ profile, source: 'user' }];
      await approve(profile, endpoints);
      // What a sign-in asks for is not where it leads.
      await approve({ ...profile, scopes: ['openid'] });
    }
    deepEqual(asked, []);
    equal(state.values.size, 0);
  });

  it('asks about a workspace’s profile also when the user’s of that name has come back meanwhile', async () => {
    entries = [{ profile: pool, source: 'user' }];
    await approve(domain);
    await approve(profileOf({ userPoolId: 'us-east-1_AbCdEf123', clientId: 'other' }), endpoints);
    deepEqual(asked, ['auth.example.com', 'acme.auth.us-east-1.amazoncognito.com']);
  });

  it('asks once about a workspace’s', async () => {
    entries = [{ profile: domain, source: 'workspace' }];
    await approve(domain);
    await approve(domain, { ...endpoints, authorization: 'https://auth.example.com/oauth2/authorize' });
    await approve(domain);
    deepEqual(asked, ['auth.example.com']);
  });

  it('asks about a pool id when the sign-in host is known', async () => {
    await approve(pool);
    deepEqual(asked, []);
    await approve(pool, endpoints);
    deepEqual(asked, ['acme.auth.us-east-1.amazoncognito.com']);
  });

  it('asks again when discovery names another host than the one that was approved', async () => {
    const issuer = profileOf({ issuer: 'https://sso.example.com/pool' });
    await approve(issuer);
    await approve(issuer, endpoints);
    await approve(issuer);
    await approve(issuer, endpoints);
    deepEqual(asked, ['sso.example.com', 'acme.auth.us-east-1.amazoncognito.com']);
  });

  it('asks again about another pool, app client or host', async () => {
    await approve(domain);
    await approve(profileOf({ domain: 'auth.example.com', clientId: 'other' }));
    await approve(profileOf({ domain: 'auth.example.org' }));
    await approve(profileOf({ domain: 'auth.example.com', issuer: 'https://auth.example.com/pool' }));
    equal(asked.length, 4);
  });

  it('asks about a profile that is in no layer any more', async () => {
    await approve(domain);
    equal(asked.length, 1);
  });

  it('ends without a word when the person declines, and asks again next time', async () => {
    answer = false;
    await rejects(approve(domain), cancelled);
    await rejects(approve(domain), cancelled);
    equal(asked.length, 2);
    equal(state.values.size, 0);
  });

  it('forgets the oldest approvals when there are more than 200', async () => {
    for (let host = 0; host <= 200; host += 1) {
      await approve(profileOf({ domain: `auth${host}.example.com` }));
    }
    asked = [];
    await approve(profileOf({ domain: 'auth200.example.com' }));
    await approve(profileOf({ domain: 'auth0.example.com' }));
    deepEqual(asked, ['auth0.example.com']);
    equal((state.values.get('cognito.approvals') as string[]).length, 200);
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
