import { deepEqual, equal, ok } from 'node:assert/strict';
import { startFaultyPool } from '../../support/faultyPool';
import {
  gzipBomb,
  html,
  huge,
  notJson,
  redirectTo,
  respond,
  rewrite,
  silent,
  stalled,
  truncated,
} from '../../support/faultyPoolAnswers';
import { askFaultyPool, type BadAnswer } from './badAnswers';
import { makeProfile } from '../../support/profiles';
import { failure } from '../../support/signingIn';

const endpoint = (field: string, address: unknown): BadAnswer => ({
  fault: rewrite((document) => ({ ...document, [field]: address })),
  code: 'discovery_invalid',
  says: field,
});

const cases: Readonly<Record<string, BadAnswer>> = {
  'a web page': { fault: html(), code: 'discovery_invalid', says: 'web page' },
  'a web page with status 503': { fault: html(503), code: 'discovery_failed', says: '503' },
  nothing: { fault: respond(200), code: 'discovery_invalid', says: 'empty or not JSON' },
  'text that is not JSON': { fault: notJson('{"issuer":'), code: 'discovery_invalid', says: 'not JSON' },
  null: { fault: notJson('null'), code: 'discovery_invalid', says: 'not JSON' },
  'a list': { fault: notJson('[]'), code: 'discovery_invalid', says: 'another issuer: none' },
  'half a document': { fault: truncated, code: 'network', says: 'try again' },
  'no answer': { fault: silent, code: 'timeout', says: 'did not answer in time' },
  'an answer without an end': { fault: stalled, code: 'timeout', says: 'did not answer in time' },
  'far too much': { fault: huge(2_000_001), code: 'response_too_large', says: 'too large' },
  'a gzip bomb': { fault: gzipBomb(20_000_000), code: 'response_too_large', says: 'too large' },
  'status 400': { fault: respond(400, { message: 'no' }), code: 'pool_not_found', says: 'Compare issuer' },
  'status 404': { fault: respond(404), code: 'pool_not_found', says: 'Compare issuer' },
  'status 429': { fault: respond(429), code: 'discovery_failed', says: 'status 429' },
  'status 500': { fault: respond(500), code: 'discovery_failed', says: 'status 500' },
  'another issuer': {
    fault: rewrite((document) => ({
      ...document,
      issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other1',
    })),
    code: 'discovery_invalid',
    says: 'another issuer: https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other1',
  },
  'no issuer': {
    fault: rewrite((document) => ({ ...document, issuer: 42 })),
    code: 'discovery_invalid',
    says: 'another issuer: none',
  },
  'a token endpoint over plain http': endpoint('token_endpoint', 'http://auth.example.com/oauth2/token'),
  'a token endpoint that is a file': endpoint('token_endpoint', 'file:///etc/passwd'),
  'no token endpoint': endpoint('token_endpoint', undefined),
  'a script as authorization endpoint': endpoint('authorization_endpoint', 'javascript:alert(1)'),
  'a shell command as authorization endpoint': endpoint('authorization_endpoint', '$(open -a Calculator)'),
  'credentials in the authorization endpoint': endpoint(
    'authorization_endpoint',
    'https://user:password@auth.example.com/oauth2/authorize',
  ),
  'a look-alike of loopback': endpoint('token_endpoint', 'http://127.0.0.1.example.com/oauth2/token'),
  'an authorization endpoint on the issuer’s host, as for a pool without a domain': {
    fault: rewrite((document) => ({
      ...document,
      authorization_endpoint: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Local1/authorize',
    })),
    code: 'pool_without_domain',
    says: 'has no domain',
  },
  'a USERINFO endpoint over plain http': endpoint('userinfo_endpoint', 'http://auth.example.com/userInfo'),
  'a key set over plain http': endpoint('jwks_uri', 'http://auth.example.com/jwks.json'),
  'a revocation endpoint that is no address': endpoint('revocation_endpoint', 'revoke'),
  'a sign-out address that is an object': endpoint('end_session_endpoint', {}),
};

describe('discover when the pool answers', function () {
  const asking = askFaultyPool();

  for (const [what, { fault, code, says }] of Object.entries(cases)) {
    it(`${what}: throws ${code}`, async () => {
      asking.pool.faults.discovery = fault;
      const asked = asking.clientFor(code);
      const { error, text } = await failure(asked.discover(makeProfile({ issuer: asking.pool.issuer })));
      equal(error.code, code);
      ok(text.includes(asking.pool.host), text);
      ok(text.includes(says), text);
    });
  }

  it('a redirect: does not follow it', async () => {
    const elsewhere = await startFaultyPool();
    asking.pool.faults.discovery = redirectTo(307, `${elsewhere.issuer}/.well-known/openid-configuration`);
    const { error, text } = await failure(
      asking.client.discover(makeProfile({ issuer: asking.pool.issuer })),
    );
    deepEqual([error.code, error.detail.status], ['discovery_failed', 307]);
    ok(text.includes(asking.pool.host), text);
    deepEqual(elsewhere.requests, []);
    await elsewhere.stop();
  });

  it('without the two endpoints that older documents leave out: uses the paths that AWS documents', async () => {
    asking.pool.faults.discovery = rewrite((document) => ({
      ...document,
      revocation_endpoint: undefined,
      end_session_endpoint: undefined,
    }));
    const endpoints = await asking.client.discover(makeProfile({ issuer: asking.pool.issuer }));
    equal(endpoints.revocation, `${asking.pool.origin}/oauth2/revoke`);
    equal(endpoints.logout, `${asking.pool.origin}/logout`);
  });

  it('for an unknown pool: throws pool_not_found', async () => {
    delete asking.pool.faults.discovery;
    const { error, text } = await failure(
      asking.client.discover(makeProfile({ issuer: `${asking.pool.origin}/local_Unknown` })),
    );
    equal(error.code, 'pool_not_found');
    ok(text.includes(asking.pool.host), text);
  });
});
