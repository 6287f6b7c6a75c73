import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { createCognitoClient, type CognitoClient } from '../../../../src/client/cognitoClient';
import {
  requestAwsCredentials,
  type AwsCredentials,
  type IdentityPoolRequest,
} from '../../../../src/client/identityPool/awsCredentials';
import type { Fetch } from '../../../../src/client/oauth/tokenRequest';
import type { ErrorDetail } from '../../../../src/core/errors';
import type { Session } from '../../../../src/core/session';
import { assertSilent, json, type Sent } from '../../../support/answers';
import { startFaultyPool, type Fault, type FaultyPool } from '../../../support/faultyPool';
import {
  gzipBomb,
  html,
  huge,
  notJson,
  redirectTo,
  respond,
  truncated,
} from '../../../support/faultyPoolAnswers';
import { identityPoolId, roleIn } from '../../../support/identityPools';
import { publicClient } from '../../../support/localClients';
import { identityPool } from '../../../support/profileDrafts';
import { makeProfile } from '../../../support/profiles';
import { makeMachineSession, makeSession } from '../../../support/sessions';
import { failure, signIn, straight } from '../../../support/signingIn';
import { idClaims, issuer, unsigned, updatedIssuer } from '../../../support/tokens';

const identityId = 'us-east-1:9f8e7d6c-1111-2222-3333-444455556666';
const answers: Readonly<Record<string, unknown>> = {
  GetId: { IdentityId: identityId },
  GetCredentialsForIdentity: {
    IdentityId: identityId,
    Credentials: {
      AccessKeyId: 'ASIAEXAMPLE',
      SecretKey: 'secret/Key+',
      SessionToken: 'session+token==',
      Expiration: 1_750_003_600.25,
    },
  },
};

const headersOf = ({ init }: Sent): Headers => new Headers(init.headers);
const bodyOf = ({ init }: Sent): unknown => {
  ok(typeof init.body === 'string');
  return JSON.parse(init.body);
};

/** Asks a server that answers both operations. @returns the credentials and the requests */
async function ask(
  session: Session,
  request: Partial<IdentityPoolRequest> = {},
  answersOf = answers,
): Promise<{ readonly credentials: AwsCredentials; readonly sent: readonly Sent[] }> {
  const sent: Sent[] = [];
  const fetch: Fetch = (url, init) => {
    sent.push({ url, init });
    const target = new Headers(init.headers).get('x-amz-target') ?? '';
    return Promise.resolve(json(answersOf[target.split('.')[1] ?? '']));
  };
  const credentials = await requestAwsCredentials(
    session,
    { identityPoolId: identityPool, ...request },
    fetch,
  );
  return { credentials, sent };
}

describe('requestAwsCredentials', () => {
  const session = makeSession();
  const Logins = { [issuer.slice('https://'.length)]: session.idToken };

  it('asks for an identity and then for credentials, without a signature', async () => {
    const { credentials, sent } = await ask(session);
    deepEqual(credentials, {
      identityId,
      accessKeyId: 'ASIAEXAMPLE',
      secretAccessKey: 'secret/Key+',
      sessionToken: 'session+token==',
      expiresAt: 1_750_003_600_250,
    });
    deepEqual(
      sent.map((request) => [request.url, request.init.method, headersOf(request).get('x-amz-target')]),
      ['GetId', 'GetCredentialsForIdentity'].map((operation) => [
        'https://cognito-identity.us-east-1.amazonaws.com/',
        'POST',
        `AWSCognitoIdentityService.${operation}`,
      ]),
    );
    deepEqual(sent.map(bodyOf), [
      { IdentityPoolId: identityPool, Logins },
      { IdentityId: identityId, Logins },
    ]);
    for (const request of sent) {
      deepEqual([...headersOf(request).keys()].sort(), ['content-type', 'x-amz-target']);
      equal(headersOf(request).get('content-type'), 'application/x-amz-json-1.1');
    }
  });

  it('asks for the role of the profile', async () => {
    const customRoleArn = 'arn:aws:iam::123456789012:role/reader';
    const { sent } = await ask(session, { customRoleArn });
    deepEqual(sent.map(bodyOf).at(-1), { IdentityId: identityId, CustomRoleArn: customRoleArn, Logins });
  });

  it('asks for credentials at once when the identity is known', async () => {
    const { sent } = await ask(session, { identityId });
    deepEqual(sent.map(bodyOf), [{ IdentityId: identityId, Logins }]);
  });

  it('names the login by the issuer of the token, in either form', async () => {
    const idToken = unsigned(idClaims({ iss: updatedIssuer }));
    const { sent } = await ask(makeSession({ idToken }));
    deepEqual(bodyOf(sent[0]!), {
      IdentityPoolId: identityPool,
      Logins: { [updatedIssuer.slice('https://'.length)]: idToken },
    });
  });

  it('reads a time of expiry in seconds, with a fraction or as text, by this computer’s clock', async () => {
    const expiresAt = async (Expiration: unknown, clockSkew?: number) => {
      const { Credentials } = answers['GetCredentialsForIdentity'] as { readonly Credentials: object };
      const changed = {
        ...answers,
        GetCredentialsForIdentity: { Credentials: { ...Credentials, Expiration } },
      };
      return (await ask(makeSession(clockSkew === undefined ? {} : { clockSkew }), {}, changed)).credentials
        .expiresAt;
    };
    equal(await expiresAt(1_750_003_600), 1_750_003_600_000);
    equal(await expiresAt('2025-06-15T16:06:40Z'), 1_750_003_600_000);
    equal(await expiresAt(1_750_003_600, 60_000), 1_750_003_540_000);
  });

  it('throws id_token_missing without an ID token, and sends nothing', async () => {
    for (const incomplete of [makeSession({ idToken: undefined }), makeMachineSession()]) {
      const { error } = await failure(ask(incomplete));
      equal(error.code, 'id_token_missing');
      equal(error.detail.grant, incomplete.grant);
    }
  });
});

describe('CognitoClient.awsCredentials', function () {
  // Other suites may keep this computer busy.
  this.timeout(20_000);

  let pool: FaultyPool;
  let client: CognitoClient;
  let session: Session;
  const logged: string[] = [];

  before(async () => {
    pool = await startFaultyPool();
    client = createCognitoClient({ ...straight, log: (line) => logged.push(line) });
    session = await signIn(client, makeProfile({ issuer: pool.issuer }));
  });

  beforeEach(() => {
    delete pool.faults.other;
    pool.requests.length = 0;
  });

  after(async () => {
    await client.close();
    await pool.stop();
  });

  const request = (more: Partial<IdentityPoolRequest> = {}): Promise<AwsCredentials> =>
    client.awsCredentials(session, { identityPoolId, ...more });
  /** Answers the first requests to the identity pool with faults, and passes the others on. */
  const first = (...faults: readonly Fault[]): void => {
    const left = [...faults];
    pool.faults.other = (exchange) => {
      const fault = left.shift();
      if (left.length === 0) delete pool.faults.other;
      return fault?.(exchange);
    };
  };

  it('gets credentials of the local user pool', async () => {
    const credentials = await request();
    match(credentials.accessKeyId, /^ASIA/);
    equal(roleIn(credentials.sessionToken), 'arn:aws:iam::111122223333:role/admin');
    ok(credentials.expiresAt > Date.now() + 3_500_000);
    deepEqual(pool.requests, ['other', 'other']);
  });

  it('asks for a new identity once when the known one does not exist any more', async () => {
    const { identityId: real } = await request();
    pool.requests.length = 0;
    equal((await request({ identityId })).identityId, real);
    deepEqual(pool.requests, ['other', 'other', 'other']);
  });

  it('does not ask again when the known identity is refused for another reason', async () => {
    first(respond(400, { __type: 'TooManyRequestsException', message: 'Rate exceeded' }));
    equal((await failure(request({ identityId }))).error.detail.type, 'TooManyRequestsException');
    deepEqual(pool.requests, ['other']);
  });

  const refusals: readonly (readonly [message: string, cause: string | undefined])[] = [
    ['Invalid login token. Token expired: 1667365798 >= 1667235770', 'token_expired'],
    ['Token is not from a supported provider of this identity pool.', 'client_not_linked'],
    [
      "Logins don't match. Please include at least one valid login for this identity or identity pool.",
      'client_not_linked',
    ],
    ['Unauthenticated access is not supported for this identity pool.', 'unauthenticated'],
    ['The ambiguous role mapping rules for: cognito-idp.… denied this request.', 'role_ambiguous'],
    ["Invalid login token. Issuer doesn't match providerName", 'issuer'],
    ["Invalid login token. Couldn't verify signed token.", 'token_invalid'],
    ['Token is inactive.', 'token_revoked'],
    ['Something new.', undefined],
  ];
  for (const [message, cause] of refusals) {
    it(`finds the cause ${String(cause)} in “${message}”`, async () => {
      first(respond(400, { __type: 'NotAuthorizedException', message }));
      const { error, text } = await failure(request());
      equal(error.code, 'aws_refused');
      deepEqual(
        [error.detail.type, error.detail.cause, error.detail.host],
        ['NotAuthorizedException', cause, pool.host],
      );
      match(text, cause === undefined ? /could not be told what it refuses.*“Something new\.”/ : /./);
    });
  }

  it('names what to link when the app client is not linked to the identity pool', async () => {
    first(
      respond(400, { __type: 'NotAuthorizedException', message: 'Token is not from a supported provider' }),
    );
    const { text } = await failure(request());
    match(text, new RegExp(`User access.* user pool local_Pool00001 and the app client ${publicClient}`));
  });

  it('says that the role is not in the token when the message does not tell more', async () => {
    const customRoleArn = 'arn:aws:iam::123456789012:role/reader';
    const { error, text } = await failure(request({ customRoleArn }));
    equal(error.detail.cause, 'role_not_in_token');
    match(text, /role\/reader is not in cognito:roles/);
    first(respond(400, { __type: 'NotAuthorizedException', message: 'Something new.' }));
    const own = await failure(request({ customRoleArn: 'arn:aws:iam::111122223333:role/admin' }));
    equal(own.error.detail.cause, undefined);
  });

  it('reads the exception in the header, with a namespace or an address', async () => {
    for (const [header, body] of [
      ['TooManyRequestsException:http://internal.amazon.com/coral/', {}],
      ['', { __type: 'com.amazonaws.cognito.identity#TooManyRequestsException', Message: 'Rate exceeded' }],
    ] as const) {
      first(respond(400, body, header === '' ? {} : { 'x-amzn-errortype': header, 'retry-after': '7' }));
      const { error, text } = await failure(request());
      equal(error.detail.type, 'TooManyRequestsException');
      match(text, header === '' ? /Try again in a minute/ : /Try again in 7 seconds/);
    }
  });

  const unusable: Readonly<Record<string, readonly [Fault, string, ErrorDetail?]>> = {
    'a web page': [html(), 'response_unexpected', { reason: 'html' }],
    'a web page with status 403': [html(403), 'response_unexpected', { status: 403 }],
    'a redirect': [redirectTo(307, 'https://evil.example/'), 'response_unexpected', { status: 307 }],
    'status 500': [
      respond(500, { __type: 'InternalErrorException' }),
      'response_unexpected',
      { status: 500 },
    ],
    'an exception with a token as its name': [
      respond(400, { __type: unsigned(idClaims()) }),
      'response_unexpected',
      { type: undefined },
    ],
    'no identity': [respond(200, {}), 'response_unexpected'],
    'an identity that is an address': [respond(200, { IdentityId: '../../x' }), 'response_unexpected'],
    'text that is not JSON': [notJson('<'), 'response_unexpected'],
    'the first half': [truncated, 'network'],
    'three megabytes': [huge(3_000_000), 'response_too_large'],
    'a small answer that unpacks to three megabytes': [gzipBomb(3_000_000), 'response_too_large'],
  };
  for (const [what, [fault, code, detail = {}]] of Object.entries(unusable)) {
    it(`throws ${code} for ${what}`, async () => {
      first(fault);
      const { error } = await failure(request());
      equal(error.code, code);
      for (const [name, value] of Object.entries(detail)) equal(error.detail[name], value, name);
    });
  }

  it('throws response_unexpected for credentials that other programs could not use', async () => {
    const good = { AccessKeyId: 'ASIA', SecretKey: 's', SessionToken: 't', Expiration: 1_750_000_000 };
    for (const wrong of [
      { AccessKeyId: undefined },
      { SecretKey: '' },
      { SessionToken: 'two\nlines' },
      { SessionToken: 7 },
      { Expiration: 'soon' },
      { Expiration: null },
    ]) {
      first(
        respond(200, { IdentityId: identityId }),
        respond(200, { IdentityId: identityId, Credentials: { ...good, ...wrong } }),
      );
      equal((await failure(request())).error.code, 'response_unexpected');
    }
  });

  it('keeps tokens and keys out of the log and out of errors', async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = await request();
    const secrets = [session.idToken ?? '', accessKeyId, secretAccessKey, sessionToken];
    first(respond(400, { __type: 'NotAuthorizedException', message: `Bad token ${session.idToken ?? ''}` }));
    const { error, text } = await failure(request());
    assertSilent(error, secrets);
    for (const secret of secrets) {
      equal(logged.join('\n').includes(secret), false);
      equal(text.includes(secret), false);
    }
    ok(logged.some((line) => /^\[http\] POST 127\.0\.0\.1:\d+\/ 400 in \d+ ms$/.test(line)));
  });

  it('names the user pool and the app client of the session', async () => {
    first(respond(400, { __type: 'ResourceNotFoundException', message: 'IdentityPool not found.' }));
    const { error } = await failure(request());
    equal(error.detail.provider, pool.issuer.slice('http://'.length));
    equal(error.detail.clientId, session.clientId);
    equal(error.detail.identityPoolId, identityPoolId);
  });
});
