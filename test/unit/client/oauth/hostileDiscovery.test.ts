import { discover } from '../../../../src/client/oauth/discovery';
import type { Profile } from '../../../../src/core/profile';
import { clientId, issuer, userPoolId } from '../../../support/tokens';
import { answering, fails, json } from '../../../support/answers';
import { discoveryDocument } from './discoveryDocument';

const pool: Profile = { name: 'dev', userPoolId, clientId, grant: 'authorization_code', production: false };

describe('discover with a hostile document', () => {
  describe('refuses the issuer of', () => {
    for (const other of [
      'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other0000',
      'https://cognito-idp.us-east-1.amazonaws.com.evil.tld/us-east-1_AbCdEf123',
      `${issuer}/`,
      '',
      undefined,
      null,
      7,
      [issuer],
    ]) {
      it(`a document with ${JSON.stringify(other)}`, async () => {
        const { fetch } = answering(() => json(discoveryDocument({ issuer: other })));
        await fails(discover(pool, fetch), 'discovery_invalid', { reason: 'other_issuer' });
      });
    }

    it('a list', async () => {
      const { fetch } = answering(() => json([discoveryDocument()]));
      await fails(discover(pool, fetch), 'discovery_invalid', { reason: 'other_issuer', found: 'none' });
    });

    it('a document with a very long issuer, and quotes only its start', async () => {
      const { fetch } = answering(() => json(discoveryDocument({ issuer: 'x'.repeat(10_000) })));
      await fails(discover(pool, fetch), 'discovery_invalid', { found: 'x'.repeat(200) });
    });
  });

  describe('refuses the endpoints of', () => {
    const fields = [
      'authorization_endpoint',
      'token_endpoint',
      'userinfo_endpoint',
      'revocation_endpoint',
      'end_session_endpoint',
      'jwks_uri',
    ];
    const hostile: readonly unknown[] = [
      'http://acme.auth.us-east-1.amazoncognito.com/oauth2/token',
      'http://127.0.0.1/oauth2/token',
      'http://localhost:9270/oauth2/token',
      'javascript:alert(document.domain)',
      'file:///etc/passwd',
      'https://user:password@evil.tld/oauth2/token',
      'https://acme.auth.us-east-1.amazoncognito.com@evil.tld/',
      'https://evil.tld/#fragment',
      '$(calc.exe)',
      '/oauth2/token',
      '',
      7,
      {},
      ['https://evil.tld'],
    ];
    for (const field of fields) {
      it(`a document with a hostile ${field}`, async () => {
        for (const value of hostile) {
          const { fetch } = answering(() => json(discoveryDocument({ [field]: value })));
          await fails(discover(pool, fetch), 'discovery_invalid', { reason: 'endpoint', field });
        }
      });
    }

    for (const field of ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri']) {
      it(`a document without ${field}`, async () => {
        const { fetch } = answering(() => json(discoveryDocument({ [field]: undefined })));
        await fails(discover(pool, fetch), 'discovery_invalid', { reason: 'endpoint', field });
      });
    }
  });
});
