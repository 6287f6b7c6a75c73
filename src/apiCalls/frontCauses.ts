import * as l10n from '@vscode/l10n';
import type { Evidence } from './answer';
import { said, type Explanation } from './causes';

/**
 * The cause of a refusal by something in front of the API, which then saw neither the request nor the token.
 * @returns undefined when nothing in front of the API refused the request
 */
export function frontCause(evidence: Evidence): Explanation | undefined {
  return firewall(evidence) ?? cloudFront(evidence) ?? loadBalancer(evidence);
}

const webAcl = l10n.t(
  'Look for the rule in the sampled requests or the logs of the web ACL, and allow the request there. Another token does not help.',
);

/** Source: AWS WAF, "How the CAPTCHA and Challenge actions work". They have status 405 and 202. */
function firewall({ header, status }: Evidence): Explanation | undefined {
  const wafAction = said(header('x-amzn-waf-action'));
  if (wafAction === undefined) return undefined;
  return {
    cause: 'firewall',
    what: l10n.t`A firewall (AWS WAF) stopped the request (status ${status}).`,
    why: l10n.t`The answer has the header x-amzn-waf-action with ${wafAction}, which AWS WAF adds when it wants a browser to prove that a person uses it. The API did not see the token.`,
    next: webAcl,
  };
}

/** Source: AWS, "How do I troubleshoot 403 errors from CloudFront?" */
function cloudFront({ body, header, status }: Evidence): Explanation | undefined {
  const ofCloudFront = /cloudfront/i.test(`${header('server')} ${header('x-cache')} ${body}`);
  if (status < 400 || !ofCloudFront || !/The request could not be satisfied/i.test(body)) return undefined;
  if (/Request blocked/i.test(body)) {
    return {
      cause: 'firewall',
      what: l10n.t`A firewall (AWS WAF) at CloudFront probably stopped the request (status ${status}).`,
      why: l10n.t(
        'CloudFront answered with its page “Request blocked”, which AWS describes for AWS WAF. The API did not see the token.',
      ),
      next: webAcl,
    };
  }
  return {
    cause: 'cloudfront_rule',
    what: l10n.t`CloudFront refused the request before it reached the API (status ${status}).`,
    why: cloudFrontReason(body),
    next: l10n.t('Check the settings of the distribution. Another token does not help.'),
  };
}

function cloudFrontReason(body: string): string {
  if (/block access from your country/i.test(body)) {
    return l10n.t('The distribution blocks the country of the address that the request came from.');
  }
  if (/not configured to allow the HTTP request method/i.test(body)) {
    return l10n.t('The distribution does not allow this HTTP method.');
  }
  return l10n.t(
    'Its page gives no reason that is known here. It can be AWS WAF, or a host name that the distribution does not have.',
  );
}

/**
 * A load balancer names itself as the server only in its own answers.
 * Sources: AWS, "Troubleshoot your Application Load Balancers", "Verify JWTs using an Application Load Balancer".
 */
function loadBalancer({ header, status }: Evidence): Explanation | undefined {
  if (!/^awselb\b/i.test(header('server')) || (status !== 401 && status !== 403)) return undefined;
  const what = l10n.t`A load balancer refused the request before it reached the API (status ${status}).`;
  return status === 401
    ? {
        cause: 'load_balancer_rule',
        what,
        why: l10n.t(
          'It answers 401 when a rule verifies tokens and this one did not pass, and when a rule signs users in with a cookie and denies requests without it.',
        ),
        next: l10n.t(
          'Check the rules of the listener: the issuer, the keys and the claims of a rule that validates tokens, or what a sign-in rule does with unauthenticated requests.',
        ),
      }
    : {
        cause: 'load_balancer_rule',
        what,
        why: l10n.t(
          'AWS names one reason for a 403 of the load balancer itself: AWS WAF blocked the request. A rule with a fixed response can answer so, too.',
        ),
        next: l10n.t(
          'Look into the sampled requests of the web ACL, then at the rules of the listener. Another token does not help.',
        ),
      };
}
