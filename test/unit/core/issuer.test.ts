import { deepEqual, equal, ok } from 'node:assert/strict';
import {
  acceptedIssuers,
  cognitoPool,
  isCognitoIssuer,
  isLoopback,
  issuerOfPool,
  originalForm,
  parseUrl,
} from '../../../src/core/issuer';
import { issuer, updatedIssuer, userPoolId } from '../../support/tokens';

describe('issuer', () => {
  describe('issuerOfPool', () => {
    const regions: readonly (readonly [string, string])[] = [
      ['us-east-1_AbCdEf123', 'cognito-idp.us-east-1.amazonaws.com'],
      ['us-gov-west-1_AbCdEf123', 'cognito-idp.us-gov-west-1.amazonaws.com'],
      ['cn-north-1_AbCdEf123', 'cognito-idp.cn-north-1.amazonaws.com.cn'],
      ['eusc-de-east-1_AbCdEf123', 'cognito-idp.eusc-de-east-1.amazonaws.eu'],
      ['ap-southeast-5_0', 'cognito-idp.ap-southeast-5.amazonaws.com'],
    ];
    for (const [pool, host] of regions) {
      it(`returns an issuer at ${host} for ${pool}`, () => {
        equal(issuerOfPool(pool), `https://${host}/${pool}`);
      });
    }

    for (const pool of [
      '',
      'AbCdEf123',
      '_AbCdEf123',
      'us-east-1',
      'us-east-1_',
      'us-east-1_a/b',
      'US-EAST-1_AbC',
      'us-east-1_AbC\n',
      'us-east-1.evil.tld/x_AbC',
      'local_pool',
    ]) {
      it(`returns undefined for ${JSON.stringify(pool)}`, () => {
        equal(issuerOfPool(pool), undefined);
      });
    }
  });

  describe('acceptedIssuers and originalForm', () => {
    it('accept both forms for a Cognito pool, whichever form is given', () => {
      deepEqual(acceptedIssuers(issuer), [issuer, updatedIssuer]);
      deepEqual(acceptedIssuers(updatedIssuer), [issuer, updatedIssuer]);
    });

    it('know both forms in every partition', () => {
      for (const host of [
        'cn-north-1.amazonaws.com.cn/cn-north-1',
        'eusc-de-east-1.amazonaws.eu/eusc-de-east-1',
      ]) {
        deepEqual(acceptedIssuers(`https://issuer-cognito-idp.${host}_A`), [
          `https://cognito-idp.${host}_A`,
          `https://issuer-cognito-idp.${host}_A`,
        ]);
      }
    });

    it('return the same original form for both forms', () => {
      equal(originalForm(updatedIssuer), issuer);
      equal(originalForm(issuer), issuer);
    });

    it('accept only the issuer itself outside Cognito', () => {
      const local = 'http://127.0.0.1:9270/local_pool';
      deepEqual(acceptedIssuers(local), [local, `${local}/`]);
      deepEqual(acceptedIssuers(`${local}/`), [local, `${local}/`]);
      equal(originalForm(local), local);
      const lookAlike = 'https://issuer-cognito-idp.evil.tld/us-east-1_AbCdEf123';
      deepEqual(acceptedIssuers(lookAlike), [lookAlike, `${lookAlike}/`]);
    });
  });

  describe('isCognitoIssuer', () => {
    it('returns true for both forms', () => {
      ok(isCognitoIssuer(issuer));
      ok(isCognitoIssuer(updatedIssuer));
    });

    it('takes the Region of a replicated pool from the host', () => {
      const replica = `https://cognito-idp.eu-west-1.amazonaws.com/${userPoolId}`;
      deepEqual(cognitoPool(replica), { region: 'eu-west-1', userPoolId });
      equal(issuerOfPool(userPoolId, 'eu-west-1'), replica);
      equal(issuerOfPool(userPoolId, 'evil.tld/x'), undefined);
      deepEqual(acceptedIssuers(replica), [replica, replica.replace('//', '//issuer-')]);
    });

    const host = 'cognito-idp.us-east-1.amazonaws.com';
    for (const lookAlike of [
      `https://${host}.evil.tld/${userPoolId}`,
      `https://${host}@evil.tld/${userPoolId}`,
      `https://user:password@${host}/${userPoolId}`,
      `https://user@${host}/${userPoolId}`,
      `https://${host}:8443/${userPoolId}`,
      `https://${host}/${userPoolId}/`,
      `https://${host}/${userPoolId}/more`,
      `https://${host}//${userPoolId}`,
      `https://${host}/${userPoolId}?a=b`,
      `https://${host}/${userPoolId}#a`,
      `https://${host}/x/../${userPoolId}`,
      'https://cognito-idp.s3.amazonaws.com/us-east-1_AbCdEf123',
      `https://cognito-idp.us-east-1.amazonaws.com.cn/${userPoolId}`,
      `https://cognito-idp-fips.us-east-1.amazonaws.com/${userPoolId}`,
      `https://issuer-issuer-${host}/${userPoolId}`,
      `https://evil-${host}/${userPoolId}`,
      `https://x.${host}/${userPoolId}`,
      `http://${host}/${userPoolId}`,
      `javascript://${host}/${userPoolId}`,
      `https://evil.tld/${userPoolId}`,
      `https://evil.tld/?//issuer-cognito-idp.us-east-1.amazonaws.com/${userPoolId}`,
      `https://cоgnito-idp.us-east-1.amazonaws.com/${userPoolId}`,
      `HTTPS://${host}/${userPoolId}`,
      ` ${issuer}`,
      `${issuer}\n`,
      `https://${host}/`,
      host,
      '',
    ]) {
      it(`returns false for ${JSON.stringify(lookAlike)}`, () => {
        ok(!isCognitoIssuer(lookAlike));
      });
    }
  });

  describe('isLoopback', () => {
    for (const host of ['localhost', '127.0.0.1', '127.0.0.2', '127.255.255.254', '[::1]', '::1']) {
      it(`returns true for ${host}`, () => {
        ok(isLoopback(host));
      });
    }
    for (const host of [
      'localhost.evil.tld',
      '127.0.0.1.evil.tld',
      'evil.localhost',
      '128.0.0.1',
      '127.0.0',
      '0.0.0.0',
      '[::2]',
      '10.0.0.1',
      'LOCALHOST',
      '',
    ]) {
      it(`returns false for ${JSON.stringify(host)}`, () => {
        ok(!isLoopback(host));
      });
    }
  });

  it('parseUrl returns undefined for text that is not a URL', () => {
    equal(parseUrl('no address'), undefined);
    equal(parseUrl('https://example.com')?.host, 'example.com');
  });
});
