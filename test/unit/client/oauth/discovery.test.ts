import { deepEqual, equal, rejects } from 'node:assert/strict';
import { discover, findKeySet, jwksUri } from '../../../../src/client/oauth/discovery';
import type { Profile } from '../../../../src/core/profile';
import { clientId, issuer, updatedIssuer, userPoolId } from '../../../support/tokens';
import { domainOnly, endpoints, signInHost } from '../../../support/sessions';
import { discoveryDocument } from './discoveryDocument';
import { answering, fails, html, json, raw } from '../../../support/answers';

const shared = { name: 'dev', clientId, grant: 'authorization_code', production: false } as const;
const pool: Profile = { ...shared, userPoolId };

describe('discover', () => {
  it('reads a Cognito document from the issuer, and follows no redirect', async () => {
    const { fetch, sent } = answering(() => json(discoveryDocument()));
    deepEqual(await discover(pool, fetch), endpoints);
    equal(sent.length, 1);
    equal(sent[0]?.url, `${issuer}/.well-known/openid-configuration`);
    equal(sent[0].init.redirect, 'manual');
  });

  it('returns the endpoints of a custom domain', async () => {
    const custom = 'https://auth.example.com';
    const { fetch } = answering(() =>
      json(
        discoveryDocument({
          authorization_endpoint: `${custom}/oauth2/authorize`,
          token_endpoint: `${custom}/oauth2/token`,
          userinfo_endpoint: `${custom}/oauth2/userInfo`,
          revocation_endpoint: undefined,
          end_session_endpoint: undefined,
        }),
      ),
    );
    const found = await discover(pool, fetch);
    equal(found.token, `${custom}/oauth2/token`);
    equal(found.revocation, `${custom}/oauth2/revoke`);
    equal(found.logout, `${custom}/logout`);
  });

  it('accepts a document that has the other form of the issuer, and returns the requested form', async () => {
    const updated = answering(() => json(discoveryDocument({ issuer: updatedIssuer })));
    equal((await discover(pool, updated.fetch)).issuer, issuer);
    const original = answering(() => json(discoveryDocument()));
    const found = await discover({ ...shared, issuer: updatedIssuer }, original.fetch);
    equal(found.issuer, updatedIssuer);
    equal(original.sent[0]?.url, `${updatedIssuer}/.well-known/openid-configuration`);
  });

  it('uses the issuer of a profile rather than its pool, and drops slashes at its end', async () => {
    const { fetch, sent } = answering(() =>
      json(
        discoveryDocument({
          issuer: 'https://issuer.example.com/p',
          jwks_uri: 'https://issuer.example.com/p/.well-known/jwks.json',
        }),
      ),
    );
    const found = await discover({ ...pool, issuer: 'https://issuer.example.com/p/' }, fetch);
    equal(sent[0]?.url, 'https://issuer.example.com/p/.well-known/openid-configuration');
    equal(found.issuer, 'https://issuer.example.com/p');
  });

  it('accepts plain http for a pool on loopback', async () => {
    const local = 'http://127.0.0.1:9270/local_pool';
    const { fetch } = answering(() =>
      json({
        issuer: local,
        authorization_endpoint: 'http://127.0.0.1:9270/oauth2/authorize',
        token_endpoint: 'http://127.0.0.1:9270/oauth2/token',
        userinfo_endpoint: 'http://127.0.0.1:9270/oauth2/userInfo',
        jwks_uri: `${local}/.well-known/jwks.json`,
      }),
    );
    const found = await discover({ ...shared, issuer: local }, fetch);
    equal(found.authorization, 'http://127.0.0.1:9270/oauth2/authorize');
    equal(found.logout, 'http://127.0.0.1:9270/logout');
  });

  describe('with a prefix domain', () => {
    it('makes no request and returns no issuer', async () => {
      const { fetch, sent } = answering(() => html());
      const found = await discover({ ...shared, domain: 'acme.auth.us-east-1.amazoncognito.com' }, fetch);
      deepEqual(found, domainOnly);
      equal(sent.length, 0);
    });

    it('makes no request when the profile also names the pool or the issuer', async () => {
      const { fetch, sent } = answering(() => html());
      deepEqual(await discover({ ...pool, domain: signInHost }, fetch), endpoints);
      const found = await discover({ ...shared, domain: signInHost, issuer: updatedIssuer }, fetch);
      equal(found.issuer, updatedIssuer);
      equal(found.jwks, jwksUri(updatedIssuer));
      equal(sent.length, 0);
    });
  });

  it('throws profile_invalid without a pool, a domain and an issuer', async () => {
    const { fetch, sent } = answering(() => html());
    await fails(discover(shared, fetch), 'profile_invalid', {
      field: 'userPoolId',
      reason: 'is missing',
    });
    equal(sent.length, 0);
  });

  describe('throws pool_without_domain', () => {
    for (const host of [issuer, updatedIssuer]) {
      for (const asked of [issuer, updatedIssuer]) {
        it(`for endpoints on ${new URL(host).host} and the issuer ${new URL(asked).host}`, async () => {
          const { fetch } = answering(() =>
            json(
              discoveryDocument({
                authorization_endpoint: `${host}/authorize`,
                token_endpoint: `${host}/token`,
                userinfo_endpoint: `${host}/userInfo`,
                revocation_endpoint: `${host}/revoke`,
                end_session_endpoint: `${host}/logout`,
              }),
            ),
          );
          await fails(discover({ ...shared, issuer: asked }, fetch), 'pool_without_domain', {
            issuer: asked,
          });
          const machine = { ...shared, grant: 'client_credentials', issuer: asked } as const;
          const domain = 'https://auth.example.com';
          await fails(discover({ ...machine, domain }, fetch), 'pool_without_domain', { issuer: asked });
          equal((await discover(machine, fetch)).token, `${new URL(issuer).origin}/`);
        });
      }
    }

    it('for endpoints on the issuer of an emulator', async () => {
      const other = 'https://issuer.example.com/local_Pool00001';
      const { fetch } = answering(() =>
        json(discoveryDocument({ issuer: other, authorization_endpoint: `${other}/authorize` })),
      );
      await fails(discover({ ...shared, issuer: other }, fetch), 'pool_without_domain', { issuer: other });
    });
  });

  const statuses: readonly (readonly [number, 'pool_not_found' | 'discovery_failed'])[] = [
    [400, 'pool_not_found'],
    [404, 'pool_not_found'],
    [307, 'discovery_failed'],
    [403, 'discovery_failed'],
    [429, 'discovery_failed'],
    [500, 'discovery_failed'],
    [503, 'discovery_failed'],
  ];
  for (const [status, code] of statuses) {
    it(`throws ${code} for status ${status}`, async () => {
      const { fetch } = answering(() => json({ message: 'User pool does not exist.' }, status));
      await fails(discover(pool, fetch), code, { status, issuer, host: new URL(issuer).host });
    });
  }

  it('throws discovery_invalid for a web page with status 200 or 400', async () => {
    for (const status of [200, 400]) {
      await fails(discover(pool, answering(() => html(status)).fetch), 'discovery_invalid', {
        reason: 'html',
        status,
      });
    }
  });

  it('says nothing about the address for a web page with status 429', async () => {
    await fails(discover(pool, answering(() => html(429)).fetch), 'discovery_failed', { status: 429 });
  });

  for (const body of ['', 'not json', '{"issuer":', 'null', '"text"', '7']) {
    it(`throws discovery_invalid with reason not_json for ${JSON.stringify(body)}`, async () => {
      const { fetch } = answering(() => raw(body, 200, { 'content-type': 'application/json' }));
      await fails(discover(pool, fetch), 'discovery_invalid', { reason: 'not_json' });
    });
  }

  it('throws discovery_invalid with reason not_json for an empty answer without a content type', async () => {
    await fails(discover(pool, answering(() => raw(null)).fetch), 'discovery_invalid', {
      reason: 'not_json',
    });
  });

  it('passes on an error of the transport', async () => {
    const broken = new Error('no network');
    await rejects(
      discover(pool, () => Promise.reject(broken)),
      broken,
    );
  });
});

describe('findKeySet', () => {
  it('returns the documented address when another server has no discovery document', async () => {
    const { fetch, sent } = answering(() => raw(null, 404));
    const other = 'https://issuer.example.com/p';
    equal(await findKeySet(other, fetch), `${other}/.well-known/jwks.json`);
    equal(sent.length, 1);
  });
});
