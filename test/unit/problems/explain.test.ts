import { strict as assert } from 'node:assert';
import { CognitoError, isCognitoError } from '../../../src/core/errors';
import type { ErrorCode, ErrorDetail } from '../../../src/core/errors';
import type { Problem, ProblemContext } from '../../../src/problems/problem';
import { explain, explainCode } from '../../../src/problems/explain';
import { fails } from '../../support/answers';

const host = 'acme.auth.us-east-1.amazoncognito.com';
const issuer = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf123';

const clientId = '57cbishk4j24pabc1234567890';

const checks = [
  'format',
  'signature',
  'issuer',
  'audience',
  'token_use',
  'expiry',
  'issued_at',
  'nonce',
  'at_hash',
];
const statuses = [200, 204, 301, 307, 400, 401, 403, 404, 405, 429, 500, 502, 503];
const networkReasons = [
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'PROXY_407',
  'PROXY_403',
  'PROXY_502',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'UND_ERR_SOCKET',
  'unknown',
];
const oauthErrors = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'something_new',
  'constructor',
  '__proto__',
];

/** Every way each code is thrown in. A code that is missing here is a compile error. */
const variants: Readonly<Record<ErrorCode, readonly ErrorDetail[]>> = {
  profile_missing: [{}, { name: 'prod' }, { name: 'stagging', setting: 'cognito.defaultProfile' }],
  settings_unwritable: [{}, { where: 'workspace' }],
  sign_in_missing: [{}],
  client_secret_in_settings: [{ name: 'prod' }, {}],
  domain_foreign: [{ host: 'evil.example', expected: host }],
  redirect_mismatch: [{ host, clientId, redirectUri: 'vscode://a/callback' }],
  client_unknown: [{ host, clientId }],
  client_unusable: [
    { host, clientId },
    { host, clientId, identityProvider: 'Okta' },
  ],
  login_unavailable: [{ host, clientId }],
  scope_not_allowed: [
    { host, clientId },
    { host, clientId, asked: 'openid email' },
    { host, clientId, scopes: 'email' },
    { host, clientId, scopes: 'email orders/read' },
    { host, clientId, scopes: 'offline_access' },
    { host, clientId, scopes: 'email offline_access' },
    { host, clientId, resource: 'https://api.example.com' },
  ],
  code_grant_off: [{ host, clientId, error: 'unauthorized_client' }],
  machine_grant_off: [{ host, clientId, error: 'invalid_grant' }],
  client_secret_missing: [{}, { host, clientId }],
  client_secret_wrong: [{ host, clientId }],
  keys_unusable: [
    { host, status: 200 },
    { host, status: 404 },
  ],
  clock_wrong: [90, -90, 600, -86_400, 90_000].map((seconds) => ({ host, seconds })),
  callback_unusable: [{}, { reason: 'It says something twice.' }],
  profile_invalid: [
    { name: 'prod', field: 'clientId', reason: 'is missing' },
    { field: '', reason: 'has the wrong type' },
    { name: 'cognito.profiles', field: '', reason: 'must be a list' },
  ],
  discovery_failed: statuses.map((status) => ({ host, issuer, status })),
  discovery_invalid: [
    { host, issuer, reason: 'html', status: 400 },
    { host, issuer, reason: 'not_json' },
    { host, issuer, reason: 'other_issuer', found: 'https://evil.tld' },
    { host, issuer, reason: 'other_issuer', found: '' },
    { host, issuer, reason: 'endpoint', field: 'token_endpoint' },
  ],
  pool_not_found: [{ host, issuer, status: 400 }],
  pool_without_domain: [{ issuer }],
  network: [host, '127.0.0.1:9270', 'localhost:9270', '[::1]:9270'].flatMap((name) =>
    networkReasons.map((reason) => ({ host: name, reason })),
  ),
  timeout: [{ host }],
  response_unexpected: [
    ...['html', 'not_json', 'not_conform', 'page', 'token_type', 'OAUTH_PARSE_ERROR', undefined].flatMap(
      (reason) => [{ host, reason }, ...statuses.map((status) => ({ host, reason, status }))],
    ),
    { host, reason: 'page', status: 302, to: 'www.example.com/login' },
  ],
  response_too_large: [{ host }],
  sign_in_cancelled: [{}],
  sign_in_timeout: [{ minutes: 0 }, { minutes: 1 }, { minutes: 5 }, { minutes: 60 }],
  authorization_refused: [
    ...oauthErrors,
    'invalid_scope',
    'login_required',
    'access_denied',
    'no_code',
    '',
  ].flatMap((error) => [
    { host, error },
    { host, error, description: 'invalid_scope' },
    { host, error, description: 'Timeout occurred in calling IdP token endpoint' },
    { host, error, description: 'PreSignUp failed with error No.' },
  ]),
  token_refused: oauthErrors.flatMap((error) => [
    { host, status: 400, error },
    { host, status: 400, error, description: 'invalid_redirect' },
    { host, status: 401, error, description: 'Not for you.' },
    { host, status: 400, error, secret: 'sent' },
    { host, status: 400, error, grant: 'client_credentials' },
  ]),
  token_unsound: [
    ...checks.flatMap((check) => [
      { host, check },
      { check, reason: 'Expected a, found b.' },
      { check, reason: 'no full stop' },
      { check, claim: 'sub' },
    ]),
    { check: 'issuer', reason: 'no_id_token' },
    { check: 'issuer', expected: issuer, found: 'https://evil.tld' },
    { check: 'subject' },
  ],
  userinfo_refused: [
    ...statuses.map((status) => ({ host, status })),
    { host, status: 401, error: 'invalid_token', description: 'Access token does not contain openid scope' },
    {
      host,
      status: 401,
      error: 'invalid_token',
      description: 'Access token is expired, disabled, or deleted.',
    },
  ],
  userinfo_other_subject: [{ host }],
  scopes_differ: [
    { asked: 'openid', granted: 'openid api/admin' },
    { asked: 'openid', granted: '' },
  ],
  account_differs: [{ asked: 'alice (dev)', signedIn: 'bob (dev)' }],
  session_missing: [],
  id_token_missing: [{}, { grant: 'client_credentials' }],
  revocation_failed: [{ host }],
  session_ended: [{ reason: 'no_refresh_token' }, { host, status: 400, error: 'invalid_grant' }],
  secrets_unavailable: [{ operation: 'read' }, { operation: 'delete' }],
  port_taken: [{ host: '127.0.0.1', port: 9270 }],
  unexpected: [],
  local_pool_config: [{ reason: 'users.0.username is missing' }, { reason: 'It is not JSON.' }],
};

const contexts: readonly ProblemContext[] = [
  {},
  { profile: 'prod' },
  { profile: 'prod', localPoolPort: 9270 },
  { profile: 'prod', callbackUrl: 'vscode://cognito-tools.cognito-token-inspector/callback' },
];

/** What any text for people must be. */
function assertReadable({ what, why, next, remedies }: Problem): void {
  for (const text of [what, why, next]) {
    assert.match(text, /^["“A-Z\[\d]|^[a-z0-9.[\]:-]+ /, text);
    assert.match(text, /[^.…][.]$/, text);
    assert.doesNotMatch(text, /undefined|null|NaN|\[object|function/, text);
    assert.doesNotMatch(text, /!|\.\.|\. \.| {2}|“”|\(\)| ,|\s$/, text);
    assert.doesNotMatch(text, /\n/, text);
  }
  assert.notEqual(what, why);
  assert(remedies.length >= 1 && remedies.length <= 3);
  assert.equal(new Set(remedies).size, remedies.length);
}

describe('problems', () => {
  for (const [code, details] of Object.entries(variants) as [ErrorCode, readonly ErrorDetail[]][]) {
    it(`explains ${code} in ${details.length + 1} variants`, () => {
      for (const detail of [{}, ...details]) {
        for (const context of contexts) assertReadable(explain(new CognitoError(code, detail), context));
      }
    });
  }

  it('names the profile where it matters', () => {
    for (const code of ['session_missing', 'session_ended', 'profile_invalid'] as const) {
      assert.match(explainCode(code, {}, { profile: 'prod' }).what, /“prod”/);
      assert.match(explainCode(code, {}).what, /this profile/);
    }
  });

  it('names the callback URL when the browser did not come back', () => {
    const context = { callbackUrl: 'vscode://a/callback' };
    assert.match(
      explainCode('sign_in_timeout', { minutes: 5 }, context).why,
      /5 minutes.*vscode:\/\/a\/callback/,
    );
    assert.match(explainCode('sign_in_timeout', { minutes: 1 }).why, /within a minute\./);
  });

  it('offers the local user pool when nothing listens where it would, and nowhere else', () => {
    const refused = (at: string, localPoolPort?: number): Problem =>
      explainCode('network', { host: at, reason: 'ECONNREFUSED' }, localPoolPort ? { localPoolPort } : {});
    for (const local of ['127.0.0.1:9270', 'localhost:9270', '[::1]:9270']) {
      assert.deepEqual(refused(local, 9270).remedies, ['start_local_pool']);
      for (const other of [refused(local, 9271), refused(local)]) {
        assert.match(other.why, /^No program listens on that port \(ECONNREFUSED\)\.$/);
        assert(!other.remedies.includes('start_local_pool'));
      }
    }
    assert.deepEqual(refused('localhost', 80).remedies, ['start_local_pool']);
    for (const remote of [host, 'localhost.example.com:9270', '127.evil.example:9270', '[::2]:9270', '%:1']) {
      assert.match(refused(remote, 9270).why, /connection failed/);
    }
  });

  it('tells apart what a person can act on', () => {
    const why = (code: ErrorCode, detail: ErrorDetail): string => explainCode(code, detail).why;
    assert.match(why('network', { host, reason: 'ENOTFOUND' }), /could not be resolved/);
    assert.match(why('network', { host, reason: 'PROXY_407' }), /user name and a password/);
    assert.match(why('network', { host, reason: 'PROXY_403' }), /status 403/);
    assert.match(
      why('network', { host, reason: 'SELF_SIGNED_CERT_IN_CHAIN' }),
      /does not trust the certificate/,
    );
    assert.match(why('response_unexpected', { host, status: 405 }), /405/);
    assert.match(why('response_unexpected', { host, status: 429 }), /too many requests/);
    assert.match(why('response_unexpected', { host, status: 503 }), /server failed/);
    assert.match(why('response_unexpected', { host, status: 307 }), /never follows a redirect/);
    assert.match(
      why('response_unexpected', { host, status: 403, reason: 'html' }),
      /web page with status 403/,
    );
    assert.match(
      why('authorization_refused', { error: 'invalid_request', description: 'invalid_scope' }),
      /scopes/,
    );
    assert.match(why('userinfo_refused', { status: 401, description: 'no openid scope' }), /openid scope/);
    assert.match(why('token_unsound', { check: 'issuer', reason: 'no_id_token' }), /openid scope/);
    assert.match(why('token_unsound', { check: 'issuer' }), /another pool/);
    assert.match(why('session_ended', { reason: 'no_refresh_token' }), /issued no refresh token/);
    assert.match(explainCode('id_token_missing', {}).why, /openid scope/);
  });

  it('explains a code that it does not know, as an older or newer window may store one', () => {
    for (const code of ['from_the_future', 'constructor', '__proto__', '']) {
      assertReadable(explainCode(code, { host }));
    }
  });

  it('never shows what an unknown error says', () => {
    const secret = 'eyJhbGciOiJSUzI1NiJ9.secret.signature';
    for (const error of [
      new Error(secret),
      new TypeError(secret, { cause: secret }),
      secret,
      undefined,
      null,
      { secret },
    ]) {
      const problem = explain(error);
      assertReadable(problem);
      assert(!JSON.stringify(problem).includes('secret'));
    }
  });

  it('knows an error of another bundle by its shape', () => {
    const foreign = Object.assign(new Error('timeout'), {
      name: 'CognitoError',
      code: 'timeout',
      detail: { host },
    });
    assert.deepEqual(explain(foreign), explainCode('timeout', { host }));
  });
});

describe('CognitoError', () => {
  it('keeps its code, detail and cause, and has no other text', async () => {
    const cause = new Error('why');
    const error = await fails(Promise.reject(new CognitoError('network', { host }, cause)), 'network', {
      host,
    });
    assert.equal(error.message, 'network');
    assert.equal(error.cause, cause);
    assert.equal('cause' in new CognitoError('timeout'), false);
    assert.deepEqual(new CognitoError('timeout').detail, {});
  });

  it('is known by its name, and by its code when one is asked for', () => {
    assert(isCognitoError(new CognitoError('timeout')));
    assert(isCognitoError(new CognitoError('timeout'), 'timeout'));
    assert(!isCognitoError(new CognitoError('timeout'), 'network'));
    for (const other of [new Error('timeout'), { name: 'CognitoError', code: 'timeout' }, 'timeout', null]) {
      assert(!isCognitoError(other));
    }
    assert(!isCognitoError(Object.assign(new Error('timeout'), { name: 'CognitoError' })));
  });
});
