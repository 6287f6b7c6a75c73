import { equal, notEqual } from 'node:assert/strict';
import { approvalKey, destination, isForeign } from '../../../../src/profiles/trust/destination';
import { makeProfile } from '../../../support/profiles';
import { endpoints } from '../../../support/sessions';

describe('destination', () => {
  const hosts: readonly (readonly [Readonly<Record<string, string>>, string | undefined])[] = [
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
    it(`returns ${host ?? 'undefined'} for ${JSON.stringify(entry)}`, () => {
      equal(destination(makeProfile(entry)), host);
    });
  }

  it('returns the host of the authorization endpoint when the endpoints are known', () => {
    equal(
      destination(makeProfile({ userPoolId: 'us-east-1_AbCdEf123' }), endpoints),
      'acme.auth.us-east-1.amazoncognito.com',
    );
  });
});

describe('isForeign', () => {
  const hosts: Readonly<Record<string, boolean>> = {
    'acme.auth.us-east-1.amazoncognito.com': false,
    'cognito-idp.eu-west-1.amazonaws.com': false,
    '127.0.0.1:9270': false,
    '[::1]:9270': false,
    'login.example.com.account-check.evil.tld': true,
    'acme.auth.us-east-1.amazoncognito.com.evil.tld:8443': true,
    'x.execute-api.us-east-1.amazonaws.com': true,
  };
  for (const [host, foreign] of Object.entries(hosts)) {
    it(`is ${foreign} for ${host}`, () => {
      equal(isForeign(host), foreign);
    });
  }
});

describe('approvalKey', () => {
  it('differs for another pool, app client, domain, identity pool or host, and not for another profile name', () => {
    const entry = { userPoolId: 'us-east-1_AbCdEf123', domain: 'auth.example.com' };
    const approved = approvalKey(makeProfile(entry), 'auth.example.com');
    for (const change of [
      { userPoolId: 'us-east-1_AbCdEf124' },
      { clientId: 'abcd' },
      { domain: 'auth.example.org' },
      { identityPoolId: 'us-east-1:1a2b3c4d-1111-2222-3333-444455556666' },
    ]) {
      notEqual(approvalKey(makeProfile({ ...entry, ...change }), 'auth.example.com'), approved);
    }
    notEqual(approvalKey(makeProfile(entry), 'auth.example.com:444'), approved);
    equal(approvalKey(makeProfile({ ...entry, name: 'renamed' }), 'auth.example.com'), approved);
  });
});
