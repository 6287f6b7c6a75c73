import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import {
  allowInsecureRequests,
  discoveryRequest,
  dynamicClientRegistrationRequest,
  processDiscoveryResponse,
  processDynamicClientRegistrationResponse,
  WWWAuthenticateChallengeError,
} from 'oauth4webapi';
import { defaultLocalPoolConfig } from '../../../src/localPool/defaults';
import type { LocalPoolConfig } from '../../../src/localPool/configSchema';
import type { LocalPool } from '../../../src/localPool/localPool';
import { Clock, callback, machineClient, publicClient, startPool, stopPools } from '../../support/localPools';
import {
  authorize,
  decode,
  exchange,
  get,
  location,
  obtainTokens,
  outcome,
  post,
  requestMachineToken,
  signIn,
  tokensIn,
} from '../../support/localPoolRequests';

const registrar = { ...machineClient, scopes: ['aws.cognito/dcr/register'] };

function withRegistration(
  dynamicRegistration: LocalPoolConfig['dynamicRegistration'],
  changes: Partial<LocalPoolConfig> = {},
): LocalPoolConfig {
  const config = defaultLocalPoolConfig();
  const clients = [...config.clients.filter(({ clientId }) => clientId !== registrar.clientId), registrar];
  return { ...config, clients, dynamicRegistration, ...changes };
}

function register(pool: LocalPool, metadata: unknown, token?: string): Promise<Response> {
  return fetch(`${pool.origin}/oauth2/register`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: typeof metadata === 'string' ? metadata : JSON.stringify(metadata),
  });
}

/** An access token with the scope that registers app clients. */
async function initialToken(pool: LocalPool): Promise<string> {
  return (await tokensIn(await requestMachineToken(pool, {}, registrar))).access_token;
}

async function discoveryOf(pool: LocalPool): Promise<Record<string, unknown>> {
  const response = await get(pool, '/local_Pool00001/.well-known/openid-configuration');
  return (await response.json()) as Record<string, unknown>;
}

interface Registered {
  readonly client_id: string;
  readonly client_secret?: string;
}

async function registered(response: Response): Promise<Registered & Readonly<Record<string, unknown>>> {
  equal(response.status, 201);
  return (await response.json()) as Registered & Readonly<Record<string, unknown>>;
}

describe('registration of app clients at the local user pool', () => {
  afterEach(stopPools);

  describe('when it is off', () => {
    it('has no registration endpoint', async () => {
      for (const pool of [
        await startPool(),
        await startPool({ config: withRegistration('open', { domain: false }) }),
      ]) {
        equal(Object.keys(await discoveryOf(pool)).length, 12);
        equal((await register(pool, { redirect_uris: [callback] })).status, 405);
      }
    });
  });

  describe('when it is open', () => {
    let pool: LocalPool;
    const clock = new Clock();

    beforeEach(async () => {
      pool = await startPool({ now: clock.now, config: withRegistration('open') });
    });

    it('registers a client of oauth4webapi, which then signs a user in', async () => {
      const issuer = new URL(pool.issuer);
      const insecure = { [allowInsecureRequests]: true };
      const server = await processDiscoveryResponse(issuer, await discoveryRequest(issuer, insecure));
      const client = await processDynamicClientRegistrationResponse(
        await dynamicClientRegistrationRequest(
          server,
          { redirect_uris: [callback], token_endpoint_auth_method: 'none', client_name: 'Agent' },
          insecure,
        ),
      );
      equal(client.client_secret, undefined);
      const { code } = await signIn(pool, { client_id: client.client_id });
      const tokens = await tokensIn(await exchange(pool, code, { client_id: client.client_id }));
      equal(decode(tokens.id_token)['aud'], client.client_id);
      const userInfo = { authorization: `Bearer ${tokens.access_token}` };
      equal((await get(pool, '/oauth2/userInfo', userInfo)).status, 200);
    });

    it('keeps the browser signed in when every app client was registered', async () => {
      pool = await startPool({ now: clock.now, config: withRegistration('open', { clients: [] }) });
      const { client_id } = await registered(await register(pool, { redirect_uris: [callback] }));
      const { session } = await signIn(pool, { client_id });
      match(location(await authorize(pool, { client_id }, { cookie: session })), /\?code=/);
    });

    it('lists the endpoint as the thirteenth field of discovery, in alphabetical order', async () => {
      const document = await discoveryOf(pool);
      equal(document['registration_endpoint'], `${pool.origin}/oauth2/register`);
      deepEqual(Object.keys(document), Object.keys(document).sort());
      equal(Object.keys(document).length, 13);
    });

    it('returns the metadata with an id and a secret', async () => {
      const { client_id, client_secret, ...others } = await registered(
        await register(pool, { redirect_uris: [callback], client_uri: 'https://example.com', foo: 1 }),
      );
      match(client_id, /^[a-z0-9]{26}$/);
      match(client_secret ?? '', /^[a-z0-9]{51}$/);
      deepEqual(others, {
        client_secret_expires_at: 0,
        client_id_issued_at: Math.floor(clock.ms / 1000),
        redirect_uris: [callback],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_basic',
        scope: 'openid email phone profile',
      });
    });

    it('allows a registered client its own callback URLs and scopes only', async () => {
      const uri = 'http://127.0.0.1:33418/';
      const { client_id } = await registered(
        await register(pool, {
          redirect_uris: [uri],
          token_endpoint_auth_method: 'none',
          scope: 'openid orders/read',
        }),
      );
      const own = { client_id, redirect_uri: uri };
      match(location(await authorize(pool, own)), /\/login\?/);
      match(location(await authorize(pool, { ...own, scope: 'email' })), /invalid_scope/);
      match(location(await authorize(pool, { client_id })), /redirect_mismatch/);
    });

    it('drops grants that Cognito does not have', async () => {
      const { grant_types } = await registered(
        await register(pool, {
          redirect_uris: [callback],
          grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code'],
        }),
      );
      deepEqual(grant_types, ['authorization_code', 'refresh_token']);
    });

    it('refuses metadata that it cannot register, with the errors of RFC 7591', async () => {
      const errorOf = async (metadata: unknown): Promise<unknown> => {
        const { status, body } = await outcome(await register(pool, metadata));
        equal(status, 400);
        const { error, error_description } = body as Record<string, unknown>;
        ok(typeof error_description === 'string' && error_description !== '');
        return error;
      };
      for (const redirect_uris of [undefined, [], ['http://example.com/'], ['nonsense'], [7], callback]) {
        equal(await errorOf({ redirect_uris }), 'invalid_redirect_uri', JSON.stringify(redirect_uris));
      }
      const redirect_uris = [callback];
      for (const metadata of [
        '{',
        '[]',
        { redirect_uris, grant_types: [] },
        { redirect_uris, grant_types: ['implicit'] },
        { redirect_uris, grant_types: ['authorization_code', 'client_credentials'] },
        { redirect_uris, grant_types: ['client_credentials'] },
        { redirect_uris, response_types: ['token'] },
        { redirect_uris, token_endpoint_auth_method: 'private_key_jwt' },
        { redirect_uris, client_name: '' },
        { redirect_uris, client_name: 'x'.repeat(129) },
        { redirect_uris, scope: 'openid orders/delete' },
        { redirect_uris, scope: 'aws.cognito/dcr/register' },
        { redirect_uris, scope: 7 },
      ]) {
        equal(await errorOf(metadata), 'invalid_client_metadata', JSON.stringify(metadata));
      }
    });

    it('registers machine clients for an initial access token only', async () => {
      const metadata = { grant_types: ['client_credentials'] };
      equal((await register(pool, metadata)).status, 400);
      const { client_id, client_secret, scope } = await registered(
        await register(pool, metadata, await initialToken(pool)),
      );
      equal(scope, 'orders/read orders/write');
      const answer = await post(pool, '/oauth2/token', {
        grant_type: 'client_credentials',
        client_id,
        client_secret,
      });
      equal(decode((await tokensIn(answer)).access_token)['client_id'], client_id);
      equal(
        (await register(pool, { ...metadata, token_endpoint_auth_method: 'none' }, await initialToken(pool)))
          .status,
        400,
      );
    });

    it('answers scripts of other origins', async () => {
      const response = await register(pool, { redirect_uris: [callback] });
      equal(response.headers.get('access-control-allow-origin'), '*');
    });

    it('registers no more app clients than a user pool may have', async () => {
      const free = 1000 - pool.config.clients.length;
      const statuses = await Promise.all(
        Array.from(
          { length: free + 1 },
          async () => (await register(pool, { redirect_uris: [callback] })).status,
        ),
      );
      equal(statuses.filter((status) => status === 201).length, free);
      equal(statuses.filter((status) => status === 400).length, 1);
    });
  });

  describe('when it needs an initial access token', () => {
    let pool: LocalPool;
    const metadata = { redirect_uris: [callback] };

    beforeEach(async () => {
      pool = await startPool({ config: withRegistration('authenticated') });
    });

    it('registers a client for an access token with the scope', async () => {
      await registered(await register(pool, metadata, await initialToken(pool)));
    });

    it('refuses a request without a valid token or without the scope', async () => {
      const user = await obtainTokens(pool, { client_id: publicClient.clientId });
      for (const [token, status, error] of [
        [undefined, 401, 'invalid_token'],
        ['bogus', 401, 'invalid_token'],
        [user.id_token, 401, 'invalid_token'],
        [user.access_token, 403, 'insufficient_scope'],
      ] as const) {
        const response = await register(pool, metadata, token);
        equal(response.headers.get('www-authenticate'), `Bearer error="${error}"`);
        deepEqual(await outcome(response), { status, body: { error } });
      }
    });

    it('tells oauth4webapi why it refuses', async () => {
      const server = { issuer: pool.issuer, registration_endpoint: `${pool.origin}/oauth2/register` };
      const response = await dynamicClientRegistrationRequest(server, metadata, {
        [allowInsecureRequests]: true,
      });
      await rejects(processDynamicClientRegistrationResponse(response), WWWAuthenticateChallengeError);
    });
  });
});
