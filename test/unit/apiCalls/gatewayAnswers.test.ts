import { accessClaims, now, unsigned } from '../../support/tokens';
import { access, answer, cloudFront, explains, id, loadBalancer, restApi } from './answers';

describe('explainAnswer for API Gateway’s routes and policies', () => {
  const invoke =
    'execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********1234:a1b2c3/prod/GET/x';
  const denied = (message: string) => restApi(403, 'AccessDeniedException', message);
  const caller = (name: string, end = '') =>
    denied(`User: ${name} is not authorized to perform: ${invoke}${end}`);
  const noRoute = 'Missing Authentication Token';
  const credential = `Authorization header requires 'Credential' parameter. Authorization=Bearer ${unsigned(accessClaims())}`;
  const equalSign =
    "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): 'c4c5o9='.";
  const inTheOldWords = answer(403, {}, { message: `'a.b.c' not a valid ${equalSign.slice(8)}` });
  const resource = 'User is not authorized to access this resource';
  const deny = denied(`${resource} with an explicit deny in an identity-based policy`);
  const signature = restApi(403, 'IncompleteSignatureException', credential);
  const policy = caller('anonymous', ' with an explicit deny');
  const role = caller('arn:aws:sts::123456789012:assumed-role/a/b', ' with an explicit deny');
  const typed = restApi(403, 'MissingAuthenticationTokenException', 'Other words of this API');
  explains([
    [
      'no route',
      answer(403, {}, { message: noRoute }),
      access(),
      'route_missing',
      /stage and the HTTP method/,
    ],
    ['no route, by its type', typed, id(), 'route_missing', /probably has no such route/],
    ['no signature', signature, access(), 'aws_signature_wanted', /AWS signature.*IAM.*does not have/],
    ['no signature, hashed', answer(403, {}, { message: equalSign }), id(), 'aws_signature_wanted', /IAM/],
    ['no signature, older', inTheOldWords, id(), 'aws_signature_wanted', /IAM/],
    ['a policy’s deny', policy, access(), 'resource_policy', /^The resource policy.*denies.*source address/],
    ['no allow', caller('anonymous'), access(), 'resource_policy', /does not allow.*IAM authorization/],
    ['a role', role, access(), 'resource_policy', /^A policy of the API denies.*AWS identity/],
    ['a Lambda authorizer’s deny', deny, access(), 'lambda_authorizer_deny', /^The Lambda.*API denies/],
    ['no allow', denied(resource), access(), 'lambda_authorizer_deny', /probably does not allow/],
  ]);
});

describe('explainAnswer for what is in front of an API', () => {
  const blocked = cloudFront('Request blocked.');
  const country = cloudFront(
    'The Amazon CloudFront distribution is configured to block access from your country.',
  );
  const method = cloudFront('This distribution is not configured to allow the HTTP request method.');
  const captcha = answer(405, { 'x-amzn-waf-action': 'captcha' });
  const required = loadBalancer(401, 'Authorization Required');
  const expired = access({ exp: now });
  explains([
    ['“Request blocked”', blocked, expired, 'firewall', /AWS WAF.*probably/],
    ['a captcha', captcha, access(), 'firewall', /x-amzn-waf-action with captcha/],
    ['a country', country, access(), 'cloudfront_rule', /country/],
    ['a method', method, access(), 'cloudfront_rule', /HTTP method/],
    ['another page', cloudFront('Bad request.'), access(), 'cloudfront_rule', /no reason that is known/],
    ['a load balancer’s 401', required, access(), 'load_balancer_rule', /verifies tokens/],
    ['a load balancer’s 401, expired', required, expired, 'token_expired', /probably/],
    [
      'a load balancer’s 403',
      loadBalancer(403, 'Forbidden'),
      expired,
      'load_balancer_rule',
      /AWS WAF.*fixed/,
    ],
  ]);
});
