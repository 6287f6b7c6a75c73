import { deepEqual, equal, ok } from 'node:assert/strict';
import {
  addCallbackCommand,
  brandingCommand,
  clientAddress,
  consolePage,
} from '../../../src/appClientCheck/awsConsole';
import type { Profile } from '../../../src/core/profile';

const clientId = '57cbishk4j24pabc1234567890';
const address = { region: 'us-east-1', userPoolId: 'us-east-1_AbCdEf123', clientId };

describe('awsConsole', () => {
  const profile = (entry: Partial<Profile>): Profile => ({
    name: 'dev',
    clientId,
    grant: 'authorization_code',
    production: false,
    ...entry,
  });

  it('reads the address from the pool id or from either form of the issuer', () => {
    deepEqual(clientAddress(profile({ userPoolId: address.userPoolId })), address);
    for (const host of ['cognito-idp', 'issuer-cognito-idp']) {
      const issuer = `https://${host}.us-east-1.amazonaws.com/${address.userPoolId}`;
      deepEqual(clientAddress(profile({ issuer })), address);
    }
  });

  it('has no address for a domain, or for an issuer outside AWS', () => {
    equal(clientAddress(profile({ domain: 'acme.auth.us-east-1.amazoncognito.com' })), undefined);
    equal(clientAddress(profile({ issuer: `http://127.0.0.1:9270/${address.userPoolId}` })), undefined);
  });

  const pages: Readonly<Record<string, string | undefined>> = {
    'us-east-1': 'us-east-1.console.aws.amazon.com',
    'us-gov-west-1': 'us-gov-west-1.console.amazonaws-us-gov.com',
    'cn-north-1': 'cn-north-1.console.amazonaws.cn',
    'eusc-de-east-1': undefined,
  };
  for (const [region, host] of Object.entries(pages)) {
    it(`has ${host === undefined ? 'no known page' : 'a page'} in ${region}`, () => {
      const userPoolId = `${region}_AbCdEf123`;
      equal(
        consolePage({ region, userPoolId, clientId }),
        host &&
          `https://${host}/cognito/v2/idp/user-pools/${userPoolId}/applications/app-clients/${clientId}?region=${region}`,
      );
    });
  }

  it('encodes the client id in the path of the page', () => {
    const page = consolePage({ ...address, clientId: '../../x?y#z' }) ?? '';
    equal(new URL(page).pathname.split('/').at(-1), '..%2F..%2Fx%3Fy%23z');
  });

  it('makes the command that creates a branding style', () => {
    equal(
      brandingCommand(address),
      `aws cognito-idp create-managed-login-branding --region us-east-1 --user-pool-id us-east-1_AbCdEf123 --client-id ${clientId} --use-cognito-provided-values`,
    );
  });

  it('quotes the callback URL in the command that adds it', () => {
    const command = addCallbackCommand(address, "https://a.example.com/it's");
    ok(command.includes(`--arg url 'https://a.example.com/it'\\''s'`), command);
    ok(command.includes(`--client-id ${clientId}`), command);
  });
});
