import { doesNotMatch, match, ok } from 'node:assert/strict';
import { CognitoError, type ErrorCode, type ErrorDetail } from '../../../src/core/errors';
import { explain } from '../../../src/problems/explain';
import { host, textOf } from '../../support/problems';
import { clientId, issuer } from '../../support/tokens';

const redirectUri = 'vscode://cognito-tools.cognito-token-inspector/callback';

/** The answer of the server, its code and detail, the expected text, and the text of a wrong cause that must not appear. */
type Row = readonly [said: string, code: ErrorCode, detail: ErrorDetail, reads: RegExp, not?: RegExp];

const refused = (error: string, description?: string): ErrorDetail => ({ host, error, description });
const token = (error: string): ErrorDetail => ({ host, status: 400, error });
const refusedAt = (at: string): ErrorDetail => ({ host: at, reason: 'ECONNREFUSED' });
const network = (reason: string): ErrorDetail => ({ host, reason });
const status = (code: number, reason = 'not_json'): ErrorDetail => ({ host, status: code, reason });

const rows: Readonly<Record<string, readonly Row[]>> = {
  'the authorization endpoint, on the pool’s own pages': [
    ['redirect_mismatch', 'redirect_mismatch', { host, clientId, redirectUri }, /Add exactly this URL/],
    [
      'invalid_request without a client',
      'client_unknown',
      { host, clientId },
      /does not know the app client/,
    ],
    ['invalid_request with a client', 'client_unusable', { host, clientId }, /no identity provider/],
    ['403 Login pages unavailable', 'login_unavailable', { host, clientId }, /no branding style/],
  ],
  'the authorization endpoint, back at the callback': [
    ['invalid_scope', 'authorization_refused', refused('invalid_scope'), /does not allow one of the scopes/],
    [
      'invalid_request, described as invalid_scope',
      'authorization_refused',
      refused('invalid_request', 'invalid_scope'),
      /does not allow one of the scopes/,
    ],
    ['unauthorized_client', 'authorization_refused', refused('unauthorized_client'), /code grant/],
    ['server_error', 'authorization_refused', refused('server_error'), /The pool failed/],
    ['login_required', 'authorization_refused', refused('login_required'), /prompt: none/],
    [
      'a time-out at the identity provider',
      'authorization_refused',
      refused('invalid_request', 'Timeout occurred in calling IdP token endpoint'),
      /identity provider behind Cognito did not answer/,
    ],
    [
      'an error of the identity provider',
      'authorization_refused',
      refused('invalid_request', 'Bad token response: HTTP/1.1 400 Bad Request'),
      /identity provider/,
    ],
    [
      'a failed Lambda trigger',
      'authorization_refused',
      refused('invalid_request', 'PreSignUp failed with error no.'),
      /Lambda trigger/,
    ],
  ],
  'the token endpoint': [
    ['invalid_request', 'token_refused', token('invalid_request'), /parameter was missing/],
    ['invalid_client', 'token_refused', token('invalid_client'), /secret/],
    ['invalid_grant', 'token_refused', token('invalid_grant'), /already used or has expired/],
    [
      'invalid_grant of a trigger',
      'token_refused',
      { ...token('invalid_grant'), description: 'PreTokenGeneration failed with error timeout' },
      /Lambda trigger of the user pool failed: “PreTokenGeneration failed with error timeout”\. A refresh token stays valid/,
    ],
    ['unauthorized_client', 'token_refused', token('unauthorized_client'), /does not allow this grant/],
    [
      'unauthorized_client, described as invalid_redirect',
      'token_refused',
      { ...token('unauthorized_client'), description: 'invalid_redirect' },
      /character for character/,
    ],
    [
      'unsupported_grant_type',
      'token_refused',
      token('unsupported_grant_type'),
      /does not support this grant/,
    ],
    ['405 with an empty body', 'response_unexpected', status(405), /not Cognito’s token endpoint/],
    [
      'an HTML page',
      'response_unexpected',
      status(403, 'html'),
      /firewall probably refused the request \(status 403\)/,
    ],
    ['invalid_grant to a refresh', 'session_ended', token('invalid_grant'), /no longer accepts/],
    [
      'invalid_grant to client credentials',
      'machine_grant_off',
      { host, clientId, error: 'invalid_grant' },
      /users sign in to/,
    ],
  ],
  USERINFO: [
    [
      '401 without openid',
      'userinfo_refused',
      { host, status: 401, description: 'Access token does not contain openid scope' },
      /openid/,
    ],
    [
      '401 invalid_token',
      'userinfo_refused',
      { host, status: 401, error: 'invalid_token' },
      /expired|revoked/,
    ],
    ['another sub', 'userinfo_other_subject', { host }, /a different user/],
  ],
  'the revocation endpoint': [
    [
      'no answer',
      'revocation_failed',
      { host, cause: 'network' },
      /stays valid in the pool until it expires/,
    ],
    ['invalid_request', 'revocation_failed', token('invalid_request'), /token revocation is turned off/],
    ['401 invalid_client', 'revocation_failed', { ...token('invalid_client'), status: 401 }, /its secret/],
    [
      'unsupported_token_type',
      'revocation_failed',
      token('unsupported_token_type'),
      /refused to revoke the token \(unsupported_token_type\)/,
    ],
  ],
  'common mistakes': [
    ['a pool without a domain', 'pool_without_domain', { issuer }, /Without a domain/],
    [
      'discovery asked of the domain',
      'discovery_invalid',
      { host, issuer: `https://${host}`, reason: 'html', status: 400 },
      /discovery document is at the issuer/,
    ],
    [
      'a web page at Cognito’s own issuer, as from a Wi-Fi sign-in page',
      'discovery_invalid',
      { host, issuer, reason: 'html', status: 200 },
      /Wi-Fi sign-in page/,
      /at the issuer|Check userPoolId/,
    ],
    [
      'the redirect of a Wi-Fi sign-in page at discovery',
      'discovery_failed',
      { host, issuer, status: 302 },
      /Wi-Fi sign-in page/,
      /in a moment/,
    ],
    [
      'the wrong discovery document',
      'discovery_invalid',
      { host, issuer, reason: 'other_issuer', found: 'https://other.example' },
      /another issuer/,
    ],
    ['offline_access', 'scope_not_allowed', { host, clientId, scopes: 'offline_access' }, /offline_access/],
    ['tokens of another pool', 'token_unsound', { host, check: 'issuer' }, /another pool/],
    ['a nonce of another sign-in', 'token_unsound', { host, check: 'nonce' }, /nonce/],
    ['a secret that is needed', 'client_secret_missing', { host, clientId }, /secret/],
  ],
  'the network': [
    ['DNS', 'network', network('ENOTFOUND'), /host name could not be resolved/],
    ['refused', 'network', network('ECONNREFUSED'), /ECONNREFUSED/, /local user pool/],
    [
      'refused at the port of the local user pool',
      'network',
      refusedAt('localhost:9270'),
      /local user pool is not running/,
    ],
    [
      'refused by an emulator',
      'network',
      refusedAt('localhost:4566'),
      /No server listens/,
      /local user pool/,
    ],
    [
      'refused far away, at a name like this computer’s',
      'network',
      refusedAt('localhost.example.com:9270'),
      /connection failed/,
      /local user pool|No server listens/,
    ],
    [
      'refused far away, at a name like a loopback address',
      'network',
      refusedAt('127.evil.example:9270'),
      /connection failed/,
      /local user pool|No server listens/,
    ],
    ['a private CA', 'network', network('SELF_SIGNED_CERT_IN_CHAIN'), /NODE_EXTRA_CA_CERTS/],
    ['an expired certificate', 'network', network('CERT_HAS_EXPIRED'), /renew the certificate/],
    [
      'a certificate for another name',
      'network',
      network('ERR_TLS_CERT_ALTNAME_INVALID'),
      /another host name/,
    ],
    [
      'a server without TLS',
      'network',
      network('ERR_SSL_WRONG_VERSION_NUMBER'),
      /TLS handshake failed/,
      /certificate|NODE_EXTRA_CA_CERTS/,
    ],
    ['a broken connection', 'network', network('ECONNRESET'), /connection failed/],
    ['a refusing proxy', 'network', network('PROXY_502'), /refused the connection \(status 502\)/],
    ['proxy 407', 'network', network('PROXY_407'), /http\.proxyAuthorization/, /refused|certificate/],
    ['time-out', 'timeout', { host }, /15 seconds/],
    ['429 with Retry-After', 'response_unexpected', { ...status(429), retryAfter: 7 }, /in 7 seconds/],
    ['503', 'response_unexpected', status(503), /server failed \(status 503\)/],
    [
      'a Wi-Fi sign-in page at the token endpoint',
      'response_unexpected',
      status(200, 'html'),
      /web page with status 200.*proxy or firewall/,
      /OAuth 2\.0|certificate/,
    ],
    [
      'a page in place of a redirect',
      'response_unexpected',
      status(200, 'page'),
      /It shows a page/,
      /OAuth 2\.0|tokens/,
    ],
    [
      'a redirect to a place where no pool redirects to',
      'response_unexpected',
      { ...status(302, 'page'), to: 'www.example.com/login' },
      /redirects the sign-in to www\.example\.com\/login \(status 302\)/,
      /tokens/,
    ],
  ],
  'this extension': [
    [
      'an unknown error',
      'unexpected',
      {},
      /bug in the extension.*report it/,
      /right domain|unexpected response/,
    ],
  ],
};

describe('explain', () => {
  for (const [where, table] of Object.entries(rows)) {
    describe(`for ${where}`, () => {
      for (const [said, code, detail, reads, not] of table) {
        it(`states the cause and the next step of ${said} (${code})`, () => {
          const problem = explain(new CognitoError(code, detail), {
            profile: 'team',
            callbackUrl: redirectUri,
            localPoolPort: 9270,
          });
          const text = textOf(problem);
          match(text, reads);
          if (not) doesNotMatch(text, not);
          ok(problem.remedies.length > 0 && problem.next !== '');
          for (const name of ['team', String(detail.host ?? detail.issuer ?? '')]) {
            ok(text.includes(name), text);
          }
        });
      }
    });
  }
});
