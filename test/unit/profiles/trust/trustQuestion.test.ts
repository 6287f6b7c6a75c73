import { equal, match, ok } from 'node:assert/strict';
import { describeHost, trustQuestion } from '../../../../src/profiles/trust/trustQuestion';
import { makeProfile } from '../../../support/profiles';
import { userPoolId } from '../../../support/tokens';

const entry = { name: 'theirs', clientId: 'abc', userPoolId };
const profile = makeProfile(entry);

const evil = 'x.auth.us-east-1.amazoncognito.com.evil.tld';

describe('describeHost', () => {
  const hosts = {
    'acme.auth.eu-west-1.amazoncognito.com': /Amazon Cognito sign-in domain in eu-west-1.*“acme”/,
    'acme.auth-fips.us-gov-west-1.amazoncognito.com': /Amazon Cognito sign-in domain in us-gov-west-1/,
    // Where a machine client of a pool without a domain gets its tokens.
    'issuer-cognito-idp.eu-west-1.amazonaws.com': /Amazon Cognito in eu-west-1\. The user pool has no domain/,
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
    // Every owner of a bucket has a host under amazonaws.com.
    'evil.s3.amazonaws.com': /^This host is not Amazon Cognito’s\.$/,
  };
  for (const [host, expected] of Object.entries(hosts)) {
    it(`describes the owner of the host ${host}`, () => {
      match(describeHost(host), expected);
    });
  }
});

describe('trustQuestion', () => {
  it('shows the whole host on its own line, before the parts that a profile can make long', () => {
    const long = `${'a'.repeat(60)}.`.repeat(3) + evil;
    const { message, detail } = trustQuestion(
      makeProfile({
        name: 'n'.repeat(5000),
        clientId: 'c'.repeat(5000),
        userPoolId: `us-east-1_${'p'.repeat(5000)}`,
      }),
      `${long}:8443`,
      'workspace',
    );
    equal(detail.split('\n\n')[1], `${long}:8443`);
    ok(message.length < 200 && detail.length < 900, `${message.length} and ${detail.length}`);
  });

  it('shows the name of the profile as plain text on one line', () => {
    const { message } = trustQuestion({ ...profile, name: 'a\n\n\u202eb [x](command:y)' }, evil, 'workspace');
    equal(message.includes('\n') || message.includes('\u202e') || message.includes(']('), false);
  });

  it('says whether the browser opens the host or the client secret goes there', () => {
    const user = trustQuestion(profile, evil, 'workspace');
    match(user.message, /^Use the profile “theirs” of this workspace\?$/);
    match(user.detail, /^It opens the browser at:\n\n/);
    equal(user.accept, 'Use Profile');
    const machine = trustQuestion(makeProfile({ ...entry, grant: 'client_credentials' }), evil, 'workspace');
    match(machine.detail, /^It sends the app client’s secret to:\n\n/);
  });

  it('has another text for a profile that is made from a file', () => {
    const { message, detail, accept } = trustQuestion(profile, evil, 'file');
    equal(message, 'Add the profile “theirs” from a file of this workspace?');
    match(detail, /added to your own settings, so you are not asked again\.$/);
    equal(accept, 'Add Profile');
  });

  it('names the identity pool that gets the ID token, when there is one', () => {
    const identityPoolId = 'us-east-1:1a2b3c4d-1111-2222-3333-444455556666';
    const { detail } = trustQuestion(makeProfile({ ...entry, identityPoolId }), evil, 'workspace');
    match(
      detail,
      new RegExp(`App client: abc\\nIdentity pool, which gets the ID token.*: ${identityPoolId}\\n`),
    );
    equal(trustQuestion(profile, evil, 'workspace').detail.includes('Identity pool'), false);
  });

  it('names the AWS role that the profile asks for, whole', () => {
    const identityPoolId = 'us-east-1:1a2b3c4d-1111-2222-3333-444455556666';
    const customRoleArn = `arn:aws:iam::123456789012:role/${'path/'.repeat(20)}admin`;
    const { detail } = trustQuestion(
      makeProfile({ ...entry, identityPoolId, customRoleArn }),
      evil,
      'workspace',
    );
    match(detail, new RegExp(`\nAWS role: ${customRoleArn}\n`));
  });

  it('names the app client and the pool, the issuer or neither', () => {
    match(
      trustQuestion(profile, evil, 'workspace').detail,
      /User pool: us-east-1_AbCdEf123\nApp client: abc/,
    );
    const issuer = 'https://evil.tld/pool';
    match(
      trustQuestion(makeProfile({ ...entry, userPoolId: undefined, issuer }), evil, 'workspace').detail,
      /User pool: https:\/\/evil/,
    );
    match(
      trustQuestion(makeProfile({ ...entry, userPoolId: undefined, domain: evil }), evil, 'workspace').detail,
      /User pool: unknown/,
    );
  });
});
