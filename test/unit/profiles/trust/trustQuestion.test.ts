import { equal, match, ok } from 'node:assert/strict';
import { parseProfiles } from '../../../../src/core/profile';
import type { Profile } from '../../../../src/core/profile';
import { describeHost, trustQuestion } from '../../../../src/profiles/trust/trustQuestion';

function profileOf(entry: object = {}): Profile {
  const whole = { name: 'theirs', clientId: 'abc', userPoolId: 'us-east-1_AbCdEf123', ...entry };
  return parseProfiles([whole]).profiles[0]!;
}

const evil = 'x.auth.us-east-1.amazoncognito.com.evil.tld';

describe('the question about a profile of a workspace', () => {
  const hosts = {
    'acme.auth.eu-west-1.amazoncognito.com': /Amazon Cognito sign-in domain in eu-west-1.*“acme”/,
    'acme.auth-fips.us-gov-west-1.amazoncognito.com': /Amazon Cognito sign-in domain in us-gov-west-1/,
    [evil]: /not Amazon Cognito’s, although/,
    'amazoncognito.com.evil.co.uk': /not Amazon Cognito’s, although/,
    'cognito-idp.us-east-1.amazonaws.com.evil.tld': /not Amazon Cognito’s, although/,
    'auth.example.com': /^This host is not Amazon Cognito’s\.$/,
    'xn--mazoncognito-w9j.com': /not Amazon Cognito’s.*letters outside ASCII/,
    '203.0.113.7': /IP address/,
    '[2001:db8::1]': /IP address/,
    '127.0.0.1': /your own computer/,
    localhost: /your own computer/,
    intranet: /^This host is not Amazon Cognito’s\.$/,
    // Anyone can have a bucket, and so a name, under amazonaws.com.
    'evil.s3.amazonaws.com': /^This host is not Amazon Cognito’s\.$/,
  };
  for (const [host, expected] of Object.entries(hosts)) {
    it(`says whose ${host} is`, () => {
      match(describeHost(host), expected);
    });
  }

  it('names the host in full on a line of its own, before anything the profile can make long', () => {
    const long = `${'a'.repeat(60)}.`.repeat(3) + evil;
    const { message, detail } = trustQuestion(
      profileOf({
        name: 'n'.repeat(5000),
        clientId: 'c'.repeat(5000),
        userPoolId: `us-east-1_${'p'.repeat(5000)}`,
      }),
      `${long}:8443`,
    );
    equal(detail.split('\n\n')[1], `${long}:8443`);
    ok(message.length < 200 && detail.length < 900, `${message.length} and ${detail.length}`);
  });

  it('shows names as plain text on one line', () => {
    const { message } = trustQuestion({ ...profileOf(), name: 'a\n\n\u202eb [x](command:y)' }, evil);
    equal(message.includes('\n') || message.includes('\u202e') || message.includes(']('), false);
  });

  it('says what leads there: the browser, or a secret', () => {
    const person = trustQuestion(profileOf(), evil);
    match(person.message, /^Use the profile “theirs” of this workspace\?$/);
    match(person.detail, /^It opens the browser at:\n\n/);
    equal(person.accept, 'Use Profile');
    const machine = trustQuestion(profileOf({ grant: 'client_credentials' }), evil);
    match(machine.detail, /^It sends the app client’s secret to:\n\n/);
  });

  it('is another one for a profile that is made from a file', () => {
    const { message, detail, accept } = trustQuestion(profileOf(), evil, 'file');
    equal(message, 'Add the profile “theirs” from a file of this workspace?');
    match(detail, /added to your own settings, so you are not asked again\.$/);
    equal(accept, 'Add Profile');
  });

  it('names pool and app client, or the issuer', () => {
    match(trustQuestion(profileOf(), evil).detail, /User pool: us-east-1_AbCdEf123\nApp client: abc/);
    const issuer = 'https://evil.tld/pool';
    match(
      trustQuestion(profileOf({ userPoolId: undefined, issuer }), evil).detail,
      /User pool: https:\/\/evil/,
    );
    match(
      trustQuestion(profileOf({ userPoolId: undefined, domain: evil }), evil).detail,
      /User pool: unknown/,
    );
  });
});
