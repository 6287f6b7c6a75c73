import { equal, notEqual } from 'node:assert/strict';
import { parseProfiles } from '../../../../src/core/profile';
import type { Profile } from '../../../../src/core/profile';
import { approvalKey, destination, foreignHost } from '../../../../src/profiles/trust/destination';
import { endpoints } from '../../../support/sessions';

function profileOf(entry: object): Profile {
  const [profile] = parseProfiles([{ name: 'theirs', clientId: 'abc', ...entry }]).profiles;
  if (profile === undefined) throw new Error('This profile is unsound.');
  return profile;
}

describe('trust', () => {
  const hosts: readonly (readonly [object, string | undefined])[] = [
    [{ userPoolId: 'us-east-1_AbCdEf123' }, undefined],
    [{ issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf123' }, undefined],
    [{ userPoolId: 'us-east-1_AbCdEf123', domain: 'auth.example.com' }, undefined],
    [
      { issuer: 'https://cognito-idp.us-east-1.amazonaws.com.evil.tld/us-east-1_AbCdEf123' },
      'cognito-idp.us-east-1.amazonaws.com.evil.tld',
    ],
    [{ issuer: 'https://evil.tld:8443/pool', domain: 'auth.example.com' }, 'evil.tld:8443'],
    [
      { domain: 'x.auth.us-east-1.amazoncognito.com.evil.tld' },
      'x.auth.us-east-1.amazoncognito.com.evil.tld',
    ],
    [{ domain: 'https://аmazoncognito.com' }, 'xn--mazoncognito-w9j.com'],
    [{ domain: 'AUTH.Example.COM' }, 'auth.example.com'],
    [{ issuer: 'http://127.0.0.1:9270/local_Pool00001' }, '127.0.0.1:9270'],
  ];
  for (const [entry, host] of hosts) {
    it(`${JSON.stringify(entry)} leads ${host === undefined ? 'to Amazon first' : `to ${host}`}`, () => {
      equal(destination(profileOf(entry)), host);
    });
  }

  it('leads where discovery says, once that is known', () => {
    equal(
      destination(profileOf({ userPoolId: 'us-east-1_AbCdEf123' }), endpoints),
      'acme.auth.us-east-1.amazoncognito.com',
    );
  });

  const foreign: readonly (readonly [object, string | undefined])[] = [
    [{ userPoolId: 'us-east-1_AbCdEf123' }, undefined],
    [{ domain: 'acme.auth.us-east-1.amazoncognito.com' }, undefined],
    [{ issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf123' }, undefined],
    [{ issuer: 'http://127.0.0.1:9270/local_Pool00001' }, undefined],
    [{ issuer: 'http://[::1]:9270/local_Pool00001' }, undefined],
    [{ domain: 'login.example.com.account-check.evil.tld' }, 'login.example.com.account-check.evil.tld'],
    [
      { domain: 'acme.auth.us-east-1.amazoncognito.com.evil.tld:8443' },
      'acme.auth.us-east-1.amazoncognito.com.evil.tld:8443',
    ],
    [{ issuer: 'https://evil.tld/us-east-1_AbCdEf123' }, 'evil.tld'],
    [
      { issuer: 'https://x.execute-api.us-east-1.amazonaws.com/us-east-1_Ab' },
      'x.execute-api.us-east-1.amazonaws.com',
    ],
  ];
  for (const [entry, host] of foreign) {
    it(`${JSON.stringify(entry)} ${host === undefined ? 'leads to nobody else' : `leads to ${host}, which is asked about`}`, () => {
      equal(foreignHost(profileOf(entry)), host);
    });
  }

  it('is another approval for another pool, app client, domain or host, and the same one under another name', () => {
    const entry = { userPoolId: 'us-east-1_AbCdEf123', domain: 'auth.example.com' };
    const approved = approvalKey(profileOf(entry), 'auth.example.com');
    for (const change of [
      { userPoolId: 'us-east-1_AbCdEf124' },
      { clientId: 'abcd' },
      { domain: 'auth.example.org' },
    ]) {
      notEqual(approvalKey(profileOf({ ...entry, ...change }), 'auth.example.com'), approved);
    }
    notEqual(approvalKey(profileOf(entry), 'auth.example.com:444'), approved);
    equal(approvalKey(profileOf({ ...entry, name: 'renamed' }), 'auth.example.com'), approved);
  });
});
