import { equal } from 'node:assert/strict';
import { confirmDomain, discover } from '../../../../src/client/oauth/discovery';
import type { Profile } from '../../../../src/core/profile';
import { domainOnly, endpoints } from '../../../support/sessions';
import { clientId, issuer, userPoolId } from '../../../support/tokens';
import { answering, fails, json } from '../../../support/answers';
import { discoveryDocument } from './discoveryDocument';

const pool: Profile = { name: 'dev', userPoolId, clientId, grant: 'authorization_code', production: false };

/** The endpoints of a custom domain, from its origin alone. */
function at(origin: string): typeof domainOnly {
  const moved = Object.entries(domainOnly).map(([name, url]) => [name, `${origin}${new URL(url).pathname}`]);
  return Object.fromEntries(moved) as typeof domainOnly;
}

describe('discover and confirmDomain with a host that is not the pool’s', () => {
  for (const field of [
    'token_endpoint',
    'userinfo_endpoint',
    'revocation_endpoint',
    'end_session_endpoint',
    'jwks_uri',
  ]) {
    it(`refuse it as the ${field} beside the real sign-in page`, async () => {
      const { fetch } = answering(() => json(discoveryDocument({ [field]: 'https://evil.example/x' })));
      await fails(discover(pool, fetch), 'discovery_invalid', { reason: 'other_host', field });
    });
  }

  it('refuse it as the domain of a profile that names a real pool', async () => {
    const { fetch, sent } = answering(() => json(discoveryDocument()));
    await fails(discover({ ...pool, domain: 'evil.example' }, fetch), 'domain_foreign', {
      host: 'evil.example',
    });
    equal(sent.length, 1);
  });

  it('refuse it as the only domain of a profile when the pool of the ID token does not name it', async () => {
    const { fetch } = answering(() => json(discoveryDocument()));
    await fails(confirmDomain(at('https://evil.example'), issuer, fetch), 'domain_foreign', {
      host: 'evil.example',
    });
  });

  for (const lookAlike of [
    'https://acme.auth.us-east-1.amazoncognito.com.evil.example',
    'https://acme.auth.us-east-1.amazoncognito.com:8443',
    'https://auth.us-east-1.amazoncognito.com',
  ]) {
    it(`refuse a look-alike of a prefix domain: ${lookAlike}`, async () => {
      const { fetch } = answering(() => json(discoveryDocument()));
      await fails(confirmDomain(at(lookAlike), issuer, fetch), 'domain_foreign', {
        host: new URL(lookAlike).host,
      });
    });
  }

  it('accept a domain that the discovery document names, and a prefix domain without a request', async () => {
    const custom = at('https://auth.example.com');
    const { fetch, sent } = answering(() =>
      json(
        discoveryDocument({
          authorization_endpoint: custom.authorization,
          token_endpoint: custom.token,
          userinfo_endpoint: custom.userInfo,
          revocation_endpoint: custom.revocation,
          end_session_endpoint: custom.logout,
        }),
      ),
    );
    await confirmDomain(custom, issuer, fetch);
    equal((await discover({ ...pool, domain: 'auth.example.com' }, fetch)).token, custom.token);
    equal(sent.length, 2);
    await confirmDomain(endpoints, issuer, fetch);
    equal(sent.length, 2);
  });
});
