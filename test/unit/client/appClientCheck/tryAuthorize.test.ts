import { equal, match } from 'node:assert/strict';
import { tryAuthorize, type AuthorizeVerdict } from '../../../../src/client/appClientCheck/tryAuthorize';
import { explain } from '../../../../src/problems/explain';
import { raw } from '../../../support/answers';
import { makeProfile } from '../../../support/profiles';

const host = 'acme.auth.us-east-1.amazoncognito.com';
const origin = `https://${host}`;
const clientId = '57cbishk4j24pabc1234567890';
const redirectUri = 'vscode://cognito-tools.cognito-token-inspector/callback';
const profile = makeProfile({ domain: origin, clientId, scopes: ['openid', 'nonsense/scope'] });

/** Judges a redirect. @param locate the address that the endpoint redirects a request to */
function tryRedirect(
  locate: (request: URL) => string,
  headers: Readonly<Record<string, string>> = {},
): Promise<AuthorizeVerdict> {
  return tryAuthorize(profile, `${origin}/oauth2/authorize`, redirectUri, (url) =>
    Promise.resolve(raw(null, 302, { ...headers, location: locate(new URL(url)) })),
  );
}

const idpResponse = encodeURIComponent(`${origin}/oauth2/idpresponse`);

/** A redirect, and the code or kind of its verdict. */
type Row = readonly [name: string, locate: (request: URL) => string, expected: string];

const rows: Readonly<Record<string, readonly Row[]>> = {
  'a user pool redirects': [
    ['to its sign-in page', ({ search }) => `${origin}/login${search}`, 'accepted'],
    ['to its sign-in page, with a relative address', ({ search }) => `/login${search}`, 'accepted'],
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
      () => `https://idp.example.com/sso/saml?SAMLRequest=fZBNT8MwDIbv&RelayState=H4sIAAAA`,
      'accepted',
    ],
    [
      'to its error page for a wrong callback URL',
      () => `/error?error=redirect_mismatch&client_id=${clientId}`,
      'redirect_mismatch',
    ],
    ['to its error page for a machine client', () => '/error?error=redirect_mismatch', 'redirect_mismatch'],
    ['to its error page for an unknown client', () => '/error?error=invalid_request', 'client_unknown'],
    [
      'to its error page for a client without an identity provider',
      () => `/error?error=invalid_request&client_id=${clientId}`,
      'client_unusable',
    ],
    ['to the error page of the older hosted UI, without a reason', () => '/error#', 'client_unusable'],
    [
      'to the callback URL with a refused scope',
      ({ searchParams }) =>
        `${redirectUri}?error_description=invalid_scope&state=${String(searchParams.get('state'))}&error=invalid_request`,
      'scope_not_allowed',
    ],
    [
      'to the callback URL with a grant that is off',
      () => `${redirectUri}?error=unauthorized_client`,
      'code_grant_off',
    ],
    [
      'to the callback URL with a server error',
      () => `${redirectUri}?error=server_error`,
      'authorization_refused',
    ],
  ],
  'another server redirects': [
    ['to its www host, with the query', ({ href }) => href.replace(host, `www.${host}`), 'unknown'],
    [
      'to its www sign-in page, with the query',
      ({ search }) => `https://www.${host}/login${search}`,
      'unknown',
    ],
    ['to its sign-in page', () => '/login', 'unknown'],
    [
      'to its sign-in page, with the address to return to',
      ({ href }) => `/login?next=${encodeURIComponent(href)}`,
      'unknown',
    ],
    ['to the sign-in page of another client', () => '/login?client_id=another', 'unknown'],
    ['to another page, with the query', ({ search }) => `/welcome${search}`, 'unknown'],
    [
      'to a proxy’s sign-in',
      () => 'https://sso.corp.example/authorize?client_id=proxy&redirect_uri=https://proxy.corp.example/cb',
      'unknown',
    ],
    [
      'to a portal, with the address of the request and the callback of a pool',
      ({ href }) =>
        `https://portal.example/?url=${encodeURIComponent(href)}&client_id=portal&redirect_uri=${idpResponse}`,
      'unknown',
    ],
    [
      'to a sign-in with this client id and the callback of a pool',
      () => `https://login.example/oauth2/authorize?client_id=${clientId}&redirect_uri=${idpResponse}`,
      'unknown',
    ],
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

describe('tryAuthorize', () => {
  for (const [who, table] of Object.entries(rows)) {
    for (const [name, locate, expected] of table) {
      it(`returns ${expected} when ${who} ${name}`, async () => {
        const verdict = await tryRedirect(locate);
        equal(verdict.kind === 'refused' ? verdict.error.code : verdict.kind, expected);
      });
    }
  }

  it('returns unknown for a load balancer that signs users in, which has the path of a pool', async () => {
    const locate = (): string =>
      `https://idp.example.com/authorize?client_id=upstream&redirect_uri=${idpResponse}`;
    equal((await tryRedirect(locate)).kind, 'accepted');
    equal((await tryRedirect(locate, { 'set-cookie': 'AWSALBAuthNonce=abc; Path=/' })).kind, 'unknown');
  });

  it('names the requested scopes when one of them is not allowed', async () => {
    const verdict = await tryRedirect(() => `${redirectUri}?error=invalid_scope`);
    equal(verdict.kind, 'refused');
    match(explain(verdict.error).what, /one of these scopes: openid, nonsense\/scope/);
  });

  it('names the address of an unknown redirect without its query', async () => {
    const verdict = await tryRedirect(({ href }) => href.replace(host, `www.${host}`));
    equal(verdict.kind, 'unknown');
    equal(
      explain(verdict.error).why,
      `It redirects the sign-in to www.${host}/oauth2/authorize (status 302), which a user pool does not do.`,
    );
  });
});
