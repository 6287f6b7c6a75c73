import { deepEqual, match, ok } from 'node:assert/strict';
import { recognisePasted } from '../../../../src/profiles/add/recognisePasted';
import { client, otherPool, pool } from '../../../support/profileDrafts';

const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${pool}`;
const host = 'my-app.auth.us-east-1.amazoncognito.com';

describe('recognisePasted', () => {
  for (const [what, text, expected] of [
    ['variables on one line', `COGNITO_USER_POOL_ID=${pool} COGNITO_CLIENT_ID=${client}`, [pool, client]],
    ['variables on two lines', `COGNITO_USER_POOL_ID=${pool}\nCOGNITO_CLIENT_ID=${client}\n`, [pool, client]],
    ['an exported variable', `export COGNITO_USER_POOL_ID=${pool}`, [pool, undefined]],
    ['a Terraform assignment', `user_pool_id = "${pool}"`, [pool, undefined]],
    ['a variable with an issuer', `COGNITO_ISSUER=${issuer}`, [pool, undefined]],
    ['JSON without spaces', `{"userPoolId":"${pool}","clientId":"${client}"}`, [pool, client]],
    ['JSON with spaces', `{ "userPoolId": "${pool}", "clientId": "${client}" }`, [pool, client]],
    [
      'the snippet of the AWS console',
      `const cognitoAuthConfig = { authority: "${issuer}", client_id: "${client}", redirect_uri: "https://d111111abcdef8.cloudfront.net", response_type: "code", scope: "phone openid email" };`,
      [pool, client],
    ],
    [
      'lines of that snippet',
      `authority: "${issuer}", client_id: "${client}", redirect_uri: "https://d111111abcdef8.cloudfront.net", response_type: "code", scope: "phone openid email",`,
      [pool, client],
    ],
    [
      'Spring’s properties',
      `spring.security.oauth2.client.registration.cognito.client-id=${client}\nspring.security.oauth2.client.provider.cognito.issuer-uri=${issuer}`,
      [pool, client],
    ],
    [
      'Spring’s YAML',
      `spring:\n  security:\n    oauth2:\n      client:\n        registration:\n          cognito:\n            client-id: ${client}\n        provider:\n          cognito:\n            issuer-uri: ${issuer}\n`,
      [pool, client],
    ],
  ] as const) {
    it(`recognises ${what}`, () => {
      const recognised = recognisePasted(text);
      ok(recognised && 'draft' in recognised, JSON.stringify(recognised));
      const { userPoolId, issuer: named, clientId } = recognised.draft;
      deepEqual([userPoolId ?? named?.split('/').at(-1), clientId], expected);
    });
  }

  it('recognises the domain and the client id in a command', () => {
    const recognised = recognisePasted(
      `curl -X POST https://${host}/oauth2/token -d client_id=${client} -d grant_type=authorization_code`,
    );
    ok(recognised && 'draft' in recognised, JSON.stringify(recognised));
    deepEqual([recognised.draft.domain, recognised.draft.clientId], [host, client]);
  });

  it('keeps the explanation of a text that names no pool, or several', () => {
    for (const text of [
      'something = "else"',
      `A_USER_POOL_ID=${pool}\nB_USER_POOL_ID=${otherPool}`,
      '{"a":1}',
    ]) {
      const recognised = recognisePasted(text);
      ok(recognised && 'inputError' in recognised, text);
      match(recognised.inputError, /\.$/);
    }
  });
});
