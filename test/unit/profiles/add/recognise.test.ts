import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import {
  assert as holds,
  constantFrom,
  oneof,
  property,
  string,
  stringMatching,
  tuple,
  webUrl,
} from 'fast-check';
import { issuerOfPool } from '../../../../src/core/issuer';
import type { ProfileDraft } from '../../../../src/profiles/add/profileDraft';
import { recognise, type Recognised } from '../../../../src/profiles/add/recognise';
import { callbackUrl } from '../../../support/fakeClient';
import { confidentialClient } from '../../../support/localClients';
import { checkCompletion, client, domain as prefix, pool } from '../../../support/profileDrafts';
import { runs } from '../../../support/soak';

const replica = `https://cognito-idp.eu-west-1.amazonaws.com/${pool}`;

function found(text: string): Recognised {
  const recognised = recognise(text);
  ok(recognised, `nothing in ${text}`);
  ok('draft' in recognised, JSON.stringify(recognised));
  return recognised;
}

/** The draft without its name, which is only a suggestion. */
function draft(text: string): ProfileDraft {
  const { name, ...rest } = found(text).draft;
  ok(name === undefined || name.length > 0);
  return rest;
}

function inputError(text: string): string {
  const recognised = recognise(text);
  ok(recognised && 'inputError' in recognised, JSON.stringify(recognised));
  return recognised.inputError;
}

describe('recognise', () => {
  const expected: readonly (readonly [string, ProfileDraft])[] = [
    // User pools
    [pool, { userPoolId: pool }],
    [` "${pool}", `, { userPoolId: pool }],
    [`userPoolId: '${pool}'`, { userPoolId: pool }],
    [`"userPoolId":"${pool}",`, { userPoolId: pool }],
    [`COGNITO_USER_POOL_ID=${pool}`, { userPoolId: pool }],
    ['us-gov-west-1_Gov0Pool1', { userPoolId: 'us-gov-west-1_Gov0Pool1' }],
    ['eusc-de-east-1_Pool00001', { userPoolId: 'eusc-de-east-1_Pool00001' }],
    // Issuers in both forms, and addresses below them
    [`https://cognito-idp.us-east-1.amazonaws.com/${pool}`, { userPoolId: pool }],
    [`https://cognito-idp.us-east-1.amazonaws.com/${pool}/`, { userPoolId: pool }],
    [`cognito-idp.us-east-1.amazonaws.com/${pool}`, { userPoolId: pool }],
    [`https://issuer-cognito-idp.us-east-1.amazonaws.com/${pool}`, { userPoolId: pool }],
    [
      `https://cognito-idp.us-east-1.amazonaws.com/${pool}/.well-known/openid-configuration`,
      { userPoolId: pool },
    ],
    [`https://cognito-idp.us-east-1.amazonaws.com/${pool}/.well-known/jwks.json`, { userPoolId: pool }],
    [
      'https://cognito-idp-fips.us-gov-west-1.amazonaws.com/us-gov-west-1_Gov0Pool1',
      { userPoolId: 'us-gov-west-1_Gov0Pool1' },
    ],
    [
      'https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_Pool00001',
      { userPoolId: 'cn-north-1_Pool00001' },
    ],
    [
      'https://cognito-idp.eusc-de-east-1.amazonaws.eu/eusc-de-east-1_Pool00001',
      { userPoolId: 'eusc-de-east-1_Pool00001' },
    ],
    ['http://127.0.0.1:9270/local_Pool00001', { issuer: 'http://127.0.0.1:9270/local_Pool00001' }],
    ['127.0.0.1:9270/local_Pool00001', { issuer: 'http://127.0.0.1:9270/local_Pool00001' }],
    [
      'http://localhost:9270/local_Pool00001/.well-known/openid-configuration',
      { issuer: 'http://localhost:9270/local_Pool00001' },
    ],
    [
      'https://id.example.com/tenant/.well-known/openid-configuration',
      { issuer: 'https://id.example.com/tenant' },
    ],
    // Sign-in domains
    [prefix, { domain: prefix }],
    [`https://${prefix}`, { domain: prefix }],
    [`https://${prefix}/`, { domain: prefix }],
    [`HTTPS://MY-APP.auth.us-east-1.amazoncognito.com`, { domain: prefix }],
    [`https://${prefix}/oauth2/token`, { domain: prefix }],
    [
      'gov.auth-fips.us-gov-west-1.amazoncognito.com',
      { domain: 'gov.auth-fips.us-gov-west-1.amazoncognito.com' },
    ],
    ['app.auth.cn-north-1.amazoncognito.com.cn', { domain: 'app.auth.cn-north-1.amazoncognito.com.cn' }],
    ['auth.example.com', { domain: 'auth.example.com' }],
    ['https://auth.example.com:8443/login', { domain: 'auth.example.com:8443' }],
    ['http://127.0.0.1:9270', { domain: 'http://127.0.0.1:9270' }],
    ['localhost:9270', { domain: 'http://localhost:9270' }],
    // ARNs of every partition
    [`arn:aws:cognito-idp:us-east-1:111122223333:userpool/${pool}`, { userPoolId: pool }],
    [
      'arn:aws-us-gov:cognito-idp:us-gov-west-1:111122223333:userpool/us-gov-west-1_Gov0Pool1',
      { userPoolId: 'us-gov-west-1_Gov0Pool1' },
    ],
    [
      'arn:aws-cn:cognito-idp:cn-north-1:111122223333:userpool/cn-north-1_Pool00001',
      { userPoolId: 'cn-north-1_Pool00001' },
    ],
    [
      'arn:aws-eusc:cognito-idp:eusc-de-east-1:111122223333:userpool/eusc-de-east-1_Pool00001',
      { userPoolId: 'eusc-de-east-1_Pool00001' },
    ],
    [
      `arn:aws:cognito-idp:us-east-1:111122223333:userpool/${pool}/client/${client}`,
      { userPoolId: pool, clientId: client },
    ],
    // Pages of the AWS console
    [
      `https://us-east-1.console.aws.amazon.com/cognito/v2/idp/user-pools/${pool}/users?region=us-east-1`,
      { userPoolId: pool },
    ],
    [
      `https://111122223333-abcd.us-east-1.console.aws.amazon.com/cognito/v2/idp/user-pools/${pool}/applications/app-clients/${client}/overview?region=us-east-1`,
      { userPoolId: pool, clientId: client },
    ],
    [
      `https://console.amazonaws-us-gov.com/cognito/users/?region=us-gov-west-1#/pool/us-gov-west-1_Gov0Pool1/details`,
      { userPoolId: 'us-gov-west-1_Gov0Pool1' },
    ],
    // Replicas of a pool in a secondary Region
    [`https://cognito-idp.eu-west-1.amazonaws.com/${pool}`, { issuer: replica }],
    [`https://issuer-cognito-idp.eu-west-1.amazonaws.com/${pool}/.well-known/jwks.json`, { issuer: replica }],
    [`arn:aws:cognito-idp:eu-west-1:111122223333:userpool/${pool}`, { issuer: replica }],
    [
      `https://eu-west-1.console.aws.amazon.com/cognito/v2/idp/user-pools/${pool}/users?region=eu-west-1`,
      { issuer: replica },
    ],
    [`https://console.aws.amazon.com/cognito/v2/idp/user-pools/${pool}/users?region=x`, { userPoolId: pool }],
    // App clients
    [client, { clientId: client }],
    [`${pool} ${client}`, { userPoolId: pool, clientId: client }],
    [`${client},${pool}`, { userPoolId: pool, clientId: client }],
    [`https://${prefix} ${client}`, { domain: prefix, clientId: client }],
    [`userPoolId: "${pool}", clientId: "${client}"`, { userPoolId: pool, clientId: client }],
  ];
  for (const [text, contents] of expected) {
    it(`finds ${Object.keys(contents).join(' and ')} in ${text.trim()}`, () => {
      deepEqual(draft(text), contents);
    });
  }

  it('reads the domain, client, scopes and callback URL of the login page’s address', () => {
    const page = `https://${prefix}/login?client_id=${client}&response_type=code&scope=email+openid+orders%2Fread&redirect_uri=https%3A%2F%2Fexample.com%2Fcallback`;
    const recognised = found(page);
    equal(recognised.what, `Login page of ${prefix}`);
    deepEqual(recognised.notes, []);
    deepEqual(recognised.draft, {
      name: 'my-app',
      domain: prefix,
      clientId: client,
      scopes: ['email', 'openid', 'orders/read'],
      redirectUris: ['https://example.com/callback'],
    });
  });

  it('reads an authorization request without the values of its one sign-in', () => {
    const request = `https://auth.example.com/oauth2/authorize?response_type=code&client_id=${client}&redirect_uri=${encodeURIComponent(callbackUrl)}&scope=openid&state=abc&nonce=def&code_challenge=ghi&code_challenge_method=S256&identity_provider=Google&lang=de`;
    deepEqual(draft(request), {
      domain: 'auth.example.com',
      clientId: client,
      scopes: ['openid'],
      redirectUris: [callbackUrl],
      identityProvider: 'Google',
      lang: 'de',
    });
  });

  it('reads scopes with unencoded spaces between them', () => {
    const page = `https://${prefix}/login?client_id=${client}&scope=email openid&response_type=code`;
    deepEqual(draft(page), { domain: prefix, clientId: client, scopes: ['email', 'openid'] });
  });

  it('notes that the implicit grant is not used', () => {
    const { notes } = found(`https://${prefix}/login?client_id=${client}&response_type=token`);
    deepEqual(notes, ['It asks for the implicit grant; the authorization code is used instead.']);
  });

  it('leaves out invalid values and adds a note about each', () => {
    const { draft: rest, notes } = found(
      `https://${prefix}/login?client_id=a%20b&redirect_uri=javascript%3Aalert(1)&scope=openid+%0a`,
    );
    deepEqual(rest, { name: 'my-app', domain: prefix, scopes: ['openid'] });
    deepEqual(notes, [
      'Its scope was left out: it cannot be one.',
      'Its callback URL was left out: it cannot be one.',
      'Its app client id was left out: it cannot be one.',
    ]);
  });

  const refused: readonly (readonly [string, RegExp])[] = [
    ['us-east-1:1a2b3c4d-1111-2222-3333-444455556666', /identity pool/],
    [
      'arn:aws:cognito-identity:us-east-1:111122223333:identitypool/us-east-1:1a2b3c4d-1111-2222-3333-444455556666',
      /identity pool/,
    ],
    ['https://cognito-identity.us-east-1.amazonaws.com/', /identity pools/],
    [`https://${prefix}/error?error=redirect_mismatch&client_id=${client}`, /error page.*redirect_mismatch/],
    ['https://auth.example.com/error?error=invalid_request', /error page/],
    ['https://abc123.execute-api.us-east-1.amazonaws.com/prod/orders', /API Gateway/],
    ['https://d111111abcdef8.cloudfront.net', /custom domain itself/],
    ['https://my-bucket.s3.amazonaws.com/', /not a user pool/],
    ['https://us-east-1.console.aws.amazon.com/console/home', /names no user pool/],
    ['eyJraWQiOiJhIiwiYWxnIjoiUlMyNTYifQ.eyJzdWIiOiJhIn0.c2ln', /token/],
    ['AKIAIOSFODNN7EXAMPLE', /access key/],
    [confidentialClient.secret, /secret/],
    [`${callbackUrl}?code=6f9619ff-8b86-4d01-b42d-00cf4fc964ff&state=x`, /Paste Callback URL/],
    [callbackUrl, /callback URL/],
    ['http://auth.example.com', /plain http/],
    ['https://jane:pw@auth.example.com', /password/],
    ['jane@example.com', /e-mail/],
    ['https://my-app.auth.us-east-1.amazoncognito.com.example.org/login', /not Amazon’s domain/],
    ['amazoncognito-login.example.org', /not Amazon’s domain/],
    ['auth.us-east-1.amazoncognito.com', /not a whole sign-in domain/],
    ['https://www.example.com/orders/7', /host alone/],
    ['amplify_outputs.json', /Files in this workspace|not recognised/],
    ['outputs.json', /name of a file/],
    ['my-app', /whole domain/],
    ['local_Pool00001', /AWS Region/],
    ['arn:aws:cognito-idp:eu-west-1:111122223333:userpool/nothing', /no user pool id/],
    ['arn:aws:s3:::bucket', /not a user pool’s/],
    ['arn:evil:cognito-idp:us-east-1:1:userpool/x', /partition/],
    ['https://cognito-idp.us-east-1.amazonaws.com/', /names no user pool/],
    ['ftp://example.com', /not the address of a web page/],
    ['https://', /cannot be read/],
    ['what is this', /not recognised|prefix/],
    ['?!', /not recognised/],
    [`${pool} eu-west-1_AbCdEf123`, /different user pools/],
    ['a b c d e f g h i', /too many/],
    ['x'.repeat(9000), /too long/],
  ];
  for (const [text, reason] of refused) {
    it(`returns the reason why ${text.slice(0, 60)} cannot be used`, () => {
      match(inputError(text), reason);
    });
  }

  it('returns undefined for a text without content', () => {
    for (const text of ['', '  ', '\n', ',', '""']) equal(recognise(text), undefined);
  });

  it('reads an app client id and a domain in both orders', () => {
    const domain = 'acme.auth.us-east-1.amazoncognito.com';
    for (const text of [`${client} ${domain}`, `${domain} ${client}`]) {
      const recognised = recognise(text);
      ok(recognised && 'draft' in recognised, text);
      deepEqual(recognised.draft, { name: 'acme', domain, clientId: client });
    }
  });

  it('never repeats a client secret or a token in the reason', () => {
    const { secret } = confidentialClient;
    const token = 'eyJraWQiOiJhIiwiYWxnIjoiUlMyNTYifQ.eyJzdWIiOiJhIn0.c2ln';
    for (const text of [secret, token, `${pool} ${secret}`, `${token} ${client}`]) {
      doesNotMatch(inputError(text), /s3cr3t|eyJ/);
    }
  });
});

describe('recognise of random texts', function () {
  this.timeout(20_000);

  const region = constantFrom('us-east-1', 'eu-central-1', 'ap-southeast-2', 'us-gov-west-1', 'cn-north-1');
  const poolId = tuple(region, stringMatching(/^[0-9a-zA-Z]{1,20}$/)).map(([where, id]) => `${where}_${id}`);

  it('finds a user pool in each form of its address', () => {
    holds(
      property(poolId, (id) => {
        const issuer = issuerOfPool(id) ?? '';
        const where = id.slice(0, id.indexOf('_'));
        for (const text of [
          id,
          issuer,
          `${issuer}/.well-known/jwks.json`,
          `arn:aws:cognito-idp:${where}:111122223333:userpool/${id}`,
          `"${id}"`,
        ]) {
          deepEqual(draft(text), { userPoolId: id });
        }
      }),
    );
  });

  it('finds the domain, client, scopes and callback URL in the address of a login page', () => {
    const label = stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
    const scope = stringMatching(/^[a-z][a-z0-9./:_-]{0,20}$/);
    holds(
      property(
        label,
        region,
        stringMatching(/^[0-9a-z]{26}$/),
        scope,
        webUrl(),
        (name, where, id, one, callback) => {
          const host = `${name}.auth.${where}.amazoncognito.com`;
          const query = new URLSearchParams({
            client_id: id,
            scope: `openid ${one}`,
            redirect_uri: callback,
          });
          deepEqual(draft(`https://${host}/login?${query.toString()}`), {
            domain: host,
            clientId: id,
            scopes: [...new Set(['openid', one])],
            redirectUris: [callback],
          });
        },
      ),
    );
  });

  it('never throws, and returns a draft that gives a valid profile, or a reason', () => {
    const text = oneof(
      string(),
      string({ unit: 'binary' }),
      webUrl({ withQueryParameters: true, withFragments: true }),
      tuple(
        constantFrom('https://', 'arn:aws:cognito-idp:', `${pool} `, `https://${prefix}/login?`, ''),
        string(),
      ).map((parts) => parts.join('')),
      tuple(poolId, string()).map((parts) => parts.join('')),
    );
    holds(
      property(text, (pasted) => {
        const recognised = recognise(pasted);
        if (recognised === undefined) return;
        if ('inputError' in recognised) {
          match(recognised.inputError, /\.$/);
          return;
        }
        const pooled = { userPoolId: pool, ...recognised.draft };
        const { domain, issuer } = recognised.draft;
        const whole = domain === undefined && issuer === undefined ? pooled : recognised.draft;
        checkCompletion(whole);
      }),
      { numRuns: runs(200, 2000) },
    );
  });
});
