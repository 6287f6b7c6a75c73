import { deepEqual, equal, ok } from 'node:assert/strict';
import {
  addCallbackCommand,
  brandingCommand,
  clientAddress,
  consolePage,
} from '../../../src/appClientCheck/awsConsole';
import { makeProfile } from '../../support/profiles';
import { clientId, userPoolId } from '../../support/tokens';

const address = { region: 'us-east-1', userPoolId, clientId };

describe('clientAddress', () => {
  it('returns the address for a pool id and for either form of the issuer', () => {
    deepEqual(clientAddress(makeProfile({ clientId, userPoolId: address.userPoolId })), address);
    for (const host of ['cognito-idp', 'issuer-cognito-idp']) {
      const issuer = `https://${host}.us-east-1.amazonaws.com/${address.userPoolId}`;
      deepEqual(clientAddress(makeProfile({ clientId, issuer })), address);
    }
  });

  it('takes the Region from the issuer of a replicated pool, also beside its pool id', () => {
    const issuer = `https://cognito-idp.eu-west-1.amazonaws.com/${userPoolId}`;
    for (const profile of [
      makeProfile({ clientId, issuer }),
      makeProfile({ clientId, issuer, userPoolId }),
    ]) {
      deepEqual(clientAddress(profile), { region: 'eu-west-1', userPoolId, clientId });
    }
  });

  it('returns undefined for a domain and for an issuer outside AWS', () => {
    equal(
      clientAddress(makeProfile({ clientId, domain: 'acme.auth.us-east-1.amazoncognito.com' })),
      undefined,
    );
    equal(
      clientAddress(makeProfile({ clientId, issuer: `http://127.0.0.1:9270/${address.userPoolId}` })),
      undefined,
    );
  });
});

describe('consolePage', () => {
  const pages: Readonly<Record<string, string | undefined>> = {
    'us-east-1': 'us-east-1.console.aws.amazon.com',
    'us-gov-west-1': 'us-gov-west-1.console.amazonaws-us-gov.com',
    'cn-north-1': 'cn-north-1.console.amazonaws.cn',
    'eusc-de-east-1': undefined,
  };
  for (const [region, host] of Object.entries(pages)) {
    it(`returns ${host === undefined ? 'undefined' : `a page on ${host}`} for ${region}`, () => {
      const pool = `${region}_AbCdEf123`;
      equal(
        consolePage({ region, userPoolId: pool, clientId }),
        host &&
          `https://${host}/cognito/v2/idp/user-pools/${pool}/applications/app-clients/${clientId}?region=${region}`,
      );
    });
  }

  it('encodes the client id in the path of the page', () => {
    const page = consolePage({ ...address, clientId: '../../x?y#z' }) ?? '';
    equal(new URL(page).pathname.split('/').at(-1), '..%2F..%2Fx%3Fy%23z');
  });
});

describe('brandingCommand and addCallbackCommand', () => {
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
