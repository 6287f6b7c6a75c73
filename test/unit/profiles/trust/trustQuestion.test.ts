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
    'acme.auth.eu-west-1.amazoncognito.com': /sign-in domain of Amazon Cognito in eu-west-1.*“acme”/,
    'acme.auth-fips.us-gov-west-1.amazoncognito.com': /of Amazon Cognito in us-gov-west-1/,
    [evil]: /not Amazon’s, although it carries its name. It belongs to evil\.tld\./,
    'amazoncognito.com.evil.co.uk': /although.*belongs to evil\.co\.uk\./,
    'cognito-idp.us-east-1.amazonaws.com.evil.tld': /although.*belongs to evil\.tld\./,
    'auth.example.com': /^This belongs to example\.com, not to Amazon\.$/,
    'xn--mazoncognito-w9j.com': /belongs to xn--mazoncognito-w9j\.com.*letters outside ASCII/,
    '203.0.113.7': /without a name/,
    '[2001:db8::1]': /without a name/,
    '127.0.0.1': /your own computer/,
    localhost: /your own computer/,
    intranet: /belongs to intranet,/,
    // Under amazonaws.com anybody can have a name.
    'evil.s3.amazonaws.com': /belongs to amazonaws\.com/,
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
    match(detail, /It belongs to evil\.tld\./);
    ok(message.length < 200 && detail.length < 900, `${message.length} and ${detail.length}`);
  });

  it('shows names as plain text on one line', () => {
    const { message } = trustQuestion({ ...profileOf(), name: 'a\n\n\u202eb [x](command:y)' }, evil);
    equal(message.includes('\n') || message.includes('\u202e') || message.includes(']('), false);
  });

  it('says what leads there: the browser, or a secret', () => {
    const person = trustQuestion(profileOf(), evil);
    match(person.message, /^Use “theirs”, a profile that this workspace defines\?$/);
    match(person.detail, /^A sign-in takes the browser to:\n\n/);
    equal(person.accept, 'Use Profile');
    const machine = trustQuestion(profileOf({ grant: 'client_credentials' }), evil);
    match(machine.detail, /^The app client’s secret will go to:\n\n/);
  });

  it('is another one for a profile that is made from a file', () => {
    const { message, detail, accept } = trustQuestion(profileOf(), evil, 'file');
    equal(message, 'Add “theirs”, which a file of this workspace names?');
    match(detail, /It belongs to evil\.tld\./);
    match(detail, /a profile of your own, and you are not asked again\.$/);
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
      /User pool: not named/,
    );
  });
});
