import { deepEqual, equal, match } from 'node:assert/strict';
import { defaultLocalPoolConfig } from '../../../src/localPool/defaults';
import type { LocalPool } from '../../../src/localPool/localPool';
import {
  Clock,
  callback,
  confidentialClient,
  machineClient,
  publicClient,
  rotatingClient,
  startPool,
  stopPools,
  withPublicClient,
  withResourceServer,
} from '../../support/localPools';
import {
  basic,
  decode,
  exchange,
  get,
  outcome,
  pkce,
  post,
  refused,
  requestMachineToken,
  signIn,
  tokensIn,
} from '../../support/localPoolRequests';

describe('token endpoint of the local user pool', () => {
  let clock: Clock;
  let pool: LocalPool;

  beforeEach(async () => {
    clock = new Clock();
    pool = await startPool({ now: clock.now });
  });
  afterEach(stopPools);

  it('responds to a code with the fields and headers of Cognito', async () => {
    const { code } = await signIn(pool);
    const response = await exchange(pool, code);
    equal(response.headers.get('content-type'), 'application/json;charset=UTF-8');
    equal(response.headers.get('access-control-allow-origin'), '*');
    equal(response.headers.get('cache-control'), 'no-cache, no-store, max-age=0, must-revalidate');
    equal(response.headers.get('pragma'), 'no-cache');
    match(response.headers.get('x-amz-cognito-request-id') ?? '', /^[0-9a-f-]{36}$/);
    const body = await tokensIn(response);
    deepEqual(Object.keys(body), ['access_token', 'id_token', 'refresh_token', 'token_type', 'expires_in']);
    equal(body.token_type, 'Bearer');
    equal(body.expires_in, 3600);
  });

  it('refuses a code for a resource that is not exactly the identifier of a resource server', async () => {
    const api = 'https://api.example.com';
    const own = await startPool({ config: withResourceServer(api) });
    for (const [resource, expected] of [
      [api, 200],
      [`${api}/`, 400],
      ['https://other.example.com', 400],
    ] as const) {
      const { code } = await signIn(own, { resource });
      const response = await exchange(own, code);
      if (expected === 200) await tokensIn(response);
      else deepEqual(await outcome(response), refused(400, 'invalid_grant'));
    }
  });

  it('returns no ID token without the openid scope', async () => {
    const { code } = await signIn(pool, { scope: 'orders/read' });
    const body = await tokensIn(await exchange(pool, code));
    deepEqual(Object.keys(body), ['access_token', 'refresh_token', 'token_type', 'expires_in']);
  });

  it('sets expires_in to the lifetime of the access token when the ID token has another one', async () => {
    const own = await startPool({
      config: withPublicClient({ accessTokenSeconds: 300, idTokenSeconds: 600 }),
    });
    const { code } = await signIn(own);
    const body = await tokensIn(await exchange(own, code));
    equal(body.expires_in, 300);
    const seconds = (token: string): number => Number(decode(token)['exp']) - Number(decode(token)['iat']);
    equal(seconds(body.access_token), 300);
    equal(seconds(body.id_token), 600);
  });

  describe('code exchange', () => {
    it('accepts a code only once', async () => {
      const { code } = await signIn(pool);
      equal((await exchange(pool, code)).status, 200);
      deepEqual(await outcome(await exchange(pool, code)), refused(400, 'invalid_grant'));
    });

    it('accepts a code only once when three requests send it at the same time', async () => {
      const { code } = await signIn(pool);
      const answers = await Promise.all([exchange(pool, code), exchange(pool, code), exchange(pool, code)]);
      deepEqual(answers.map((answer) => answer.status).sort(), [200, 400, 400]);
    });

    it('refuses a code with invalid_grant when it is five minutes old', async () => {
      const first = await signIn(pool);
      const second = await signIn(pool);
      clock.forward(299);
      equal((await exchange(pool, first.code)).status, 200);
      clock.forward(1);
      deepEqual(await outcome(await exchange(pool, second.code)), refused(400, 'invalid_grant'));
    });

    it('refuses an unknown code with invalid_grant', async () => {
      deepEqual(await outcome(await exchange(pool, 'bogus')), refused(400, 'invalid_grant'));
    });

    it('refuses the code of another client with invalid_grant, and keeps it valid for its own', async () => {
      const { code } = await signIn(pool);
      const stolen = await exchange(pool, code, { client_id: rotatingClient.clientId });
      deepEqual(await outcome(stolen), refused(400, 'invalid_grant'));
      equal((await exchange(pool, code)).status, 200);
    });

    it('refuses a code with unauthorized_client when the callback URL differs', async () => {
      const { code } = await signIn(pool);
      deepEqual(
        await outcome(await exchange(pool, code, { redirect_uri: `${callback}/` })),
        refused(400, 'unauthorized_client', 'invalid_redirect'),
      );
    });

    it('refuses a code with invalid_grant when its code verifier is wrong or missing', async () => {
      const { verifier, challenge } = pkce();
      const sent = { code_challenge: challenge, code_challenge_method: 'S256' };
      const { code } = await signIn(pool, sent);
      equal((await exchange(pool, code, { code_verifier: verifier })).status, 200);
      for (const wrong of [pkce().verifier, challenge, '', undefined]) {
        const next = await signIn(pool, sent);
        const answer = await exchange(pool, next.code, { code_verifier: wrong });
        deepEqual(await outcome(answer), refused(400, 'invalid_grant'));
      }
    });

    it('refuses a code with invalid_grant when it has a code verifier but no code challenge', async () => {
      const { code } = await signIn(pool);
      const answer = await exchange(pool, code, { code_verifier: pkce().verifier });
      deepEqual(await outcome(answer), refused(400, 'invalid_grant'));
    });
  });

  describe('client authentication', () => {
    const asConfidential = { client_id: confidentialClient.clientId };

    it('accepts the client secret in the Basic header or in the body', async () => {
      const first = await signIn(pool, asConfidential);
      equal(
        (await exchange(pool, first.code, { client_id: undefined }, basic(confidentialClient))).status,
        200,
      );
      const second = await signIn(pool, asConfidential);
      equal((await exchange(pool, second.code, asConfidential, basic(confidentialClient))).status, 200);
      const third = await signIn(pool, asConfidential);
      const inBody = { ...asConfidential, client_secret: confidentialClient.secret };
      equal((await exchange(pool, third.code, inBody)).status, 200);
    });

    it('accepts a secret of any form in the Basic header, as it is or encoded, and in the body', async () => {
      const secret = 'a:b%41+c ö"';
      const client = { ...confidentialClient, secret };
      const { clients, ...config } = defaultLocalPoolConfig();
      const own = await startPool({
        config: {
          ...config,
          clients: clients.map((one) => (one.clientId === client.clientId ? client : one)),
        },
      });
      const encoded = new URLSearchParams({ secret }).toString().replace('secret=', '');
      for (const send of [
        (code: string) => exchange(own, code, asConfidential, basic(client)),
        (code: string) => exchange(own, code, asConfidential, basic(client, encoded)),
        (code: string) => exchange(own, code, asConfidential, basic(client, encodeURIComponent(secret))),
        (code: string) => exchange(own, code, { ...asConfidential, client_secret: secret }),
      ]) {
        await tokensIn(await send((await signIn(own, asConfidential)).code));
      }
      const { code } = await signIn(own, asConfidential);
      const almost = await exchange(own, code, asConfidential, basic(client, 'a:bA+c ö"'));
      deepEqual(await outcome(almost), refused(400, 'invalid_client'));
    });

    it('responds with status 400 invalid_client when authentication fails, and keeps the code valid', async () => {
      const { code } = await signIn(pool, asConfidential);
      const twice = Buffer.from(basic(confidentialClient)['authorization']!.slice(6)).toString('base64');
      const attempts = [
        exchange(pool, code, asConfidential),
        exchange(pool, code, { ...asConfidential, client_secret: 'wrong' }),
        exchange(pool, code, asConfidential, basic(confidentialClient, 'wrong')),
        exchange(pool, code, asConfidential, { authorization: `Basic ${twice}` }),
        exchange(pool, code, { client_id: publicClient.clientId }, basic(confidentialClient)),
        exchange(pool, code, { client_id: 'unknown' }),
        exchange(pool, code, { client_id: publicClient.clientId, client_secret: 'unexpected' }),
      ];
      for (const response of await Promise.all(attempts)) {
        equal(response.headers.get('content-type'), 'application/json;charset=UTF-8');
        deepEqual(await outcome(response), refused(400, 'invalid_client'));
      }
      equal((await exchange(pool, code, {}, basic(confidentialClient))).status, 400);
      equal((await exchange(pool, code, asConfidential, basic(confidentialClient))).status, 200);
    });
  });

  describe('token errors', () => {
    const send = async (fields: Record<string, string>) => outcome(await post(pool, '/oauth2/token', fields));
    const client_id = publicClient.clientId;

    it('responds with invalid_request when a parameter is missing or the body is JSON', async () => {
      deepEqual(await send({}), refused(400, 'invalid_request'));
      deepEqual(await send({ client_id }), refused(400, 'invalid_request'));
      deepEqual(await send({ grant_type: 'authorization_code' }), refused(400, 'invalid_request'));
      deepEqual(await send({ grant_type: 'authorization_code', client_id }), refused(400, 'invalid_request'));
      deepEqual(await send({ grant_type: 'refresh_token', client_id }), refused(400, 'invalid_request'));
      const jsonBody = await fetch(`${pool.origin}/oauth2/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ grant_type: 'refresh_token', client_id }),
      });
      deepEqual(await outcome(jsonBody), refused(400, 'invalid_request'));
    });

    it('responds with unsupported_grant_type for an unknown grant type', async () => {
      for (const grant_type of ['password', 'toString', '__proto__']) {
        deepEqual(await send({ grant_type, client_id }), refused(400, 'unsupported_grant_type'));
      }
    });

    it('refuses a grant that the client does not have', async () => {
      const code = await exchange(pool, 'x', { client_id: undefined }, basic(machineClient));
      deepEqual(await outcome(code), refused(400, 'unauthorized_client'));
      const fields = { grant_type: 'refresh_token', refresh_token: 'x' };
      const refresh = await post(pool, '/oauth2/token', fields, basic(machineClient));
      deepEqual(await outcome(refresh), refused(400, 'unauthorized_client'));
      deepEqual(await send({ grant_type: 'client_credentials', client_id }), refused(400, 'invalid_grant'));
    });

    it('responds with status 405 and an empty body for a wrong path', async () => {
      const response = await post(pool, '/oauth/token', { grant_type: 'authorization_code' });
      equal(response.status, 405);
      equal(response.headers.get('allow'), 'GET');
      equal(response.headers.get('content-length'), '0');
      equal(await response.text(), '');
    });

    it('responds with status 405 and an empty body for a wrong method', async () => {
      const response = await get(pool, '/oauth2/token');
      equal(response.status, 405);
      equal(response.headers.get('allow'), 'POST');
      equal(await response.text(), '');
    });
  });

  describe('client_credentials grant', () => {
    it('returns only an access token, with the requested scopes or else all of them', async () => {
      const body = await tokensIn(await requestMachineToken(pool));
      deepEqual(Object.keys(body), ['access_token', 'token_type', 'expires_in']);
      const claims = decode(body.access_token);
      deepEqual(Object.keys(claims), [
        'sub',
        'token_use',
        'scope',
        'auth_time',
        'iss',
        'exp',
        'iat',
        'version',
        'jti',
        'client_id',
      ]);
      equal(claims['sub'], machineClient.clientId);
      equal(claims['scope'], 'orders/read orders/write');
      const one = await tokensIn(await requestMachineToken(pool, { scope: 'orders/read' }));
      equal(decode(one.access_token)['scope'], 'orders/read');
    });

    it('refuses a scope that the client does not have', async () => {
      deepEqual(
        await outcome(await requestMachineToken(pool, { scope: 'orders/read openid' })),
        refused(400, 'invalid_scope'),
      );
    });
  });
});
