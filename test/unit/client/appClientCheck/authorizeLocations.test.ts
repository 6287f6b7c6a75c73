import { equal } from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import { probeAuthorize } from '../../../../src/client/appClientCheck/authorizeProbe';
import type { AuthorizeVerdict } from '../../../../src/client/appClientCheck/authorizeProbe';
import { explain } from '../../../../src/problems/explain';
import { raw } from '../../../support/answers';
import { profileOf } from '../../../support/signingIn';

const host = 'acme.auth.us-east-1.amazoncognito.com';
const origin = `https://${host}`;
const clientId = '57cbishk4j24pabc1234567890';
const redirectUri = 'vscode://cognito-tools.cognito-token-inspector/callback';
const profile = profileOf({ domain: origin, clientId, scopes: ['openid', 'nonsense/scope'] });

async function probe(
  locate: (asked: URL) => string,
  headers: Readonly<Record<string, string>> = {},
): Promise<AuthorizeVerdict> {
  return probeAuthorize(profile, `${origin}/oauth2/authorize`, redirectUri, (url) =>
    Promise.resolve(raw(null, 302, { ...headers, location: locate(new URL(url)) })),
  );
}

function samlRequest(issuer: string, acs: string): string {
  const xml = `<saml2p:AuthnRequest AssertionConsumerServiceURL="${acs}"><saml2:Issuer>${issuer}</saml2:Issuer></saml2p:AuthnRequest>`;
  return encodeURIComponent(deflateRawSync(xml).toString('base64'));
}

const idpResponse = encodeURIComponent(`${origin}/oauth2/idpresponse`);
const pools = samlRequest('urn:amazon:cognito:sp:us-east-1_AbCdEf123', `${origin}/saml2/idpresponse`);
const gateways = samlRequest('https://intranet.example.com', 'https://intranet.example.com/saml/acs');

type Row = readonly [name: string, locate: (asked: URL) => string, expected: string];

const rows: Readonly<Record<string, readonly Row[]>> = {
  'a user pool sends': [
    ['to its sign-in page', ({ search }) => `${origin}/login${search}`, 'accepted'],
    ['to its sign-in page, by path', ({ search }) => `/login${search}`, 'accepted'],
    [
      'to an OIDC provider',
      () =>
        `https://idp.example.com/authorize?client_id=upstream&redirect_uri=${idpResponse}&response_type=code&state=H4sIAAAA`,
      'accepted',
    ],
    [
      'to Google',
      () =>
        `https://accounts.google.com/o/oauth2/v2/auth?client_id=1.apps.googleusercontent.com&redirect_uri=${idpResponse}&scope=openid&state=H4sIAAAA`,
      'accepted',
    ],
    [
      'to a SAML provider',
      () => `https://idp.example.com/sso/saml?SAMLRequest=${pools}&RelayState=H4sIAAAA`,
      'accepted',
    ],
    [
      'away with a wrong callback',
      () => `/error?error=redirect_mismatch&client_id=${clientId}`,
      'redirect_mismatch',
    ],
    ['away with a machine client', () => '/error?error=redirect_mismatch', 'redirect_mismatch'],
    ['away with an unknown client', () => '/error?error=invalid_request', 'client_unknown'],
    [
      'away with a client of no use',
      () => `/error?error=invalid_request&client_id=${clientId}`,
      'client_unusable',
    ],
    ['away without a word, as the older hosted UI', () => '/error#', 'client_unusable'],
    [
      'back with a refused scope',
      ({ searchParams }) =>
        `${redirectUri}?error_description=invalid_scope&state=${String(searchParams.get('state'))}&error=invalid_request`,
      'scope_not_allowed',
    ],
    ['back with a grant that is off', () => `${redirectUri}?error=unauthorized_client`, 'code_grant_off'],
    ['back with a fault of its own', () => `${redirectUri}?error=server_error`, 'authorization_refused'],
  ],
  'another server sends': [
    ['to its www host, with the query', ({ href }) => href.replace(host, `www.${host}`), 'unknown'],
    [
      'to its www sign-in page, with the query',
      ({ search }) => `https://www.${host}/login${search}`,
      'unknown',
    ],
    ['to its sign-in page', () => '/login', 'unknown'],
    ['to its sign-in page, and back', ({ href }) => `/login?next=${encodeURIComponent(href)}`, 'unknown'],
    ['to the sign-in page of another client', () => '/login?client_id=another', 'unknown'],
    ['to another page, with the query', ({ search }) => `/welcome${search}`, 'unknown'],
    [
      'to a proxy’s sign-in',
      () => 'https://sso.corp.example/authorize?client_id=proxy&redirect_uri=https://proxy.corp.example/cb',
      'unknown',
    ],
    [
      'to a portal, with the address and a callback of ours',
      ({ href }) =>
        `https://portal.example/?url=${encodeURIComponent(href)}&client_id=portal&redirect_uri=${idpResponse}`,
      'unknown',
    ],
    [
      'to the pool, as the app that is behind it',
      () => `https://login.example/oauth2/authorize?client_id=${clientId}&redirect_uri=${idpResponse}`,
      'unknown',
    ],
    ['to a SAML gateway', () => `https://idp.example.com/sso/saml?SAMLRequest=${gateways}`, 'unknown'],
    ['to SAML that cannot be read', () => 'https://idp.example.com/sso/saml?SAMLRequest=%21%21', 'unknown'],
    ['to its error page', () => '/error', 'unknown'],
    ['to its error page, with a number', () => '/error?code=404', 'unknown'],
    ['to its error page, with another word', () => '/error?error=not_found', 'unknown'],
    [
      'to an error page about another client',
      () => '/error?error=redirect_mismatch&client_id=another',
      'unknown',
    ],
  ],
};

describe('What a redirect of the authorization endpoint tells, when', () => {
  for (const [who, table] of Object.entries(rows)) {
    for (const [name, locate, expected] of table) {
      it(`${who} ${name}: ${expected}`, async () => {
        const verdict = await probe(locate);
        equal(verdict.kind === 'refused' ? verdict.fault.code : verdict.kind, expected);
      });
    }
  }

  it('a load balancer that signs people in has the pool’s path for answers: unknown', async () => {
    const locate = (): string =>
      `https://idp.example.com/authorize?client_id=upstream&redirect_uri=${idpResponse}`;
    equal((await probe(locate)).kind, 'accepted');
    equal((await probe(locate, { 'set-cookie': 'AWSALBAuthNonce=abc; Path=/' })).kind, 'unknown');
  });

  it('it leads elsewhere: where to, without what was asked for', async () => {
    const verdict = await probe(({ href }) => href.replace(host, `www.${host}`));
    equal(verdict.kind, 'unknown');
    const { why } = explain(verdict.error);
    equal(
      why,
      `It redirects the sign-in to www.${host}/oauth2/authorize (status 302), which a user pool does not do.`,
    );
  });
});
