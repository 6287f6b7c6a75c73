import { equal } from 'node:assert/strict';
import { identityPoolEndpoint } from '../../../../src/client/identityPool/endpoint';
import { fails } from '../../../support/answers';
import { identityPool } from '../../../support/profileDrafts';
import { issuer, updatedIssuer } from '../../../support/tokens';

describe('identityPoolEndpoint', () => {
  const uuid = identityPool.slice('us-east-1'.length);
  const endpoints: readonly (readonly [region: string, issuer: string, endpoint: string])[] = [
    ['us-east-1', issuer, 'https://cognito-identity.us-east-1.amazonaws.com/'],
    ['eu-central-1', updatedIssuer, 'https://cognito-identity.eu-central-1.amazonaws.com/'],
    ['us-gov-west-1', issuer, 'https://cognito-identity.us-gov-west-1.amazonaws.com/'],
    ['cn-north-1', issuer, 'https://cognito-identity.cn-north-1.amazonaws.com.cn/'],
    ['eusc-de-east-1', issuer, 'https://cognito-identity.eusc-de-east-1.amazonaws.eu/'],
    ['us-east-1', 'http://127.0.0.1:9270/local_Pool00001', 'http://127.0.0.1:9270/'],
    ['us-east-1', 'https://sso.example.com:8443/o/shop', 'https://sso.example.com:8443/'],
    // A host that only looks like Amazon’s is asked itself, and Amazon’s never gets its tokens.
    [
      'us-east-1',
      issuer.replace('.com/', '.com.evil.tld/'),
      'https://cognito-idp.us-east-1.amazonaws.com.evil.tld/',
    ],
  ];
  for (const [region, of, endpoint] of endpoints) {
    it(`is ${endpoint} for ${region} and the issuer ${of}`, () => {
      equal(identityPoolEndpoint(`${region}${uuid}`, of), endpoint);
    });
  }

  it('takes the Region of an identity pool id only', async () => {
    for (const id of ['', uuid, `evil.tld/${uuid}`, `us-east-1.evil${uuid}`]) {
      await fails(
        Promise.resolve().then(() => identityPoolEndpoint(id, issuer)),
        'profile_invalid',
        { field: 'identityPoolId' },
      );
    }
  });
});
