import * as l10n from '@vscode/l10n';
import type { Evidence } from './answer';
import type { Explanation } from './causes';

/** A cause, and the error types and messages that AWS documents for it. */
interface KnownAnswer {
  readonly types: readonly string[];
  readonly messages: RegExp;
  readonly explain: (message: string) => Explanation;
}

/**
 * Explains answers of API Gateway that name a cause which does not depend on the token.
 * Sources: AWS, "How do I troubleshoot HTTP 403 errors from API Gateway?", "Gateway responses for REST APIs in API Gateway",
 * "Use API Gateway Lambda authorizers".
 */
const knownAnswers: readonly KnownAnswer[] = [
  {
    types: ['MissingAuthenticationTokenException'],
    messages: /^Missing Authentication Token$/,
    explain: () => ({
      cause: 'route_missing',
      what: l10n.t('The API probably has no such route (“Missing Authentication Token”).'),
      why: l10n.t(
        'API Gateway answers so for a path or a method that a REST API does not have, and for a route that wants an AWS signature when the request has none. It does not mean a token of a user pool.',
      ),
      next: l10n.t(
        'Compare the path, the stage and the HTTP method with the API, and check that the API was deployed after its last change.',
      ),
    }),
  },
  {
    types: ['IncompleteSignatureException', 'InvalidSignatureException', 'UnrecognizedClientException'],
    messages:
      /^Authorization header requires 'Credential' parameter|key=value pair \(missing equal-sign\) in Authorization header|^The security token included in the request is invalid/,
    explain: () => ({
      cause: 'aws_signature_wanted',
      what: l10n.t('The API read the Authorization header as an AWS signature, not as a token.'),
      why: l10n.t(
        'API Gateway does so on a route with IAM authorization, and on a path or a method that a REST API does not have.',
      ),
      next: l10n.t(
        'Compare the path, the stage and the HTTP method with the API. If they are right, sign the request with AWS credentials, or give the route an authorizer for the user pool.',
      ),
    }),
  },
  {
    types: [],
    messages: /^User: .{1,200} is not authorized to perform: execute-api:Invoke\b/,
    explain: resourcePolicy,
  },
  {
    types: [],
    messages: /^User is not authorized to access this resource\b/,
    explain: authorizerDeny,
  },
];

/** The cause that an answer of API Gateway names. @returns undefined for any other answer */
export function gatewayCause({ errorType, statements }: Evidence): Explanation | undefined {
  for (const { types, messages, explain } of knownAnswers) {
    const message = statements.find((statement) => messages.test(statement));
    if (message !== undefined || types.includes(errorType)) return explain(message ?? '');
  }
  return undefined;
}

function resourcePolicy(message: string): Explanation {
  const denies = message.includes('explicit deny');
  const anonymous = message.startsWith('User: anonymous');
  return {
    cause: 'resource_policy',
    what:
      anonymous && denies
        ? l10n.t('The resource policy of the API denies the request.')
        : denies
          ? l10n.t('A policy of the API denies the request.')
          : l10n.t('A policy of the API does not allow the request.'),
    why: anonymous
      ? l10n.t`API Gateway treats the caller as anonymous, so the token did not decide. ${
          denies
            ? l10n.t(
                'A statement of the resource policy denies the request, for example because of its source address.',
              )
            : l10n.t('Either the resource policy allows no such request, or the route has IAM authorization.')
        }`
      : l10n.t(
          'API Gateway decided about an AWS identity: the route has IAM authorization, or the API has a resource policy.',
        ),
    next: l10n.t(
      'Check the resource policy of the API and the authorization of the route. Another token does not help.',
    ),
  };
}

function authorizerDeny(message: string): Explanation {
  const denies = message.includes('explicit deny');
  return {
    cause: 'lambda_authorizer_deny',
    what: denies
      ? l10n.t('The Lambda authorizer of the API denies the request.')
      : l10n.t('The Lambda authorizer of the API probably does not allow the request.'),
    why: denies
      ? l10n.t(
          'The policy that the authorizer returned has a deny for this request. The code of the authorizer decides what a token must have.',
        )
      : l10n.t(
          'The policy that the authorizer returned does not allow this request, for example because it was cached for another path. AWS documents the same type of answer for Cognito authorizers.',
        ),
    next: l10n.t('Look into the logs of the authorizer’s Lambda function.'),
  };
}
