import { deepEqual, equal, match } from 'node:assert/strict';
import type { ApiAnswer, SentToken } from '../../../src/apiCalls/answer';
import { createCallList } from '../../../src/apiCalls/callList';
import type { CauseId } from '../../../src/apiCalls/causes';
import { explainAnswer } from '../../../src/apiCalls/explainAnswer';
import { startProxiedApi } from '../../support/apiProxies';
import { now, unsigned, updatedIssuer } from '../../support/tokens';
import { eventually } from '../../support/waiting';
import { access, answer, appSync, bearer, cloudFront, httpApi, id, loadBalancer, restApi } from './answers';

const bare = restApi(401, 'UnauthorizedException', 'Unauthorized');
const policy =
  'User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********1234:abc/prod/GET/orders with an explicit deny';

/** An API that refuses a request, the token that it gets, the cause, and what the list says about it. */
const seeds: readonly (readonly [ApiAnswer, SentToken, CauseId, RegExp])[] = [
  [bare, access(), 'id_token_wanted', /wants the ID token/],
  [bare, id(), 'access_token_wanted', /wants the access token/],
  [
    httpApi(403, bearer('insufficient_scope', 'x', 'orders/write'), 'Forbidden'),
    access(),
    'scope_missing',
    /scope/,
  ],
  [
    httpApi(401, bearer('invalid_token', 'the token does not have a valid audience')),
    access(),
    'audience_wrong',
    /audience/,
  ],
  [
    httpApi(401, bearer('invalid_token', 'invalid issuer')),
    access({ iss: updatedIssuer }),
    'issuer_wrong',
    /issuer/,
  ],
  [bare, access({ exp: now + 596 }), 'token_expired', /expired/],
  [
    appSync(401, 'UnauthorizedException', 'Valid authorization header not provided.'),
    access(),
    'appsync_unauthorized',
    /AppSync/,
  ],
  [
    restApi(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token'),
    access(),
    'route_missing',
    /no such route/,
  ],
  [cloudFront('Request blocked.'), access(), 'firewall', /firewall|WAF/],
  [restApi(403, 'AccessDeniedException', policy), access(), 'resource_policy', /resource policy/],
  [loadBalancer(403, 'Forbidden'), access(), 'load_balancer_rule', /load balancer/],
  [
    restApi(403, 'IncompleteSignatureException', "Authorization header requires 'Credential' parameter."),
    access(),
    'aws_signature_wanted',
    /AWS signature|signed/,
  ],
  [answer(401, {}, 'no'), access(), 'unknown', /unknown/],
];

describe('API call that is refused', () => {
  for (const [given, sent, cause, text] of seeds) {
    it(`is explained through a proxy: ${cause}`, async () => {
      const calls = createCallList();
      const api = await startProxiedApi(
        (_, response) => {
          response.writeHead(given.status, { ...given.headers, 'content-length': given.body.length });
          response.end(given.body);
        },
        {
          context: {
            token: () => Promise.resolve(unsigned(sent.claims)),
            renew: () => Promise.reject(new Error('There is no newer token here.')),
            record: (call) => {
              const proxy = {
                name: 'orders',
                profile: 'dev',
                url: '',
                token: sent.kind,
                port: 0,
                origins: [],
              };
              calls.add({ ...call, proxy, kind: sent.kind, hasOther: true });
            },
          },
        },
      );
      await (await fetch(`${api.proxy.url}/orders`)).text();
      const [shown] = await eventually('the call', () =>
        calls.shown().length > 0 ? calls.shown() : undefined,
      );
      await api.stop();
      const expected = explainAnswer(given, sent);
      equal(expected.cause, cause);
      const { what = '', why = '' } = shown?.explanation ?? {};
      deepEqual([shown?.status, what], [given.status, expected.what]);
      match(`${what} ${why}`, text);
    });
  }
});
