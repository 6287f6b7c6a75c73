import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { anything, assert as holds, dictionary, jsonValue, oneof, property, string } from 'fast-check';
import { parseProfile, type Profile, type InvalidProfile } from '../../../src/core/profile';
import { clientId, userPoolId } from '../../support/tokens';

const least = { name: 'dev', userPoolId, clientId };

function one(entry: unknown): Profile {
  const { profile, invalid } = parseProfile(entry);
  equal(invalid, undefined);
  return profile;
}

function invalidEntry(entry: unknown): InvalidProfile {
  const { profile, invalid } = parseProfile(entry);
  equal(profile, undefined);
  return invalid;
}

describe('parseProfile', () => {
  it('needs a name, a pool and a client id, and returns defaults for the rest', () => {
    deepEqual(one(least), { ...least, grant: 'authorization_code', production: false });
  });

  it('accepts a domain or an issuer instead of a pool', () => {
    equal(one({ name: 'a', domain: 'auth.example.com', clientId }).domain, 'auth.example.com');
    const issuer = 'http://127.0.0.1:9270/local_pool';
    equal(one({ name: 'a', issuer, clientId }).issuer, issuer);
  });

  it('keeps every field', () => {
    const full = {
      ...least,
      domain: 'https://auth.example.com',
      issuer: 'https://issuer.example.com/pool',
      scopes: ['openid', 'api/read'],
      redirectUri: 'vscode://cognito-tools.cognito-token-inspector/callback',
      grant: 'client_credentials',
      identityProvider: 'Google',
      loginHint: 'jane@example.com',
      prompt: 'login',
      lang: 'de',
      resource: 'https://api.example.com',
      logoutUri: 'https://example.com/bye',
      identityPoolId: 'us-east-1:1a2b3c4d-1111-2222-3333-444455556666',
      customRoleArn: 'arn:aws-us-gov:iam::123456789012:role/team/reader',
      production: true,
    };
    deepEqual(one(full), full);
  });

  it('drops unknown fields, and trims text', () => {
    deepEqual(one({ ...least, name: '  dev ', tokenEndpoint: 'https://evil.tld' }), {
      ...least,
      grant: 'authorization_code',
      production: false,
    });
  });

  it('accepts a name in any script, with spaces and emoji', () => {
    for (const name of ['Zoë’s (dev)', '本番 環境', 'тест', 'prod ⚠️', '🚀', 'a  b']) {
      equal(one({ ...least, name }).name, name);
    }
  });

  it('accepts fifty scopes at most', () => {
    const scopes = Array.from({ length: 50 }, (_, index) => `api/${index}`);
    deepEqual(one({ ...least, scopes }).scopes, scopes);
    equal(invalidEntry({ ...least, scopes: [...scopes, 'openid'] }).reason, 'has more than 50 of them');
  });

  it('accepts ten levels at most, with names that a list with spaces can have', () => {
    const acrValues = Array.from({ length: 10 }, (_, index) => `urn:cognito:loa:${index}`);
    deepEqual(one({ ...least, acrValues, maxAge: 0 }).acrValues, acrValues);
    equal(invalidEntry({ ...least, acrValues: [...acrValues, 'x'] }).reason, 'has more than 10 of them');
    const reason = 'must have 1 to 64 characters, and no spaces or accents';
    for (const name of ['', 'a b', 'a\nb', 'é', 'x'.repeat(65)]) {
      const invalid = invalidEntry({ ...least, acrValues: [name] });
      deepEqual([invalid.field, invalid.reason], ['acrValues.0', reason], name);
    }
  });

  it('accepts an age that is a whole number of seconds', () => {
    const reason = 'must be a whole number of seconds, and not negative';
    for (const maxAge of [-1, 1.5, Infinity]) equal(invalidEntry({ ...least, maxAge }).reason, reason);
    equal(invalidEntry({ ...least, maxAge: '60' }).reason, 'has the wrong type');
  });

  it('trims the name of an invalid entry', () => {
    equal(invalidEntry({ ...least, name: ' dev ', clientSecret: 'x' }).name, 'dev');
    equal(invalidEntry({ ...least, name: ' dev ', clientId: '' }).name, 'dev');
    equal(invalidEntry({ ...least, name: '  ' }).name, 'a profile without a name');
  });

  for (const field of ['name', 'clientId']) {
    it(`refuses an entry without ${field}`, () => {
      equal(invalidEntry({ ...least, [field]: undefined }).field, field);
      equal(invalidEntry({ ...least, [field]: undefined }).reason, 'is missing');
    });
  }

  it('refuses an entry without a pool, a domain and an issuer', () => {
    deepEqual(invalidEntry({ name: 'dev', clientId }), {
      name: 'dev',
      field: 'userPoolId',
      reason: 'is missing: give a userPoolId, a domain or an issuer',
    });
  });

  const wrong: Readonly<Record<string, readonly unknown[]>> = {
    name: [
      '',
      '   ',
      7,
      null,
      ['a'],
      // What looks like another name, or like none.
      'prod\u200b',
      'pro\u00add',
      'prod\u2800',
      'prod\u3164',
      'prod\ufe0f',
      'prod\u00a0eu',
      'pr\u202eod',
      'a\nb',
      '\u2800',
      '\u3164 \u3164',
    ],
    userPoolId: ['', 'AbCdEf123', 'us-east-1_Ab/..', 'us-east-1', 7, 'local_pool', 'x_a'],
    domain: ['', 'http://auth.example.com', 'javascript://auth.example.com', 'a:b@example.com', 'a b', 7, []],
    issuer: [
      '',
      'auth.example.com',
      'http://issuer.example.com',
      'file:///etc/passwd',
      'https://u@h.tld/',
      7,
    ],
    clientId: ['', 'has space', 'a-b', 'a&redirect_uri=b', 7, null],
    scopes: ['openid', [''], [7], {}, [null], Array.from({ length: 51 }, (_, index) => `api/${index}`)],
    redirectUri: [
      '',
      '/callback',
      'callback',
      'https://a.tld/#f',
      'https://a.tld/#',
      'http://localhost:1/\u0003\nb',
      7,
    ],
    grant: ['implicit', 'password', '', 7],
    identityProvider: ['', 7],
    loginHint: ['', {}],
    prompt: ['', true],
    lang: ['', 7],
    resource: ['', 7],
    logoutUri: ['', 'https://a.tld/\u001b[201~b', 7],
    identityPoolId: [
      '',
      'us-east-1_AbCdEf123',
      '1a2b3c4d-1111-2222-3333-444455556666',
      'us-east-1.evil.tld:1a2b3c4d-1111-2222-3333-444455556666',
      'us-east-1:1a2b3c4d-1111-2222-3333-444455556666/..',
      `us-${'gov-'.repeat(5)}west-1:1a2b3c4d-1111-2222-3333-444455556666`,
      7,
    ],
    customRoleArn: [
      '',
      'reader',
      'arn:aws:iam::123456789012:user/reader',
      'arn:aws:iam::1234:role/reader',
      'arn:aws:iam::123456789012:role/a b',
      `arn:aws:iam::123456789012:role/${'a'.repeat(2048)}`,
      7,
    ],
    production: ['true', 1, null],
  };
  for (const [field, values] of Object.entries(wrong)) {
    for (const value of values) {
      it(`refuses ${field} ${JSON.stringify(value)}`, () => {
        const found = invalidEntry({ ...least, [field]: value });
        equal(found.field.split('.')[0], field);
        match(found.reason, /^(is|has|must) /);
      });
    }
  }

  it('refuses a role without an identity pool', () => {
    const customRoleArn = 'arn:aws:iam::123456789012:role/reader';
    const { field, reason } = invalidEntry({ ...least, customRoleArn });
    deepEqual([field, reason], ['customRoleArn', 'has no use without an identityPoolId']);
  });

  it('gives a reason that follows the name of the field', () => {
    equal(invalidEntry({ ...least, name: '' }).reason, 'is empty');
    equal(invalidEntry({ ...least, scopes: [''] }).field, 'scopes.0');
    equal(invalidEntry({ ...least, lang: 7 }).reason, 'has the wrong type');
    equal(invalidEntry({ ...least, userPoolId: 'x' }).reason, 'must look like us-east-1_AbCdEf123');
    equal(invalidEntry({ ...least, userPoolId: 'x_a' }).reason, 'has no AWS Region before its underscore');
    const address =
      'must be an https address; plain http works only for localhost, 127.0.0.1 and [::1], so set an emulator’s public address to one of them';
    equal(invalidEntry({ ...least, domain: 'http://example.com' }).reason, address);
  });

  it('refuses any client secret, and never repeats it', () => {
    for (const clientSecret of ['verysecret', '', null, 7, undefined]) {
      const found = invalidEntry({ ...least, clientSecret });
      equal(found.field, 'clientSecret');
      match(found.reason, /plain text/);
      doesNotMatch(JSON.stringify(found), /verysecret/);
    }
  });

  it('gives an entry without a name a description as its name', () => {
    for (const entry of [null, undefined, 7, 'dev', [], {}, { name: '' }, { name: 7 }]) {
      equal(invalidEntry(entry).name, 'a profile without a name');
    }
  });

  it('never throws, and returns either a profile or what is invalid', () => {
    const entry = oneof(
      jsonValue(),
      anything(),
      dictionary(
        oneof(string(), ...Object.keys({ ...least, domain: '', scopes: '' }).map(keyOf)),
        jsonValue(),
      ),
    );
    holds(
      property(entry, (value) => {
        const { profile, invalid } = parseProfile(value);
        equal(profile === undefined, invalid !== undefined);
        if (invalid === undefined) return;
        const { name, field, reason } = invalid;
        for (const text of [name, field, reason]) equal(typeof text, 'string');
      }),
    );
  });
});

function keyOf(name: string): ReturnType<typeof string> {
  return string().map(() => name);
}
