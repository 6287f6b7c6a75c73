import { equal } from 'node:assert/strict';
import { poolLabel } from '../../../src/core/profile';

describe('poolLabel', () => {
  const userPoolId = 'us-east-1_AbCdEf123';
  const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${userPoolId}`;
  const domain = 'acme.auth.us-east-1.amazoncognito.com';

  it('returns the pool id when the profile or an issuer names it', () => {
    equal(poolLabel({ userPoolId, domain }), userPoolId);
    equal(poolLabel({ issuer, domain }), userPoolId);
    equal(poolLabel({ domain }, `${issuer}/`), userPoolId);
    equal(poolLabel({ issuer: 'http://127.0.0.1:9270/local_Pool00001' }), 'local_Pool00001');
  });

  it('returns the domain, otherwise the issuer, when no pool id is known', () => {
    equal(poolLabel({ domain }), domain);
    equal(poolLabel({ issuer: 'http://localhost:9000' }), 'http://localhost:9000');
    equal(poolLabel({}), '');
  });
});
