import { deepEqual, equal } from 'node:assert/strict';
import { requestClientCredentials } from '../../../../src/client/oauth/tokens';
import { tryCode, tryMachine } from '../../../../src/client/appClientCheck/tryToken';
import { fails } from '../../../support/answers';

const origin = 'https://acme.auth.us-east-1.amazoncognito.com';
const endpoints = {
  issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf123',
  authorization: `${origin}/oauth2/authorize`,
  token: `${origin}/oauth2/token`,
  userInfo: `${origin}/oauth2/userInfo`,
  revocation: `${origin}/oauth2/revoke`,
  logout: `${origin}/logout`,
};

describe('tryCode and tryMachine', () => {
  const sent: { readonly authorization: string | null; readonly body: string }[] = [];
  const context = {
    endpoints,
    clientId: 'a+b:c',
    clientSecret: 'p+q%20r:s/é=&',
    fetch: (_url: string, init: RequestInit) => {
      sent.push({
        authorization: new Headers(init.headers).get('authorization'),
        body: new URLSearchParams(init.body as string | URLSearchParams).toString(),
      });
      return Promise.resolve(Response.json({ error: 'invalid_grant' }, { status: 400 }));
    },
  };
  afterEach(() => {
    sent.length = 0;
  });

  const forms = {
    'as AWS documents them': [endpoints.issuer, 'a+b:c:p+q%20r:s/é=&'],
    'form-encoded for another server (RFC 6749 section 2.3.1)': [
      'https://login.example.com',
      'a%2Bb%3Ac:p%2Bq%2520r%3As%2F%C3%A9%3D%26',
    ],
  } as const;
  for (const [form, [issuer, written]] of Object.entries(forms)) {
    it(`send the same credentials as real requests, ${form}`, async () => {
      const given = { ...context, endpoints: { ...endpoints, issuer } };
      await tryCode(given, 'vscode://a/callback');
      await tryMachine(given, ['orders/read']);
      await fails(requestClientCredentials(given, ['orders/read']), 'token_refused');
      deepEqual(
        sent.map(({ authorization }) => authorization),
        Array(3).fill(`Basic ${Buffer.from(written).toString('base64')}`),
      );
      equal(sent[1]?.body, sent[2]?.body);
    });
  }

  it('send only the client id for a public client', async () => {
    const { clientId, fetch } = context;
    await tryCode({ endpoints, clientId, fetch }, 'vscode://a/callback');
    equal(sent[0]?.authorization, null);
    equal(new URLSearchParams(sent[0].body).get('client_id'), clientId);
  });
});
