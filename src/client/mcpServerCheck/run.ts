import * as l10n from '@vscode/l10n';
import { CognitoError } from '../../core/errors';
import { isMachine } from '../../core/profile';
import {
  failed,
  isUnreachable,
  note,
  outcome,
  passed,
  unknown,
  type Check,
  type Outcome,
} from '../appClientCheck/checks';
import { callbackCheck } from '../appClientCheck/signInChecks';
import { chooseCallbackUrl } from '../appClientCheck/tryAuthorize';
import { authorizationServerChecks, type PoolFacts } from './authorizationServer';
import type { CheckedMcpServer, McpServerCheck, McpServerCheckContext } from './checks';
import { initialize, type McpAnswer } from './initialize';
import { findResourceMetadata, resourceCheck, resourceOf, type ResourceMetadata } from './resourceMetadata';
import { acceptedCheck, resourceServerCheck, scopesCheck, tokenCheck } from './tokenChecks';

/**
 * Checks what an MCP server, the app client and other MCP clients need of each other. The token is sent to the URL of the entry only,
 * and no host is asked that the profile or the entry does not name.
 * @throws CognitoError sign_in_cancelled when the user does not trust the profile, or no longer waits
 */
export async function runMcpServerCheck(
  server: CheckedMcpServer,
  context: McpServerCheckContext,
): Promise<readonly McpServerCheck[]> {
  const { url, profile } = server;
  const { signal = null, now, approve } = context;
  const maySend = context.maySend && !profile.production;
  const fetch: McpServerCheckContext['fetch'] = (address, init, isWhole) =>
    context.fetch(address, { ...init, signal }, isWhole);
  assertNotCancelled(signal);
  await approve();
  const holding = outcome(context.held());
  const [without, { value: endpoints }, { value: held }, token] = await Promise.all([
    initialize(url, fetch),
    outcome(context.discover(profile)),
    holding,
    // Its remaining time counts from here, and not from when the other requests end.
    holding.then((found) => tokenCheck(found, now())),
  ]);
  if (endpoints !== undefined) await approve(endpoints);
  const facts: PoolFacts = { profile, endpoints, held };
  const isRefused = without.kind === 'refused';
  const [metadata, callback, withToken] = await Promise.all([
    isRefused ? findResourceMetadata(url, without.challenge.metadata, fetch) : undefined,
    callbackChecks(facts, { ...context, fetch }),
    isRefused && maySend && held !== undefined ? initialize(url, fetch, held.token) : undefined,
  ]);
  const answers = { without, withToken };
  // The entry of an accepted token works, so that only other MCP clients miss the metadata.
  const judge = withToken?.kind === 'let_in' ? note : failed;
  const ofMetadata = await metadataChecks(url, metadata, facts, fetch, judge);
  const scopes = scopesCheck(server, held, metadata?.value, answers);
  assertNotCancelled(signal);
  const earlier = [token, scopes, ...ofMetadata.filter(({ id }) => id === 'issuer')];
  return [
    serverCheck(url, without),
    token,
    scopes,
    acceptedCheck(answers, { server, held, metadata: metadata?.value, earlier, maySend }),
    ...callback,
    resourceServerCheck(profile, resourceOf(url, metadata?.value), held),
    ...ofMetadata,
  ];
}

function assertNotCancelled(signal: AbortSignal | null): void {
  if (signal?.aborted) throw new CognitoError('sign_in_cancelled');
}

/** Whether an MCP server answers, and asks for a token. */
function serverCheck(url: string, answer: McpAnswer): Check<'server'> {
  const { host } = new URL(url);
  switch (answer.kind) {
    case 'unusable':
      return failed('server', whatItDid(host, answer.error), answer.error);
    case 'refused':
      return passed('server', l10n.t`${host} asks for a token (status ${answer.challenge.status}).`);
    case 'let_in':
      return note('server', l10n.t`${host} answers without a token. It may ask for one later, or never.`);
  }
}

/** What a server did that gave no answer of MCP, as a whole sentence. */
function whatItDid(host: string, error: CognitoError): string {
  if (isUnreachable(error)) return l10n.t`${host} did not answer.`;
  const { reason, status } = error.detail;
  return reason === 'too_large'
    ? l10n.t`${host} sent an answer that is far too large.`
    : l10n.t`${host} answered with status ${String(status)}.`;
}

/** Whether the app client allows the callback URL of the profile. A machine client has none. */
async function callbackChecks(
  { profile, endpoints }: PoolFacts,
  { source, fetch }: McpServerCheckContext,
): Promise<readonly Check<'callback'>[]> {
  if (isMachine(profile)) return [];
  if (endpoints === undefined) return [unknown('callback', l10n.t('The sign-in domain is not known.'))];
  const { redirectUri, verdict } = await chooseCallbackUrl(profile, endpoints, source, fetch);
  return [callbackCheck(redirectUri, await verdict)];
}

/**
 * What MCP clients that sign in themselves learn from the server.
 * @param metadata undefined when the server did not ask for a token
 * @param judge makes the check of metadata that is missing, or that is about another resource
 */
async function metadataChecks(
  url: string,
  metadata: Outcome<ResourceMetadata> | undefined,
  facts: PoolFacts,
  fetch: McpServerCheckContext['fetch'],
  judge: typeof failed,
): Promise<readonly McpServerCheck[]> {
  if (metadata?.value !== undefined) {
    return [
      passed('metadata', l10n.t`The resource metadata is at ${metadata.value.address}.`),
      resourceCheck(url, metadata.value, judge),
      ...(await authorizationServerChecks(url, metadata.value, facts, fetch)),
    ];
  }
  const missing =
    metadata === undefined
      ? l10n.t('The MCP server did not ask for a token.')
      : l10n.t('There is no resource metadata.');
  const rest = (['resource', 'issuer', 'pkce', 'registration'] as const).map((id) => unknown(id, missing));
  return [
    metadata === undefined ? unknown('metadata', missing) : missingCheck(metadata.error, judge),
    ...rest,
  ];
}

function missingCheck(error: CognitoError, judge: typeof failed): Check<'metadata'> {
  const isKnown = error.code === 'mcp_metadata_missing' || error.code === 'mcp_metadata_elsewhere';
  return isKnown
    ? judge('metadata', l10n.t('The resource metadata was not found.'), error)
    : unknown('metadata', l10n.t('The resource metadata could not be read.'), error);
}
