import * as l10n from '@vscode/l10n';
import { quoted } from '../core/errors';
import type { LevelRequest } from '../core/levels';
import { plain, truncate } from '../core/text';
import type { Evidence } from './answer';

/** Why an API refused a request. */
export type CauseId =
  | 'id_token_wanted'
  | 'access_token_wanted'
  | 'scope_missing'
  | 'audience_wrong'
  | 'issuer_wrong'
  | 'token_expired'
  | 'authentication_insufficient'
  | 'token_missing'
  | 'token_unreadable'
  | 'appsync_unauthorized'
  | 'appsync_field_denied'
  | 'route_missing'
  | 'aws_signature_wanted'
  | 'resource_policy'
  | 'lambda_authorizer_deny'
  | 'firewall'
  | 'cloudfront_rule'
  | 'load_balancer_rule'
  | 'unknown';

/** What a button can do about a cause. */
export type CauseAction =
  | 'try_id_token'
  | 'try_access_token'
  | 'sign_in'
  | 'sign_in_with_level'
  | 'refresh'
  | 'check_app_client'
  | 'open_setting';

/** The text for people about the answer of an API: what happened, why, and what to do next. Each is one or more whole sentences. */
export interface Explanation {
  readonly cause: CauseId;
  readonly what: string;
  readonly why: string;
  readonly next: string;
  readonly action?: CauseAction | undefined;
  /** What a sign-in of the action `sign_in_with_level` asks for. */
  readonly level?: LevelRequest | undefined;
}

/**
 * Text from an answer as part of a sentence.
 * @returns undefined for a text that is empty or contains the start of a token: servers repeat the Authorization header
 */
export function said(text: string): string | undefined {
  if (/eyJ/.test(text.replaceAll(/[\p{C}\s]/gu, ''))) return undefined;
  const shown = plain(quoted(text)).trim();
  return shown === '' ? undefined : shown;
}

/** A sentence with what an answer says; undefined for a text that `said` does not show. */
export function itSays(text: string): string | undefined {
  const shown = said(text)?.replace(/\.$/, '');
  return shown === undefined ? undefined : l10n.t`It says: “${shown}”.`;
}

/** The value of a claim as part of a sentence. */
export function claimed(value: string): string {
  return plain(truncate(value, 200));
}

/** The headers that tell which service answered. */
const tellingHeaders = [
  'www-authenticate',
  'x-amzn-errortype',
  'server',
  'via',
  'x-cache',
  'x-amz-cf-id',
  'apigw-requestid',
  'x-amz-apigw-id',
  'x-amzn-requestid',
  'x-amzn-trace-id',
  'x-powered-by',
];
const requestIds = ['apigw-requestid', 'x-amzn-requestid', 'x-amz-cf-id', 'x-request-id'];

/**
 * The explanation of an answer that fits no known cause: what is known about it, and causes that have such an answer.
 * @param aside more sentences about what is not known, beginning with a space
 * Sources: AWS, "How do I troubleshoot HTTP 403 errors from API Gateway?", "Gateway response types for API Gateway".
 */
export function unknownCause(evidence: Evidence, aside = ''): Explanation {
  const { status, header, errorType } = evidence;
  const present = tellingHeaders.filter((name) => header(name) !== '');
  const [type, server] = [said(errorType), said(header('server'))];
  const known = [
    l10n.t`status ${status}`,
    ...(type === undefined ? [] : [l10n.t`the error type ${type}`]),
    ...(server === undefined ? [] : [l10n.t`the server ${server}`]),
    ...(present.length === 0 ? [] : [l10n.t`the headers ${present.join(', ')}`]),
  ];
  const id = requestIds.find((name) => header(name) !== '');
  return {
    cause: 'unknown',
    what: isRefusal(evidence)
      ? l10n.t`It is unknown why the API refused the request (status ${status}).`
      : l10n.t`The API answered with status ${status}, which is not known as a refusal of a token.`,
    why: `${l10n.t`Known: ${known.join('; ')}.`}${possibleCauses(evidence)}${aside}`,
    next: `${l10n.t('Look for this request in the logs of the API.')}${id === undefined ? '' : l10n.t` Its number is in the header ${id}.`}`,
  };
}

/** Whether the status is the one of a refusal. Source: RFC 9110 sections 15.5.2 and 15.5.4. */
export function isRefusal({ status }: Evidence): boolean {
  return status === 401 || status === 403;
}

/** Whether the answer is the bare 401 of a REST API’s authorizer. An HTTP API’s JWT authorizer adds a challenge. */
export function isBareUnauthorized({ status, header, errorType, challenge, statements }: Evidence): boolean {
  const ofRestApi = errorType === 'UnauthorizedException' || header('x-amz-apigw-id') !== '';
  return status === 401 && ofRestApi && challenge === undefined && statements[0] === 'Unauthorized';
}

/** Sentences about answers with several causes, each with a space before it. */
function possibleCauses(evidence: Evidence): string {
  if (isBareUnauthorized(evidence)) {
    return l10n.t(
      ' The authorizers of REST APIs answer so when there is no token, and when its kind or its user pool is wrong.',
    );
  }
  if (!evidence.statements.includes('Forbidden')) return '';
  if (evidence.header('apigw-requestid') !== '') {
    return l10n.t(
      ' An HTTP API answers “Forbidden” when a Lambda authorizer denies the request, and when the route wants an AWS signature.',
    );
  }
  return evidence.errorType === 'ForbiddenException'
    ? l10n.t(
        ' API Gateway answers “Forbidden” when an API key is missing or wrong, when AWS WAF blocks the request, and when it does not know the host name or the stage.',
      )
    : '';
}
