import { equal, ok, throws } from 'node:assert/strict';
import {
  domainOrigin,
  parseProfile,
  profileIssuer,
  redirectKind,
  secureUrl,
  type Profile,
} from '../../../src/core/profile';
import { CognitoError } from '../../../src/core/errors';
import { clientId, issuer, userPoolId } from '../../support/tokens';

function profile(fields: Readonly<Record<string, unknown>>): Profile {
  const { profile: parsed } = parseProfile({ name: 'dev', clientId, ...fields });
  ok(parsed);
  return parsed;
}

describe('redirectKind', () => {
  const kinds: readonly (readonly [string, string, string])[] = [
    ['vscode://cognito-tools.cognito-token-inspector/callback', 'vscode', 'uri_handler'],
    ['vscode-insiders://cognito-tools.cognito-token-inspector/callback', 'vscode-insiders', 'uri_handler'],
    ['http://localhost:8484/callback', 'vscode', 'loopback'],
    ['http://127.0.0.1:8484/callback', 'vscode', 'loopback'],
    ['http://[::1]:8484/', 'vscode', 'loopback'],
    ['https://example.com/callback', 'vscode', 'paste'],
    ['https://localhost/callback', 'vscode', 'paste'],
  ];
  for (const [uri, scheme, kind] of kinds) {
    it(`returns ${kind} for ${uri}`, () => {
      equal(redirectKind(uri, scheme), kind);
    });
  }

  for (const uri of [
    'vscode-insiders://cognito-tools.cognito-token-inspector/callback',
    'http://localhost/callback',
    'http://localhost:80/callback',
    'http://example.com:8484/callback',
    'http://localhost.evil.tld:8484/',
    'javascript:alert(1)',
    'file:///callback',
    'callback',
    '',
  ]) {
    it(`throws profile_invalid for ${JSON.stringify(uri)}`, () => {
      throws(
        () => redirectKind(uri, 'vscode'),
        (error) =>
          error instanceof CognitoError &&
          error.code === 'profile_invalid' &&
          error.detail.field === 'redirectUri',
      );
    });
  }
});

describe('secureUrl', () => {
  for (const address of [
    'https://example.com',
    'https://example.com:8443/a?b=c',
    'http://localhost:9270',
    'http://127.0.0.1:9270/x',
    'http://[::1]:9270',
  ]) {
    it(`parses ${address}`, () => {
      equal(secureUrl(address)?.href, new URL(address).href);
    });
  }

  for (const address of [
    'http://example.com',
    'http://localhost.evil.tld',
    'http://127.0.0.1.evil.tld',
    'http://10.0.0.1',
    'https://user@example.com',
    'https://:password@example.com',
    'https://localhost@evil.tld',
    'https://example.com/#access_token=a',
    'javascript:alert(1)',
    'javascript://example.com/%0aalert(1)',
    'file:///etc/passwd',
    'vscode://example.com',
    'ftp://example.com',
    'data:text/html,x',
    '//example.com',
    'example.com',
    '',
  ]) {
    it(`returns undefined for ${address}`, () => {
      equal(secureUrl(address), undefined);
    });
  }

  it('adds https only to a bare host', () => {
    equal(secureUrl('auth.example.com', true)?.href, 'https://auth.example.com/');
    equal(secureUrl('http://127.0.0.1:9270', true)?.origin, 'http://127.0.0.1:9270');
    for (const address of [
      'user@example.com',
      'javascript:alert(1)',
      'javascript://x',
      'http://example.com',
    ]) {
      equal(secureUrl(address, true), undefined, address);
    }
  });
});

describe('domainOrigin and profileIssuer', () => {
  it('domainOrigin returns the origin of a domain, with or without https', () => {
    for (const domain of [
      'auth.example.com',
      'https://auth.example.com',
      'https://auth.example.com/login?a=b',
    ]) {
      equal(domainOrigin(profile({ domain })), 'https://auth.example.com');
    }
    const fips = 'acme.auth-fips.us-gov-west-1.amazoncognito.com';
    equal(domainOrigin(profile({ domain: fips })), `https://${fips}`);
    equal(domainOrigin(profile({ userPoolId })), undefined);
  });

  it('profileIssuer returns the issuer, or that of the pool, or undefined', () => {
    equal(profileIssuer(profile({ userPoolId })), issuer);
    equal(profileIssuer(profile({ issuer: `${issuer}//` })), issuer);
    equal(
      profileIssuer(profile({ userPoolId, issuer: 'https://issuer.example.com' })),
      'https://issuer.example.com',
    );
    equal(profileIssuer(profile({ domain: 'auth.example.com' })), undefined);
  });
});
