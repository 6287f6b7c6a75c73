import { deepEqual, equal, ok } from 'node:assert/strict';
import { createCognitoClient } from '../../../../src/client/cognitoClient';
import type { AppClientCheck, AppClientCheckId } from '../../../../src/client/appClientCheck/checks';
import { explain } from '../../../../src/problems/explain';
import { startLocalPool, type LocalPool } from '../../../../src/localPool/localPool';
import { publicClient } from '../../../support/localClients';
import { callbackSource } from '../../../support/fakeClient';
import { makeProfile } from '../../../support/profiles';
import { straight } from '../../../support/signingIn';
import { createSigningKeys, type SigningKeys } from '../../../../src/localPool/keys';
import { defaultLocalPoolConfig } from '../../../../src/localPool/defaults';
import { parseLocalPoolConfig } from '../../../../src/localPool/config';

const redirectUri = 'vscode://cognito-tools.cognito-token-inspector/callback';
const approve = (): Promise<void> => Promise.resolve();
const confidentialClient = '3c0nf1dent1a1demo8wm4t6rya';
const machineClient = '4m2mserv1ceacc0untdemo5hjb';
const secretOf = (id: string): string =>
  defaultLocalPoolConfig().clients.find(({ clientId }) => clientId === id)?.secret ?? '';
const machineSecret = secretOf(machineClient);

interface Misconfiguration {
  readonly name: string;
  /** Changes to the local user pool's configuration; `client` changes the public client. */
  readonly pool?: Readonly<Record<string, unknown>>;
  readonly client?: Readonly<Record<string, unknown>>;
  readonly profile?: (pool: LocalPool) => Readonly<Record<string, unknown>>;
  /** The client secret that is stored. */
  readonly secret?: string;
  /** The checks that must fail, and the code of each. Every other check passes or is unknown. */
  readonly fails: Partial<Record<AppClientCheckId, string>>;
  /** What the text must name, so that the user knows what to fix. */
  readonly names: (pool: LocalPool) => readonly string[];
}

const misconfigurations: readonly Misconfiguration[] = [
  {
    name: 'the callback URL is not registered',
    client: { redirectUris: ['vscode://cognito-tools.cognito-token-inspector/callback/'] },
    fails: { callback: 'redirect_mismatch' },
    names: () => [redirectUri, publicClient],
  },
  {
    name: 'the client id is unknown',
    profile: () => ({ clientId: 'nosuchclient' }),
    fails: { client: 'client_unknown' },
    names: (pool) => ['nosuchclient', new URL(pool.origin).host],
  },
  {
    name: 'the pool has no domain',
    pool: { domain: false },
    fails: { domain: 'pool_without_domain' },
    names: (pool) => [pool.issuer],
  },
  {
    name: 'the pool id is wrong',
    profile: (pool) => ({ issuer: `${pool.origin}/local_Elsewhere1` }),
    fails: { pool: 'pool_not_found' },
    names: (pool) => [`${pool.origin}/local_Elsewhere1`],
  },
  {
    name: 'no server listens at the issuer',
    profile: () => ({ issuer: 'http://127.0.0.1:1/local_Pool00001' }),
    fails: { issuer: 'network' },
    names: () => ['127.0.0.1:1'],
  },
  {
    name: 'no server listens at the domain',
    profile: () => ({ issuer: undefined, domain: 'http://127.0.0.1:1' }),
    fails: { reachable: 'network' },
    names: () => ['127.0.0.1:1'],
  },
  {
    name: 'the domain is another pool’s',
    profile: () => ({ domain: 'http://127.0.0.1:1' }),
    fails: { domain: 'domain_foreign' },
    names: (pool) => ['127.0.0.1:1', new URL(pool.origin).host],
  },
  {
    name: 'two scopes are not allowed',
    profile: () => ({ scopes: ['openid', 'orders/write', 'email', 'orders/admin'] }),
    fails: { scopes: 'scope_not_allowed' },
    names: () => ['orders/write, orders/admin'],
  },
  {
    name: 'openid is not allowed, which other scopes need',
    client: { scopes: ['orders/read'] },
    profile: () => ({ scopes: ['openid', 'email', 'orders/read'] }),
    fails: { scopes: 'scope_not_allowed' },
    names: () => ['the scope openid (invalid_scope)'],
  },
  {
    name: 'offline_access is requested',
    profile: () => ({ scopes: ['openid', 'offline_access'] }),
    fails: { scopes: 'scope_not_allowed' },
    names: () => ['Cognito does not have the scope offline_access'],
  },
  {
    name: 'the authorization code grant is off',
    client: { flows: [] },
    fails: { grant: 'code_grant_off' },
    names: () => [publicClient],
  },
  {
    name: 'the client has no identity provider',
    client: { identityProviders: [] },
    fails: { client: 'client_unusable' },
    names: () => [publicClient, 'no identity provider'],
  },
  {
    name: 'the identity provider of the profile is not the client’s',
    profile: () => ({ identityProvider: 'Okta' }),
    fails: { client: 'client_unusable' },
    names: () => ['“Okta”'],
  },
  {
    name: 'the client has a secret and none is stored',
    profile: () => ({ clientId: confidentialClient }),
    fails: { authentication: 'client_secret_missing' },
    names: () => [confidentialClient, '“test”'],
  },
  {
    name: 'managed login has no branding style',
    pool: { brandingless: true },
    fails: { login: 'login_unavailable' },
    names: (pool) => [new URL(pool.origin).host, publicClient],
  },
  {
    name: 'the client is a machine client',
    profile: () => ({ clientId: machineClient }),
    fails: { callback: 'redirect_mismatch', authentication: 'client_secret_missing' },
    names: () => [redirectUri, machineClient],
  },
  {
    name: 'the stored secret is wrong',
    profile: () => ({ clientId: confidentialClient }),
    secret: 'n0tthesecret',
    fails: { authentication: 'client_secret_wrong' },
    names: () => [confidentialClient, '“test”'],
  },
  {
    name: 'the client is a machine client, and its secret is stored',
    profile: () => ({ clientId: machineClient }),
    secret: machineSecret,
    fails: { callback: 'redirect_mismatch', grant: 'code_grant_off' },
    names: () => [machineClient, 'machine-to-machine'],
  },
  {
    name: 'a machine client does not allow a scope',
    profile: () => ({
      clientId: machineClient,
      grant: 'client_credentials',
      scopes: ['orders/read', 'orders/drop'],
    }),
    secret: machineSecret,
    fails: { scopes: 'scope_not_allowed' },
    names: () => ['the scope orders/drop (invalid_scope)'],
  },
  {
    name: 'a machine profile names an app client that users sign in to',
    profile: () => ({ grant: 'client_credentials' }),
    fails: { grant: 'machine_grant_off' },
    names: () => [publicClient],
  },
  {
    name: 'a machine profile has no secret',
    profile: () => ({ clientId: machineClient, grant: 'client_credentials' }),
    fails: { authentication: 'client_secret_missing' },
    names: () => [machineClient],
  },
  {
    name: 'Cognito does not accept the resource',
    profile: () => ({ resource: 'http://api.example.com' }),
    fails: { parameters: 'authorization_refused' },
    names: () => ['resource'],
  },
  {
    name: 'the clock is ahead',
    pool: { clockOffsetSeconds: -600 },
    fails: { clock: 'clock_wrong' },
    names: () => ['10 minutes ahead'],
  },
  {
    name: 'the clock is behind',
    pool: { clockOffsetSeconds: 90 },
    fails: { clock: 'clock_wrong' },
    names: () => ['seconds behind'],
  },
];

/** Every check as one line, for the message of a failed assertion. */
function summary(checks: readonly AppClientCheck[]): string {
  return checks.map(({ id, status, seen }) => `${id}: ${status} (${seen})`).join('\n');
}

describe('Check App Client on a local user pool', () => {
  let pool: LocalPool | undefined;
  let secret: string | undefined;
  const client = createCognitoClient({ ...straight, clientSecret: () => Promise.resolve(secret) });

  let keys: SigningKeys;
  before(async function () {
    this.timeout(60_000);
    keys = await createSigningKeys();
  });
  afterEach(async () => {
    await pool?.stop();
    pool = undefined;
    secret = undefined;
  });
  after(() => client.close());

  const start = async ({
    pool: changes = {},
    client: changed = {},
  }: Partial<Misconfiguration>): Promise<LocalPool> => {
    const [first, ...others] = defaultLocalPoolConfig().clients;
    const clients = [{ ...first, ...changed }, ...others];
    const config = parseLocalPoolConfig(JSON.parse(JSON.stringify({ ...changes, clients })));
    return startLocalPool({ host: '127.0.0.1', port: 0, config, keys });
  };

  it('passes every check of a correct app client', async () => {
    pool = await start({});
    const checks = await client.checkAppClient(makeProfile({ issuer: pool.issuer }), {
      source: callbackSource,
      approve,
    });
    deepEqual(
      checks.map(({ id, status }) => `${id}: ${status}`),
      [
        'issuer: passed',
        'pool: passed',
        'keys: passed',
        'domain: passed',
        'registration: note',
        'reachable: passed',
        'client: passed',
        'callback: passed',
        'scopes: passed',
        'login: passed',
        'authentication: passed',
        'grant: passed',
        'clock: passed',
      ],
      summary(checks),
    );
  });

  it('passes every check of a confidential client when its secret is stored', async () => {
    pool = await start({});
    secret = secretOf(confidentialClient);
    const profile = makeProfile({ issuer: pool.issuer, clientId: confidentialClient });
    const checks = await client.checkAppClient(profile, { source: callbackSource, approve });
    deepEqual(
      checks.filter(({ id, status }) => id !== 'registration' && status !== 'passed'),
      [],
      summary(checks),
    );
    ok(!summary(checks).includes(secret));
  });

  it('passes every check of a machine client, without checks of the sign-in page and the callback URL', async () => {
    pool = await start({});
    secret = machineSecret;
    const profile = makeProfile({
      issuer: pool.issuer,
      clientId: machineClient,
      grant: 'client_credentials',
    });
    const checks = await client.checkAppClient(profile, { source: callbackSource, approve });
    deepEqual(
      checks.filter(({ id }) => id !== 'registration').map(({ id, status }) => `${id}: ${status}`),
      ['issuer', 'pool', 'keys', 'domain', 'reachable', 'authentication', 'grant', 'scopes', 'clock'].map(
        (id) => `${id}: passed`,
      ),
      summary(checks),
    );
  });

  it('says that a resource server is not checked, with the identifier that it must have', async () => {
    pool = await start({});
    const resource = 'https://api.example.com/mcp';
    const profile = makeProfile({ issuer: pool.issuer, resource });
    const checks = await client.checkAppClient(profile, { source: callbackSource, approve });
    const [check, ...others] = checks.filter(({ id }) => id === 'resource' || id === 'parameters');
    equal(others.length, 0, summary(checks));
    equal(check?.status, 'unknown');
    ok(check.seen.includes(resource));
  });

  it('leaves the checks of the pool unknown when the profile has only a domain', async () => {
    pool = await start({});
    const checks = await client.checkAppClient(makeProfile({ domain: pool.origin }), {
      source: callbackSource,
      approve,
    });
    deepEqual(
      checks.filter(({ status }) => status !== 'passed').map(({ id, status }) => `${id}: ${status}`),
      ['issuer: unknown', 'pool: unknown', 'keys: unknown', 'domain: unknown'],
      summary(checks),
    );
  });

  it('does not say that the profile has only a domain when the pool of its issuer is not found', async () => {
    pool = await start({});
    const profile = makeProfile({ issuer: `${pool.origin}/local_Elsewhere1`, domain: pool.origin });
    const checks = await client.checkAppClient(profile, { source: callbackSource, approve });
    const domain = checks.find(({ id }) => id === 'domain');
    equal(domain?.seen, 'The discovery document of the pool could not be read.');
  });

  for (const wrong of misconfigurations) {
    it(`fails when ${wrong.name}`, async () => {
      pool = await start(wrong);
      secret = wrong.secret;
      const profile = makeProfile({ issuer: pool.issuer, ...wrong.profile?.(pool) });
      const checks = await client.checkAppClient(profile, { source: callbackSource, approve });
      const failed = checks.filter(({ status }) => status === 'failed');
      deepEqual(
        Object.fromEntries(failed.map(({ id, error }) => [id, error?.code])),
        wrong.fails,
        summary(checks),
      );
      const text = failed
        .map(({ error }) => {
          const { what, why, next, remedies } = explain(error, { profile: profile.name });
          ok(remedies.length > 0);
          return `${what} ${why} ${next}`;
        })
        .join('\n');
      for (const named of wrong.names(pool)) ok(text.includes(named), `${named} in ${text}`);
    });
  }
});
