import * as l10n from '@vscode/l10n';
import { textClaim } from '../core/jwt';
import type { Evidence, SentToken } from './answer';
import { claimed, itSays, type Explanation } from './causes';
import { expiredCause, hasExpired } from './expiry';

/**
 * The cause of a refusal by AppSync: it refuses a request with status 401, and a field with status 200.
 * @param token what was sent; undefined when that is not known
 * @returns undefined when the answer is not a refusal by AppSync
 * Source: AWS, "How do I troubleshoot “Unauthorized” errors when running GraphQL requests in AWS AppSync?"
 */
export function appSyncCause(evidence: Evidence, token: SentToken | undefined): Explanation | undefined {
  const request = evidence.errors.find(({ type }) => type === 'UnauthorizedException');
  if (request !== undefined) return requestRefused(evidence, request.message, token);
  const field = evidence.errors.find(({ type }) => type === 'Unauthorized');
  return field && fieldRefused(field.message, token);
}

function requestRefused(evidence: Evidence, message: string, token: SentToken | undefined): Explanation {
  if (/^Token has expired\b/i.test(message)) return expiredCause(evidence, token, 'stated');
  if (token !== undefined && hasExpired(evidence, token)) return expiredCause(evidence, token, 'suggested');
  const issuer = token && textClaim(token.claims, 'iss');
  return {
    cause: 'appsync_unauthorized',
    what: l10n.t('AppSync did not accept the authorization of the request (UnauthorizedException).'),
    why: `${itSays(message) ?? l10n.t('It gives no reason.')}${meaning(message)}`,
    next:
      issuer === undefined
        ? l10n.t(
            'Send the token alone in the header Authorization, without “Bearer”. Check that user pool authorization is on for this API, with the pool of the token, and that its filter for app clients matches.',
          )
        : l10n.t`Send the token alone in the header Authorization, without “Bearer”. Check that user pool authorization is on for this API, with the pool ${claimed(issuer)}, and that its filter for app clients matches.`,
  };
}

/** What is known about a message besides its words, with a space before it. */
function meaning(message: string): string {
  if (/^Unable to parse JWT token\b/i.test(message)) return l10n.t(' The header has no whole token.');
  return /authorization header/i.test(message)
    ? l10n.t(' The header is missing, or none of the API’s authorization modes takes what is in it.')
    : '';
}

function fieldRefused(message: string, token: SentToken | undefined): Explanation {
  return {
    cause: 'appsync_field_denied',
    what: l10n.t(
      'AppSync took the request, but a rule of the schema or a resolver refuses a field (Unauthorized).',
    ),
    why: `${itSays(message) ?? l10n.t('It does not say which field.')}${token === undefined ? '' : groups(token)}`,
    next: l10n.t(
      'Compare the rule with the claims of the token: groups, username, scopes, and the authorization mode of the field. New groups are in a token only after a refresh.',
    ),
  };
}

/** A sentence about the groups in a token, with a space before it. */
function groups({ claims }: SentToken): string {
  const value = Object.hasOwn(claims, 'cognito:groups') ? claims['cognito:groups'] : undefined;
  const names = Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
  return names.length === 0
    ? l10n.t(' The token has no groups.')
    : l10n.t` The token has the groups ${claimed(names.join(', '))}.`;
}
