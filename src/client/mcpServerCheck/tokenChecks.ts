import * as l10n from '@vscode/l10n';
import { duration } from '../../core/duration';
import { CognitoError, quoted } from '../../core/errors';
import { audiencesOf, claimsOf, clientOf, textClaim } from '../../core/jwt';
import type { Profile } from '../../core/profile';
import { scopesOf } from '../../core/scopes';
import { shortestUse } from '../../core/session';
import { failed, note, passed, unknown, type Check, type Outcome } from '../appClientCheck/checks';
import type { CheckedMcpServer, HeldToken } from './checks';
import type { Challenge, McpAnswer } from './initialize';
import { resourceOf, type ResourceMetadata } from './resourceMetadata';

/** In characters. Source: AWS, CreateUserPoolClient, AllowedOAuthScopes. */
const longestScope = 256;

/** Source: RFC 6750 section 3.1. */
const insufficientScope = 'insufficient_scope';

const noToken = l10n.t('There is no token to look at.');

/** Whether the profile has a token for the server, and for long enough. @param now milliseconds since 1970 */
export function tokenCheck({ value: held, error }: Outcome<HeldToken>, now: number): Check<'token'> {
  if (error) return unknown('token', noToken, error);
  const seconds = Math.round((held.expiresAt - now) / 1000);
  const seen = l10n.t`The token is valid for another ${duration(Math.max(seconds, 0) * 1000)}.`;
  return seconds * 1000 < shortestUse
    ? failed('token', seen, new CognitoError('mcp_token_short', { seconds }))
    : passed('token', seen);
}

/** The answers of an MCP server to a client without a token, and to one with it. */
export interface Answers {
  readonly without: McpAnswer;
  /** Undefined when no token was sent. */
  readonly withToken: McpAnswer | undefined;
}

/**
 * Whether the token has the scopes that the server names. The metadata lists all that the server has, so a token needs only those of
 * the challenge, unless the server says that its scopes are insufficient.
 * Source: MCP 2025-11-25, "Authorization", "Scope Selection Strategy".
 */
export function scopesCheck(
  { token, url }: CheckedMcpServer,
  held: HeldToken | undefined,
  metadata: ResourceMetadata | undefined,
  { without, withToken }: Answers,
): Check<'scopes'> {
  const challenges = [withToken, without].flatMap((answer) =>
    answer?.kind === 'refused' ? [answer.challenge] : [],
  );
  const named = challenges.find(({ scopes }) => scopes.length > 0);
  const all = named?.scopes ?? metadata?.scopes ?? [];
  const wanted = all.filter((scope) => scope.length <= longestScope);
  if (wanted.length === 0) return passed('scopes', l10n.t('The MCP server names no scopes.'));
  if (token === 'id') return unknown('scopes', l10n.t('An ID token has no scopes.'));
  if (held === undefined) return unknown('scopes', noToken);
  const granted = scopesOf(claimsOf(held.token).scope);
  const missing = wanted.filter((scope) => !granted.includes(scope));
  if (missing.length === 0) {
    return passed('scopes', l10n.t`The token has these scopes: ${wanted.join(', ')}.`);
  }
  const detail = { host: new URL(url).host, scopes: missing.join(' ') };
  const error = new CognitoError('mcp_scopes_missing', detail);
  const isNeeded =
    named !== undefined || challenges.some((challenge) => challenge.error === insufficientScope);
  if (isNeeded && withToken?.kind !== 'let_in') {
    return failed('scopes', l10n.t`The token does not have these scopes: ${missing.join(', ')}.`, error);
  }
  const seen = l10n.t`The token does not have every scope of the server, and may not need to. Missing: ${missing.join(', ')}.`;
  return note('scopes', seen, error);
}

/**
 * Whether the pool has a resource server for the URL. Without one, the token endpoint answers invalid_grant to a sign-in with the
 * parameter `resource`, which MCP clients send. Only an access token shows that there is one: it has the audience.
 * @param ofServer what names the MCP server, as `resourceOf`
 * Sources: RFC 8707 section 2; AWS, "Resource binding".
 */
export function resourceServerCheck(
  { resource: ofProfile }: Profile,
  ofServer: string,
  held: HeldToken | undefined,
): Check<'resourceServer'> {
  const resource = ofProfile ?? ofServer;
  if (held !== undefined && audiencesOf(claimsOf(held.session.accessToken)).includes(resource)) {
    return passed('resourceServer', l10n.t`The access token has the audience ${resource}.`);
  }
  const isRefused = ofProfile !== undefined && held?.session.resource === ofProfile;
  const detail = { resource, state: isRefused ? 'refused' : undefined };
  const error = new CognitoError('mcp_resource_server_missing', detail);
  if (isRefused) {
    return failed(
      'resourceServer',
      l10n.t('The access token does not have the audience of the profile.'),
      error,
    );
  }
  const seen = l10n.t`Whether the pool has the resource server ${resource} could not be told.`;
  return ofProfile === undefined
    ? note('resourceServer', seen, error)
    : unknown('resourceServer', seen, error);
}

/** What decides why a token was refused, beside the answer. */
export interface Refusal {
  readonly server: CheckedMcpServer;
  readonly held: HeldToken | undefined;
  readonly metadata: ResourceMetadata | undefined;
  /** The checks that can have found the reason already. */
  readonly earlier: readonly Check[];
  readonly maySend: boolean;
}

/** Whether the server accepts the token. */
export function acceptedCheck({ without, withToken }: Answers, refusal: Refusal): Check<'accepted'> {
  const { server, held, earlier, maySend } = refusal;
  const { host } = new URL(server.url);
  if (without.kind === 'unusable') {
    return unknown('accepted', l10n.t('The MCP server did not ask for a token.'));
  }
  if (without.kind === 'let_in') {
    return unknown('accepted', l10n.t('The MCP server answered without a token, so none was sent.'));
  }
  if (server.profile.production) {
    return unknown('accepted', l10n.t('No token of a production profile is sent by this check.'));
  }
  if (!maySend) {
    return unknown(
      'accepted',
      l10n.t(
        'No token was sent, because this workspace names the URL or the profile. Start the MCP server once to approve it.',
      ),
    );
  }
  if (held === undefined || withToken === undefined) return unknown('accepted', noToken);
  if (withToken.kind === 'let_in') return passed('accepted', l10n.t`${host} accepted the token.`);
  if (withToken.kind === 'unusable') {
    return unknown(
      'accepted',
      l10n.t`${host} answered neither with acceptance nor with refusal.`,
      withToken.error,
    );
  }
  const { challenge } = withToken;
  const seen = l10n.t`${host} refused the token with status ${challenge.status}.`;
  const error = refusedToken(challenge, { ...refusal, held });
  const isExplained = earlier.some(({ status }) => status === 'failed');
  return isExplained && error.detail.reason !== 'audience'
    ? unknown('accepted', l10n.t`${seen} Another failed check says why.`)
    : failed('accepted', seen, error);
}

/** Why a server refuses a token, as far as the answer and the token tell, and the facts that the reason can be in. */
function refusedToken(
  { status, error, description }: Challenge,
  { server: { url, token }, held, metadata }: Refusal & { readonly held: HeldToken },
): CognitoError {
  const claims = claimsOf(held.token);
  const audiences = audiencesOf(claims);
  const expected = resourceOf(url, metadata);
  const isToldSo =
    /\baud/i.test(description ?? '') || (metadata?.resource === expected && audiences.length > 0);
  const isAudience = isToldSo && !audiences.includes(expected);
  const said = description ?? error;
  return new CognitoError('mcp_token_refused', {
    host: new URL(url).host,
    status,
    reason: token === 'id' ? 'id_token' : isAudience ? 'audience' : undefined,
    expected,
    issuer: textClaim(claims, 'iss'),
    found: audiences.join(', ') || undefined,
    clientId: clientOf(claims),
    scopes: scopesOf(claims.scope).join(', ') || undefined,
    description: said === undefined ? undefined : quoted(said),
  });
}
