import { doesNotMatch, equal, match } from 'node:assert/strict';
import { explainAnswer } from '../../../src/apiCalls/explainAnswer';
import { clientId, issuer, now, updatedIssuer } from '../../support/tokens';
import {
  access,
  answer,
  appSync,
  bearer,
  explains,
  httpApi,
  id,
  loadBalancer,
  restApi,
  textOf,
} from './answers';

const bare = restApi(401, 'UnauthorizedException', 'Unauthorized');
const expired = access({ exp: now + 596 });
const foreign = access({ iss: 'https://login.example.com' });

describe('explainAnswer for a REST API with a Cognito authorizer', () => {
  const hasExpired = restApi(401, 'UnauthorizedException', 'The incoming token has expired');
  explains([
    ['a bare 401, access token', bare, access(), 'id_token_wanted', /probably wants the ID token/],
    [
      'a bare 401, ID token',
      bare,
      id(),
      'access_token_wanted',
      /probably wants the access.*Another user pool/,
    ],
    ['a bare 401, foreign token', bare, foreign, 'issuer_wrong', /probably does not.*login\.example\.com/],
    ['a bare 401, new issuer', bare, id({ iss: updatedIssuer }), 'issuer_wrong', /probably.*updated issuer/],
    ['a bare 401, expired', bare, expired, 'token_expired', /probably.*4 seconds before.*server’s clock/],
    [
      'expired',
      hasExpired,
      id({ exp: now - 7200 }),
      'token_expired',
      /API says that.*expired 2 hours before/,
    ],
  ]);

  it('says how to get an ID token when the session has no ID token', () => {
    const { action, next } = explainAnswer(bare, { ...access(), hasOther: false });
    equal(action, 'sign_in');
    match(next, /Sign in again to get one, or set OAuth scopes on the method/);
    const withoutOpenid = explainAnswer(bare, { ...access({ scope: 'orders/read' }), hasOther: false });
    equal(withoutOpenid.action, 'open_setting');
    match(withoutOpenid.next, /openid was not granted/);
  });

  it('says how to get an access token when the session has no access token', () => {
    const { action, next } = explainAnswer(bare, { ...id(), hasOther: false });
    equal(action, 'sign_in');
    match(next, /Sign in to get one/);
  });
});

describe('explainAnswer for an HTTP API with a JWT authorizer', () => {
  const audience = httpApi(401, bearer('invalid_token', 'the token does not have a valid audience'));
  const scope = httpApi(403, bearer('insufficient_scope', 'x', 'orders/write orders/read'), 'Forbidden');
  const noScope = httpApi(403, bearer('insufficient_scope'), 'Forbidden');
  const hasExpired = httpApi(401, bearer('invalid_token', 'the token has expired'));
  const badIssuer = httpApi(401, bearer('invalid_token', 'invalid issuer'));
  const segments = httpApi(401, bearer('invalid_token', 'token contains an invalid number of segments'));
  const bound = access({ aud: 'https://api.example.com' });
  const reader = access({ scope: 'openid orders/read' });
  explains([
    [
      'audience',
      audience,
      access(),
      'audience_wrong',
      new RegExp(`no aud, and its client_id is ${clientId}\\. Add`),
    ],
    [
      'audience, bound',
      audience,
      bound,
      'audience_wrong',
      /aud .*api\.example\.com, so its client_id does not/,
    ],
    [
      'audience, ID token',
      audience,
      id(),
      'audience_wrong',
      new RegExp(`aud of this token is ${clientId}\\.`),
    ],
    ['audience, no token', audience, undefined, 'audience_wrong', /The API says so\. Add/],
    [
      'scope',
      scope,
      reader,
      'scope_missing',
      /have the scope orders\/write\..*The token has openid, orders\/read\./,
    ],
    ['scope, no token', scope, undefined, 'scope_missing', /asks for orders\/write, orders\/read\./],
    [
      'scope without a name',
      noScope,
      access({ scope: '' }),
      'scope_missing',
      /not say which.*token has no scopes/,
    ],
    [
      'scope, ID token',
      scope,
      id(),
      'access_token_wanted',
      /^The API wants.*orders\/write, orders\/read, and only/,
    ],
    ['scope without a name, ID token', noScope, id(), 'access_token_wanted', /asks for a scope, and only/],
    ['expired', hasExpired, access({ exp: now + 300 }), 'token_expired', /expired 5 minutes before/],
    ['expired, another token', hasExpired, access(), 'token_expired', /another 50 minutes, so another token/],
    ['expired, no token', hasExpired, undefined, 'token_expired', /not known here/],
    ['issuer', badIssuer, access(), 'issuer_wrong', new RegExp(`^The API does not accept.*${issuer}`)],
    ['no token in the header', segments, access(), 'token_unreadable', /“token contains an.*second “Bearer”/],
    ['no header', httpApi(401, 'Bearer'), access(), 'token_missing', /^The API found no token/],
  ]);

  it('names at most eight scopes', () => {
    const many = Array.from({ length: 10 }, (_, index) => `a/${index}`).join(' ');
    const { what } = explainAnswer(httpApi(403, bearer('insufficient_scope', '', many)), access());
    match(what, /scopes a\/0, .*a\/7 and 2 more\.$/);
  });
});

describe('explainAnswer for AppSync', () => {
  const says = (message: string) => appSync(401, 'UnauthorizedException', message);
  const noHeader = says('Valid authorization header not provided.');
  const noReason = says('You are not authorized to make this call.');
  const noMessage = answer(401, {}, { errors: [{ errorType: 'UnauthorizedException' }] });
  const field = appSync(200, 'Unauthorized', 'Not Authorized to access listOrders on type Query');
  const cut = answer(200, {}, '{"data":null,"errors":[{"errorType": "Unauthorized","mess');
  const old = id({ exp: now });
  explains([
    ['no header', noHeader, access(), 'appsync_unauthorized', /“Valid.*provided”.*is missing, or none/],
    ['no reason', noReason, id(), 'appsync_unauthorized', new RegExp(`with the pool ${issuer}`)],
    ['no token', says('Unable to parse JWT token.'), undefined, 'appsync_unauthorized', /no whole token/],
    ['no message', noMessage, undefined, 'appsync_unauthorized', /It gives no reason/],
    ['expired', says('Token has expired.'), old, 'token_expired', /API says.*10 minutes before/],
    ['expired without saying so', noReason, old, 'token_expired', /probably/],
    ['a field', field, id(), 'appsync_field_denied', /listOrders on type Query”\..*groups admin, user\./],
    ['a field, no groups', field, access(), 'appsync_field_denied', /The token has no groups/],
    ['a field in a cut body', cut, undefined, 'appsync_field_denied', /does not say which field/],
  ]);
});

describe('explainAnswer for other servers', () => {
  const quotes = 'error="invalid_token", error_description="The audience \\"x\\" is wrong"';
  const noBearer = answer(401, { 'www-authenticate': quotes });
  const noError = answer(401, { 'www-authenticate': 'Bearer realm="api"' });
  const silent = answer(401, { server: 'nginx' }, 'no');
  explains([
    ['expired', answer(401, {}, { message: 'jwt expired' }), expired, 'token_expired', /API says/],
    ['a challenge without Bearer', noBearer, access(), 'audience_wrong', /looks only for aud/],
    ['a challenge without an error', noError, undefined, 'token_missing', /probably found no token/],
    ['no words, expired', silent, expired, 'token_expired', /probably/],
  ]);
});

describe('explainAnswer does not know', () => {
  const forbidden = { message: 'Forbidden' };
  const noReason = httpApi(401, bearer('invalid_token', 'signing method HS256 is invalid'));
  const always = answer(401, { 'www-authenticate': 'Bearer' }, {});
  const basic = answer(401, { 'www-authenticate': 'Basic realm="x"' }, {});
  const lambda = answer(200, {}, { errors: [{ errorType: 'Lambda:Unhandled' }, null] });
  const failed = answer(500, {}, { message: 'The incoming token has expired' });
  explains([
    [
      'a bare 401 and no token',
      bare,
      undefined,
      'unknown',
      /status 401; .*UnauthorizedException.*there is no token/,
    ],
    [
      '“Forbidden” of a REST API',
      restApi(403, 'ForbiddenException', 'Forbidden'),
      id(),
      'unknown',
      /key.*AWS WAF/,
    ],
    [
      '“Forbidden” of an HTTP API',
      httpApi(403, '', 'Forbidden'),
      id(),
      'unknown',
      /Lambda authorizer denies/,
    ],
    [
      '“Forbidden” of nginx',
      answer(403, { server: 'nginx' }, forbidden),
      id(),
      'unknown',
      /the server nginx;/,
    ],
    ['a bare 403, expired', answer(403, {}), expired, 'unknown', /Known: status 403\./],
    ['a 401', answer(401, {}, { detail: 'Could not validate' }), access(), 'unknown', /Known: status 401\./],
    ['a challenge without an error', always, access(), 'unknown', /headers www-authenticate/],
    ['a challenge of another scheme', basic, access(), 'unknown', /headers www-authenticate/],
    ['an unknown description', noReason, access(), 'unknown', /number is in the header apigw-requestid/],
    ['a page', answer(403, {}, '<p>jwt expired, audience, issuer</p>'), access(), 'unknown', /Known/],
    ['a load balancer’s failure', loadBalancer(502, 'Bad Gateway'), access(), 'unknown', /server awselb/],
    ['a failed server', failed, expired, 'unknown', /not known as a refusal/],
    ['an accepted request', lambda, access(), 'unknown', /not known as a refusal/],
    ['errors that are no list', answer(401, {}, { errors: 'Unauthorized' }), access(), 'unknown', /Known/],
  ]);

  it('which token was sent', () => {
    match(explainAnswer(answer(401, {}), undefined).why, /token that was sent is not known/);
    doesNotMatch(explainAnswer(answer(401, {}), access()).why, /compared/);
  });

  it('the token that was sent when the session was refreshed after the answer', () => {
    match(
      textOf(explainAnswer(bare, access({ iat: now + 1300, exp: now + 4900 }))),
      /issued after the answer/,
    );
    equal(explainAnswer(bare, access({ iat: now + 1100 })).cause, 'id_token_wanted');
  });
});
