import { deepEqual, doesNotMatch, equal, match, ok, throws } from 'node:assert/strict';
import { isCognitoError } from '../../../src/core/errors';
import { defaultLocalPoolConfig } from '../../../src/localPool/defaults';
import { parseLocalPoolConfig } from '../../../src/localPool/config';

function faultOf(json: unknown): string {
  let reason = '';
  throws(
    () => parseLocalPoolConfig(json),
    (error: unknown) => {
      ok(isCognitoError(error, 'local_pool_config'));
      reason = String(error.detail['reason']);
      return true;
    },
  );
  return reason;
}

const client = { clientId: 'abc' };
const user = { username: 'kim', password: 'secret-of-kim' };

describe('parseLocalPoolConfig', () => {
  it('uses the shipped configuration when nothing is set, and accepts the shipped configuration itself', () => {
    deepEqual(parseLocalPoolConfig({}), defaultLocalPoolConfig());
    const json: unknown = JSON.parse(JSON.stringify(defaultLocalPoolConfig()));
    deepEqual(parseLocalPoolConfig(json), defaultLocalPoolConfig());
  });

  it('gives the shipped clients ids and secrets in Cognito’s format', () => {
    const { clients } = defaultLocalPoolConfig();
    equal(new Set(clients.map(({ clientId }) => clientId)).size, 4);
    for (const { clientId, secret } of clients) {
      match(clientId, /^[a-z0-9]{26}$/);
      match(secret ?? '5'.repeat(51), /^[a-z0-9]{51,52}$/);
    }
  });

  it('fills in defaults for the settings that a client leaves out', () => {
    const { clients } = parseLocalPoolConfig({ clients: [client] });
    deepEqual(clients, [
      {
        clientId: 'abc',
        name: 'abc',
        redirectUris: [],
        logoutUris: [],
        scopes: ['openid', 'email', 'profile'],
        flows: ['code'],
        accessTokenSeconds: 3600,
        idTokenSeconds: 3600,
        ssoSessionMinutes: 60,
        refreshTokenSeconds: 2_592_000,
        revocation: true,
      },
    ]);
    deepEqual(parseLocalPoolConfig({ sessionTracking: {} }).sessionTracking, { maxPerUser: 20 });
    const machine = { ...client, secret: 's', flows: ['client_credentials'] };
    deepEqual(parseLocalPoolConfig({ clients: [machine] }).clients[0]?.scopes, [
      'orders/read',
      'orders/write',
    ]);
  });

  it('accepts and rejects the same callback and sign-out URLs as Cognito', () => {
    const uris = [
      'https://example.com/',
      'http://localhost:1/x',
      'http://127.0.0.1',
      'http://[::1]:8400/a?b=c',
      'myapp://example',
      'com.example.app:/cb',
    ];
    deepEqual(
      parseLocalPoolConfig({ clients: [{ ...client, redirectUris: uris }] }).clients[0]?.redirectUris,
      uris,
    );
    for (const uri of [
      'http://example.com/',
      'https://a/#b',
      '/relative',
      'javascript:alert(1)',
      'https://a b',
      '',
      `https://a/${'x'.repeat(1100)}`,
    ]) {
      match(faultOf({ clients: [{ ...client, redirectUris: [uri] }] }), /^clients\.0\.redirectUris\.0: /);
      match(faultOf({ clients: [{ ...client, logoutUris: [uri] }] }), /^clients\.0\.logoutUris\.0: /);
    }
  });

  it('names the wrong setting in its reason', () => {
    equal(faultOf([]), 'The configuration: must be Object');
    equal(faultOf(null), 'The configuration: must be Object');
    equal(faultOf({ user: [] }), 'user: no such setting');
    equal(faultOf({ clients: [{ ...client, redirectUri: 'x' }] }), 'clients.0.redirectUri: no such setting');
    equal(faultOf({ users: [{ username: 'kim' }] }), 'users.0.password: is missing');
    equal(faultOf({ poolId: 'x' }), 'poolId: must look like us-east-1_AbCdEf123');
    match(faultOf({ clients: [{ ...client, flows: ['implicit'] }] }), /^clients\.0\.flows\.0: must be/);
    match(faultOf({ clients: [{ ...client, rotation: { graceSeconds: 61 } }] }), /0 to 60 seconds/);
    match(faultOf({ clients: [{ ...client, accessTokenSeconds: 86_401 }] }), /at most 86400 seconds/);
    match(faultOf({ clients: [{ ...client, idTokenSeconds: 0 }] }), /at least 1 second/);
    match(faultOf({ clients: [{ clientId: 'no-dash' }] }), /^clients\.0\.clientId: /);
    match(faultOf({ clients: [{ ...client, ssoSessionMinutes: 129_601 }] }), /0 to 129600 minutes/);
    match(faultOf({ dynamicRegistration: true }), /^dynamicRegistration: must be \("off" \| /);
    for (const name of ['sub', 'iss', 'tenant', 'custom:']) {
      equal(
        faultOf({ users: [{ ...user, attributes: { [name]: 'x' } }] }),
        `users.0.attributes.${name}: must be a standard attribute other than sub, or begin with custom:`,
      );
    }
    for (const maxPerUser of [0, 101, 1.5]) {
      equal(faultOf({ sessionTracking: { maxPerUser } }), 'sessionTracking.maxPerUser: must be 1 to 100');
    }
  });

  it('fills in defaults for the settings that an identity pool leaves out, and rejects wrong ones', () => {
    const pool = { identityPoolId: 'us-east-1:1a2b3c4d-1111-2222-3333-444455556666', roles: {} };
    deepEqual(parseLocalPoolConfig({ identityPools: [pool] }).identityPools, [
      {
        ...pool,
        roleResolution: 'default',
        ambiguousRole: 'deny',
        credentialsSeconds: 3600,
        serverSideTokenCheck: false,
      },
    ]);
    deepEqual(parseLocalPoolConfig({ identityPools: [] }).identityPools, []);
    match(
      faultOf({ identityPools: [{ ...pool, identityPoolId: 'us-east-1_AbCdEf123' }] }),
      /^identityPools\.0\.identityPoolId: must look like/,
    );
    match(
      faultOf({ identityPools: [{ ...pool, credentialsSeconds: 0 }] }),
      /^identityPools\.0\.credentialsSeconds: must be at least 1 second$/,
    );
    equal(faultOf({ identityPools: [pool, pool] }), `identityPools: ${pool.identityPoolId} is there twice`);
    equal(
      faultOf({ identityPools: [{ ...pool, clients: ['nobody'] }] }),
      'identityPools: nobody is not an app client',
    );
  });

  it('rejects settings that contradict each other', () => {
    equal(faultOf({ users: [user, { ...user, username: 'KIM' }] }), 'users: kim is there twice');
    equal(faultOf({ clients: [client, client] }), 'clients: abc is there twice');
    match(faultOf({ clients: [{ ...client, scopes: ['orders/delete'] }] }), /scope orders\/delete/);
    match(faultOf({ clients: [{ ...client, flows: ['client_credentials'] }] }), /without a secret/);
    match(
      faultOf({ clients: [{ ...client, secret: 's', flows: ['code', 'client_credentials'] }] }),
      /beside another flow/,
    );
    match(faultOf({ users: [{ ...user, attributes: { identities: '{' } }] }), /identities of kim/);
    const servers = [{ identifier: 'https://api.example.com', scopes: ['read'] }];
    const scopes = ['openid', 'https://api.example.com/read'];
    equal(
      parseLocalPoolConfig({ clients: [{ ...client, scopes }], resourceServers: servers }).clients.length,
      1,
    );
  });

  it('never repeats a password or client secret in its reason', () => {
    for (const json of [
      { users: [{ ...user, password: 12_345_678 }] },
      { users: [{ ...user, attributes: { 'custom:note': 12_345_678 } }] },
      { clients: [{ ...client, secret: ['12345678'] }] },
      { users: [{ ...user, passwort: '12345678' }] },
    ]) {
      doesNotMatch(faultOf(json), /12345678|secret-of-kim/);
    }
  });
});
