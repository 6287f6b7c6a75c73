import * as l10n from '@vscode/l10n';
import { isCognitoIssuer, originalForm } from '../core/issuer';
import { audiencesOf, textClaim } from '../core/jwt';
import { scopesOf } from '../core/scopes';
import type { Evidence, SentToken } from './answer';
import { claimed, isBareUnauthorized, itSays, type Explanation } from './causes';
import { expiredCause, hasExpired } from './expiry';
import { listed, wantsAccess, wantsId, type CauseSource } from './kindCauses';

type Token = SentToken | undefined;

/**
 * The cause that the server itself states, in the challenge or in the body.
 * @param token what was sent; undefined when that is not known
 * @returns undefined when no statement is known here
 * Sources: RFC 6750 section 3.1; AWS, "Troubleshooting issues with HTTP API JWT authorizers"; the messages of aws-jwt-verify; and
 * “The incoming token has expired” of the Cognito authorizer of REST APIs, which AWS does not document.
 */
export function statedCause(evidence: Evidence, token: Token): Explanation | undefined {
  const { challenge, statements } = evidence;
  const states = (pattern: RegExp): string | undefined => statements.find((text) => pattern.test(text));
  const wrongKind = states(/\btoken use not allowed: (?:id|access)\b/i);
  if (wrongKind !== undefined) {
    return /\ballowed: id\b/i.test(wrongKind) ? wantsAccess(token) : wantsId(token);
  }
  if (
    challenge?.get('error') === 'insufficient_scope' ||
    states(/\b(?:scope not allowed|insufficient.scope)\b/i) !== undefined
  ) {
    return token?.kind === 'id'
      ? wantsAccess(token, 'stated', required(evidence))
      : scopeMissing(evidence, token);
  }
  if (states(/\b(?:token (?:has |is )?expired|jwt (?:has |is )?expired)\b/i) !== undefined) {
    return expiredCause(evidence, token, 'stated');
  }
  if (states(/\baudience\b|\bclient id not allowed\b/i) !== undefined) return audienceWrong(evidence, token);
  if (states(/\bissuer\b/i) !== undefined) return issuerWrong(token, l10n.t('The API says so.'));
  const unreadable = states(
    /\binvalid number of segments\b|\bunable to (?:parse|decode)\b|\b(?:jwt|token) (?:is )?malformed\b/i,
  );
  if (unreadable !== undefined) return tokenUnreadable(unreadable);
  return noToken(evidence, token);
}

/**
 * The cause that a comparison with the token suggests, for a 401 that names none.
 * Source: AWS, "How do I troubleshoot “401 Unauthorized” errors from an API Gateway REST API endpoint after I've set up an Amazon
 * Cognito user pool?"
 */
export function suggestedCause(evidence: Evidence, token: SentToken): Explanation | undefined {
  if (evidence.status !== 401) return undefined;
  if (hasExpired(evidence, token)) return expiredCause(evidence, token, 'suggested');
  if (!isBareUnauthorized(evidence)) return undefined;
  const issuer = textClaim(token.claims, 'iss') ?? '';
  if (issuer !== '' && !isCognitoIssuer(issuer)) {
    const why = l10n.t(
      'A Cognito authorizer takes only tokens of user pools. A Lambda authorizer has the same answer for its own reasons.',
    );
    return issuerWrong(token, why, 'suggested');
  }
  if (token.kind === 'access') return wantsId(token, 'suggested');
  if (issuer !== originalForm(issuer)) {
    const why = l10n.t(
      'The pool uses the updated issuer, and the Cognito authorizer of REST APIs may not accept it. A method with OAuth scopes, which takes the access token, has the same answer.',
    );
    return issuerWrong(token, why, 'suggested');
  }
  return wantsAccess(token, 'suggested');
}

/** The scopes that the challenge names. Source: RFC 6750 section 3. */
function required({ challenge }: Evidence): readonly string[] {
  return scopesOf(challenge?.get('scope'));
}

/** Source: RFC 6750 section 3.1; AWS, "Control access to HTTP APIs with JWT authorizers in API Gateway": one scope is enough there. */
function scopeMissing(evidence: Evidence, token: Token): Explanation {
  const named = required(evidence);
  const granted = scopesOf(token?.claims.scope);
  const missing = named.filter((scope) => !granted.includes(scope));
  const has =
    granted.length === 0
      ? l10n.t(' The token has no scopes.')
      : l10n.t` The token has ${claimed(granted.slice(0, 8).join(', '))}.`;
  return {
    cause: 'scope_missing',
    what:
      token === undefined || missing.length === 0
        ? l10n.t('The API wants a scope that the token does not have.')
        : missing.length === 1
          ? l10n.t`The token does not have the scope ${listed(missing)}.`
          : l10n.t`The token does not have the scopes ${listed(missing)}.`,
    why: `${
      named.length === 0
        ? l10n.t('The API does not say which scope.')
        : l10n.t`The API asks for ${listed(named)}. API Gateway wants one of the scopes that it names.`
    }${token === undefined ? '' : has}`,
    next: l10n.t('Allow the scope on the app client, request it in the profile, and sign in again.'),
    action: 'check_app_client',
  };
}

/** Source: AWS, "Troubleshooting issues with HTTP API JWT authorizers": client_id counts only when there is no aud. */
function audienceWrong({ header }: Evidence, token: Token): Explanation {
  return {
    cause: 'audience_wrong',
    what: l10n.t('The token is for another audience than the one that the API accepts.'),
    why: `${l10n.t('The API says so.')}${token === undefined ? '' : audiences(token, header('apigw-requestid') !== '')}`,
    next: l10n.t(
      'Add the id of this app client to the audiences of the API’s authorizer, or use a profile of an app client that is there.',
    ),
    action: 'open_setting',
  };
}

/** Sentences about the token, each with a space before it. */
function audiences({ claims }: SentToken, ofApiGateway: boolean): string {
  const audience = audiencesOf(claims).map(String).join(', ');
  const clientId = textClaim(claims, 'client_id');
  if (audience !== '') {
    return clientId === undefined
      ? l10n.t` The aud of this token is ${claimed(audience)}.`
      : l10n.t` The aud of this token is ${claimed(audience)}, so its client_id does not count in API Gateway.`;
  }
  if (clientId === undefined) return '';
  const onlyAud = ofApiGateway
    ? ''
    : l10n.t(' A server that looks only for aud accepts no such access token.');
  return `${l10n.t` This token has no aud, and its client_id is ${claimed(clientId)}.`}${onlyAud}`;
}

function issuerWrong(token: Token, reason: string, source: CauseSource = 'stated'): Explanation {
  const issuer = token && textClaim(token.claims, 'iss');
  return {
    cause: 'issuer_wrong',
    what:
      source === 'stated'
        ? l10n.t('The API does not accept the issuer of the token.')
        : l10n.t('The API probably does not accept the issuer of the token.'),
    why: `${reason}${issuer === undefined ? '' : l10n.t` The token is from ${claimed(issuer)}.`}`,
    next: l10n.t(
      'Compare it with the issuer or the user pool of the API’s authorizer. If the API belongs to another pool, use a profile of that pool.',
    ),
    action: 'open_setting',
  };
}

function tokenUnreadable(statement: string): Explanation {
  return {
    cause: 'token_unreadable',
    what: l10n.t('The API could not read the token.'),
    why: itSays(statement) ?? l10n.t('The API says so.'),
    next: l10n.t(
      'Send the whole token after “Bearer ”, without quotation marks, line breaks or a second “Bearer”.',
    ),
  };
}

/** A challenge without an error is for requests without a token, but some servers send it always. Source: RFC 6750 section 3.1. */
function noToken({ status, challenge, header }: Evidence, token: Token): Explanation | undefined {
  if (status !== 401 || challenge === undefined || challenge.has('error')) return undefined;
  const ofApiGateway = header('apigw-requestid') !== '';
  if (!ofApiGateway && token !== undefined) return undefined;
  return {
    cause: 'token_missing',
    what: ofApiGateway
      ? l10n.t('The API found no token in the request.')
      : l10n.t('The API probably found no token in the request.'),
    why: l10n.t(
      'It asks for a bearer token and names no error, as RFC 6750 wants it for a request without a token.',
    ),
    next: l10n.t(
      'Send the token in the header Authorization, after “Bearer ”. A redirect or a proxy can remove this header, and an authorizer can look for the token elsewhere.',
    ),
  };
}
