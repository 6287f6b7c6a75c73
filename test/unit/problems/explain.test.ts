import { deepEqual, doesNotMatch, equal, match, notEqual, ok } from 'node:assert/strict';
import { CognitoError, type ErrorCode, type ErrorDetail } from '../../../src/core/errors';
import type { Problem, ProblemContext } from '../../../src/problems/problem';
import { explain, explainCode } from '../../../src/problems/explain';
import { host } from '../../support/problems';
import { clientId, issuer } from '../../support/tokens';

const callbackUrl = 'vscode://cognito-tools.cognito-token-inspector/callback';
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

const awsExceptions = [
  'ExternalServiceException',
  'InvalidIdentityPoolConfigurationException',
  'InvalidParameterException',
  'LimitExceededException',
  'NotAuthorizedException',
  'ResourceConflictException',
  'ResourceNotFoundException',
  'TooManyRequestsException',
];
const clientTokenExceptions = [
  'ForbiddenException',
  'InvalidParameterException',
  'NotAuthorizedException',
  'OperationNotEnabledException',
  'ResourceNotFoundException',
  'TooManyRequestsException',
  'UnknownOperationException',
  'UserLambdaValidationException',
];
const sessionExceptions = [
  'FeatureUnavailableInTierException',
  'InvalidParameterException',
  'NotAuthorizedException',
  'OperationNotEnabledException',
  'ResourceNotFoundException',
  'TooManyRequestsException',
];
const awsCauses = [
  'token_expired',
  'token_revoked',
  'client_not_linked',
  'unauthenticated',
  'role_ambiguous',
  'role_not_in_token',
  'issuer',
  'token_invalid',
];
const refusedByAws = {
  host: 'cognito-identity.us-east-1.amazonaws.com',
  status: 400,
  identityPoolId: 'us-east-1:1a2b3c4d-1111-2222-3333-444455556666',
  customRoleArn: 'arn:aws:iam::123456789012:role/reader',
  provider: issuer.slice('https://'.length),
  clientId,
};

/** The details that each code is thrown with. A code without an entry does not compile. */
const variants: Readonly<Record<ErrorCode, readonly ErrorDetail[]>> = {
  profile_missing: [{}, { name: 'prod' }, { name: 'stagging', setting: 'cognito.defaultProfile' }],
  settings_unwritable: [{}, { where: 'workspace' }, { where: 'machine', setting: 'cognito.profiles' }],
  callback_elsewhere: [
    { host, redirectUri: 'vscode://a/callback/1' },
    { host, redirectUri: 'vscode://a/callback/1', address: 'vscode://a/callback' },
  ],
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
    { host, clientId, scopes: 'email' },
    { host, clientId, scopes: 'email orders/read' },
    { host, clientId, scopes: 'offline_access' },
    { host, clientId, scopes: 'email offline_access' },
    { host, clientId, resource: 'https://api.example.com' },
  ],
  registration_refused: [
    { host, reason: 'other_host', found: 'elsewhere.example.com', callbackUrl },
    ...['none', 'sent'].flatMap((token) =>
      [...statuses, undefined].map((status) => ({ host, status, token, callbackUrl })),
    ),
    ...['invalid_redirect_uri', 'invalid_client_metadata', ...oauthErrors].flatMap((error) => [
      { host, status: 400, error, token: 'none', callbackUrl },
      { host, status: 400, error, description: 'redirect_uris: is not allowed', token: 'none', callbackUrl },
    ]),
    { host, status: 200, reason: 'html', token: 'none', callbackUrl },
    { host, status: 429, retryAfter: 30, token: 'none', callbackUrl },
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
  callback_unknown: [{}],
  callback_unusable: [{}, { reason: 'The URL contains a parameter twice.' }],
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
  api_proxy_missing: [{}, { name: 'orders' }],
  api_proxy_invalid: [
    { name: 'orders', field: 'url', reason: 'is missing' },
    { name: 'cognito.apiProxies', reason: 'must be a list' },
  ],
  mcp_server_missing: [{}, { name: 'tools' }],
  mcp_server_invalid: [
    { name: 'tools', field: 'url', reason: 'is missing' },
    { name: 'cognito.mcpServers', reason: 'must be a list' },
  ],
  mcp_server_unexpected: [
    { host, url: `https://${host}/mcp`, status: 404 },
    { host, url: `https://${host}/mcp`, status: 200, reason: 'page' },
    { host, url: `https://${host}/mcp`, status: 302, to: 'login.example.com/sign-in' },
    { host, url: `https://${host}/mcp`, status: 503 },
    { host, url: `https://${host}/mcp`, reason: 'too_large' },
    { host, url: `https://${host}/mcp`, status: 200, reason: 'json_rpc_error' },
    {
      host,
      url: `https://${host}/mcp`,
      status: 200,
      reason: 'json_rpc_error',
      description: 'No such tenant.',
    },
  ],
  mcp_metadata_missing: [
    { host, url: `https://${host}/mcp`, address: `https://${host}/.well-known/x`, status: 404 },
  ],
  mcp_metadata_elsewhere: [{ host, found: 'https://evil.example/metadata' }],
  mcp_resource_differs: [
    { host, url: `https://${host}/mcp`, found: 'https://other.example.com' },
    { host, url: `https://${host}/mcp`, found: 'none' },
  ],
  mcp_issuer_foreign: [
    { host, found: 'https://accounts.example.com', expected: issuer },
    { host, found: 'none' },
  ],
  mcp_s256_unlisted: [{ host }],
  mcp_no_registration: [{ host }],
  mcp_resource_server_missing: [
    { resource: 'https://mcp.example.com/mcp' },
    { resource: 'https://mcp.example.com/mcp', state: 'refused' },
  ],
  mcp_scopes_missing: [{ host, scopes: 'orders/read orders/write' }],
  mcp_token_short: [{ seconds: 59 }, { seconds: -3 }],
  mcp_token_refused: [
    { host, status: 401, reason: 'id_token', expected: 'https://mcp.example.com/mcp', clientId },
    { host, status: 401, reason: 'audience', expected: 'https://mcp.example.com/mcp', clientId },
    { host, status: 403, reason: 'audience', expected: 'https://a.example', found: 'https://b.example' },
    { host, status: 401, expected: 'https://mcp.example.com/mcp', clientId, description: 'Revoked.' },
    { host, status: 401, expected: 'https://mcp.example.com/mcp' },
    { host, status: 401, issuer, found: 'https://b.example', clientId, scopes: 'openid, orders/read' },
  ],
  api_proxy_stopped: [{ name: 'orders' }],
  api_proxy_port_taken: [
    { name: 'orders', port: 8080, setting: 'cognito.apiProxies' },
    { name: 'tools', port: 8080, setting: 'cognito.mcpServers' },
  ],
  identity_pool_missing: [{}],
  aws_expired: [{}],
  aws_refused: [
    ...awsExceptions.flatMap((type) => [
      { ...refusedByAws, type },
      { ...refusedByAws, type, description: 'Rate exceeded' },
    ]),
    ...awsCauses.map((cause) => ({
      ...refusedByAws,
      type: 'NotAuthorizedException',
      cause,
      description: 'Invalid login token.',
    })),
    { host, type: 'TooManyRequestsException', retryAfter: 3 },
    ...awsCauses.map((cause) => ({ cause })),
  ],
  program_missing: [{}],
  handover_denied: [{ kind: 'access' }, { kind: 'id' }, { kind: 'aws' }],
  handover_unanswered: [{ kind: 'access' }],
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
    { host, status: 400, error, resource: 'https://api.example.com' },
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
  client_token_refused: [...clientTokenExceptions, 'constructor', undefined].flatMap((type) => [
    { host, type, clientId, description: 'No' },
    { host, type, cause: 'scopes' },
  ]),
  user_sessions_refused: ['ListUserSessions', 'RevokeUserSession'].flatMap((operation) =>
    [...sessionExceptions, 'constructor', undefined].flatMap((type) =>
      ['missing', 'granted'].map((scope) => ({ host, operation, type, scope, description: 'No' })),
    ),
  ),
  same_user: [{ signedIn: 'alice@example.com' }],
  session_missing: [],
  id_token_missing: [{}, { grant: 'client_credentials' }],
  revocation_failed: [{ host }],
  session_ended: [{ reason: 'no_refresh_token' }, { host, status: 400, error: 'invalid_grant' }],
  secrets_unavailable: [{ operation: 'read' }, { operation: 'delete' }],
  port_taken: [{ host: '127.0.0.1', port: 9270 }],
  unexpected: [],
  trigger_missing: [],
  trigger_untrusted: [{ name: 'pre-token.ts' }],
  trigger_unusable: [
    { name: 'pre-token.ts', reason: 'missing' },
    { name: 'pre-token.ts', reason: 'elsewhere' },
  ],
  local_pool_config: [{ reason: 'users.0.username is missing' }, { reason: 'It is not JSON.' }],
  local_pool_certificate: [{ reason: 'The certificate is not for 127.0.0.1' }],
};

const contexts: readonly ProblemContext[] = [
  {},
  { profile: 'prod' },
  { profile: 'prod', localPoolPort: 9270 },
  { profile: 'prod', callbackUrl: 'vscode://cognito-tools.cognito-token-inspector/callback' },
];

/** Checks that each text is made of whole sentences. */
function assertReadable({ what, why, next, remedies }: Problem): void {
  for (const text of [what, why, next]) {
    match(text, /^["“A-Z\[\d]|^[a-z0-9.[\]:-]+ /, text);
    match(text, /[^.…][.]$/, text);
    doesNotMatch(text, /undefined|null|NaN|\[object|function/, text);
    doesNotMatch(text, /!|\.\.|\. \.| {2}|“”|\(\)| ,|\s$/, text);
    doesNotMatch(text, /\n/, text);
  }
  notEqual(what, why);
  ok(remedies.length >= 1 && remedies.length <= 3);
  equal(new Set(remedies).size, remedies.length);
}

describe('explain', () => {
  for (const [code, details] of Object.entries(variants) as [ErrorCode, readonly ErrorDetail[]][]) {
    it(`explains ${code} in whole sentences for ${details.length + 1} details`, () => {
      for (const detail of [{}, ...details]) {
        for (const context of contexts) assertReadable(explain(new CognitoError(code, detail), context));
      }
    });
  }

  it('names the profile when a session or a settings entry is the cause', () => {
    for (const code of ['session_missing', 'session_ended', 'profile_invalid'] as const) {
      match(explainCode(code, {}, { profile: 'prod' }).what, /“prod”/);
      match(explainCode(code, {}).what, /this profile/);
    }
  });

  it('names the callback URL when the browser did not return', () => {
    const context = { callbackUrl: 'vscode://a/callback' };
    match(explainCode('sign_in_timeout', { minutes: 5 }, context).why, /5 minutes.*vscode:\/\/a\/callback/);
    match(explainCode('sign_in_timeout', { minutes: 1 }).why, /within 60 seconds\./);
  });

  it('offers the local user pool only when its own port refuses the connection', () => {
    const refused = (at: string, localPoolPort?: number): Problem =>
      explainCode('network', { host: at, reason: 'ECONNREFUSED' }, localPoolPort ? { localPoolPort } : {});
    for (const local of ['127.0.0.1:9270', 'localhost:9270', '[::1]:9270']) {
      deepEqual(refused(local, 9270).remedies, ['start_local_pool']);
      for (const other of [refused(local, 9271), refused(local)]) {
        match(other.why, /^No server listens there \(ECONNREFUSED\)\.$/);
        ok(!other.remedies.includes('start_local_pool'));
      }
    }
    deepEqual(refused('localhost', 80).remedies, ['start_local_pool']);
    for (const remote of [host, 'localhost.example.com:9270', '127.evil.example:9270', '[::2]:9270', '%:1']) {
      match(refused(remote, 9270).why, /connection failed/);
    }
  });

  it('names a firewall for status 403 wherever a user pool answers', () => {
    for (const [code, detail] of [
      ['response_unexpected', { reason: 'not_conform' }],
      ['response_unexpected', { reason: 'html' }],
      ['discovery_failed', {}],
      ['userinfo_refused', {}],
      [
        'discovery_invalid',
        { reason: 'html', issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_A' },
      ],
    ] as const) {
      match(explainCode(code, { host, status: 403, ...detail }).why, /^A firewall .*AWS WAF/);
    }
    match(explainCode('login_unavailable', { host, clientId: 'a' }).why, /no branding style .*AWS WAF/);
  });

  it('says that proxy scripts are not read when a server does not answer', () => {
    match(explainCode('timeout', { host }).next, /PAC, WPAD.*set http\.proxy/);
    match(
      explainCode('network', { host, reason: 'UND_ERR_CONNECT_TIMEOUT' }).next,
      /PAC, WPAD.*set http\.proxy/,
    );
  });

  it('states different reasons for causes that need different actions', () => {
    const why = (code: ErrorCode, detail: ErrorDetail): string => explainCode(code, detail).why;
    match(why('network', { host, reason: 'ENOTFOUND' }), /could not be resolved/);
    match(why('network', { host, reason: 'PROXY_407' }), /user name and a password/);
    match(why('network', { host, reason: 'PROXY_403' }), /status 403/);
    match(why('network', { host, reason: 'SELF_SIGNED_CERT_IN_CHAIN' }), /not trusted/);
    match(why('response_unexpected', { host, status: 405 }), /405/);
    match(why('response_unexpected', { host, status: 429 }), /too many requests/);
    match(why('response_unexpected', { host, status: 503 }), /server failed/);
    match(why('response_unexpected', { host, status: 307 }), /Redirects are not followed/);
    match(
      why('response_unexpected', { host, status: 403, reason: 'html' }),
      /firewall probably refused the request \(status 403\)/,
    );
    match(
      why('authorization_refused', { error: 'invalid_request', description: 'invalid_scope' }),
      /a single scope/,
    );
    match(why('userinfo_refused', { status: 401, description: 'no openid scope' }), /openid scope/);
    match(why('token_unsound', { check: 'issuer', reason: 'no_id_token' }), /openid scope/);
    match(why('token_unsound', { check: 'issuer' }), /another pool/);
    match(why('session_ended', { reason: 'no_refresh_token' }), /issued no refresh token/);
    match(explainCode('id_token_missing', {}).why, /openid scope/);
  });

  it('states a different reason and fix for each cause of missing AWS credentials', () => {
    const texts = [
      explainCode('identity_pool_missing', {}),
      explainCode('aws_expired', {}),
      explainCode('id_token_missing', {}),
      explainCode('id_token_missing', { grant: 'client_credentials' }),
      ...awsExceptions.map((type) => explainCode('aws_refused', { ...refusedByAws, type })),
      ...awsCauses.map((cause) =>
        explainCode('aws_refused', { ...refusedByAws, type: 'NotAuthorizedException', cause }),
      ),
    ];
    equal(new Set(texts.map(({ why, next }) => `${why} ${next}`)).size, texts.length);
    const notLinked = explainCode('aws_refused', { ...refusedByAws, cause: 'client_not_linked' });
    match(
      notLinked.next,
      new RegExp(`add an identity provider with the user pool us-east-1_AbCdEf123 .* ${clientId}`),
    );
  });

  it('returns the same text for one cause when different endpoints answer with it', () => {
    const scope = explainCode('scope_not_allowed', { host });
    deepEqual(explainCode('authorization_refused', { host, error: 'invalid_scope' }), scope);
    const machine = { host, error: 'invalid_grant' };
    deepEqual(
      explainCode('token_refused', { ...machine, grant: 'client_credentials' }),
      explainCode('machine_grant_off', machine),
    );
    deepEqual(
      explainCode('token_refused', { host, error: 'invalid_client', secret: 'sent' }),
      explainCode('client_secret_wrong', { host }),
    );
    const codeGrant = { host, error: 'unauthorized_client' };
    deepEqual(explainCode('authorization_refused', codeGrant), explainCode('code_grant_off', codeGrant));
  });

  it('shows the reason alone when it is about a whole entry and not about one field', () => {
    equal(
      explainCode('profile_invalid', { name: 'a', reason: 'Its clientId is missing.' }).why,
      'The reason: Its clientId is missing.',
    );
    equal(explainCode('profile_invalid', { name: 'a', reason: 'must be a list' }).why, 'It must be a list.');
    equal(
      explainCode('profile_invalid', { field: 'clientId', reason: 'is missing' }).why,
      'Its clientId is missing.',
    );
  });

  it('says whether the secret storage failed to read or to delete a value', () => {
    match(explainCode('secrets_unavailable', { operation: 'read' }).why, /^It failed to read a value\. /);
    match(explainCode('secrets_unavailable', { operation: 'delete' }).why, /^It failed to delete a value\. /);
  });

  it('names the trigger that was not run, or the local user pool when the trigger is not known', () => {
    equal(explainCode('trigger_untrusted', { name: 'a.ts' }).what, 'The trigger “a.ts” was not run.');
    equal(explainCode('trigger_untrusted', {}).what, 'The trigger of the local user pool was not run.');
  });

  it('explains an unknown code, because another version can have stored it', () => {
    for (const code of ['from_the_future', 'constructor', '__proto__', '']) {
      assertReadable(explainCode(code, { host }));
    }
  });

  it('never shows the message of an unknown error', () => {
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
      ok(!JSON.stringify(problem).includes('secret'));
    }
  });

  it('recognises an error of another bundle by its name', () => {
    const foreign = Object.assign(new Error('timeout'), {
      name: 'CognitoError',
      code: 'timeout',
      detail: { host },
    });
    deepEqual(explain(foreign), explainCode('timeout', { host }));
  });
});
