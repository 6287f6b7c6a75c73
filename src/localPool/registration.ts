import * as v from 'valibot';
import { defined } from '../core/members';
import { registrationScope } from '../core/scopes';
import { accessTokenClaims, bearerToken, hasScope } from './accessToken';
import { clientSchema } from './clientSchema';
import { customScopes, standardScopes } from './config';
import { callbackUrls } from './configFields';
import type { LocalClient } from './configSchema';
import { anyOrigin, json, jsonObject, words, type PoolRequest, type Reply } from './http';
import type { Pool } from './pool';
import { randomText } from './randomText';

/** The quota of app clients in a user pool. */
const mostClients = 1000;

const redirectUriRule =
  'must be a list of at most 100 URLs, each https, http on loopback, or a custom scheme, without a fragment';

/** The metadata that counts. Everything else is ignored (RFC 7591 section 2). The texts of its own rules are in English. */
const metadataSchema = v.object({
  redirect_uris: v.optional(callbackUrls, []),
  grant_types: v.optional(v.array(v.string()), ['authorization_code']),
  response_types: v.optional(v.array(v.literal('code')), ['code']),
  token_endpoint_auth_method: v.optional(
    v.picklist(['client_secret_basic', 'client_secret_post', 'none']),
    'client_secret_basic',
  ),
  client_name: v.optional(v.pipe(v.string(), v.minLength(1, 'is empty'), v.maxLength(128, 'is too long'))),
  scope: v.optional(v.string(), ''),
});

type Metadata = v.InferOutput<typeof metadataSchema>;

/** Whether the pool registers app clients. */
export function canRegister({ config, domain }: Pool): boolean {
  return domain !== undefined && config.dynamicRegistration !== 'off';
}

/**
 * `POST /oauth2/register`: registers an app client, which is kept in memory (RFC 7591). Without an initial access token only
 * clients with the authorization code grant are registered.
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-dynamic-client-registration.html
 */
export async function register(pool: Pool, request: PoolRequest): Promise<Reply> {
  const token = bearerToken(request);
  if (token === undefined && pool.config.dynamicRegistration !== 'open') {
    return refuseToken(401, 'invalid_token');
  }
  if (token !== undefined) {
    const claims = await accessTokenClaims(pool, token);
    if (claims === undefined) return refuseToken(401, 'invalid_token');
    if (!hasScope(claims, registrationScope)) return refuseToken(403, 'insufficient_scope');
  }
  const body = jsonObject(request.body);
  if (body === undefined) return refuse('invalid_client_metadata', 'The request is not a JSON object');
  const parsed = v.safeParse(metadataSchema, body);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const path = v.getDotPath(issue) ?? 'The request';
    // The rules of the configuration are in the editor's language, and the answers of a pool are in ASCII (RFC 7591 section 3.2.2).
    return path.startsWith('redirect_uris')
      ? refuse('invalid_redirect_uri', `${path}: ${redirectUriRule}`)
      : refuse('invalid_client_metadata', `${path}: ${ruleOf(issue)}`);
  }
  const metadata = parsed.output;
  if (metadata.redirect_uris.length === 0 && metadata.grant_types.includes('authorization_code')) {
    return refuse('invalid_redirect_uri', 'redirect_uris: is missing');
  }
  const reason = metadataError(pool, metadata, token !== undefined);
  if (reason !== undefined) return refuse('invalid_client_metadata', reason);
  const client = clientOf(pool, metadata);
  pool.registeredClients.set(client.clientId, client);
  return json(201, informationOf(pool, client, metadata), anyOrigin);
}

function ruleOf({ kind, message, received }: v.BaseIssue<unknown>): string {
  if (kind === 'validation') return message;
  return received === 'undefined' ? 'is missing' : 'has a value that is not supported';
}

/** What is wrong with the metadata; undefined when nothing is. Grants that the pool does not have are dropped, not refused. */
function metadataError(pool: Pool, metadata: Metadata, authenticated: boolean): string | undefined {
  const { grant_types, token_endpoint_auth_method, scope } = metadata;
  const isMachine = grant_types.includes('client_credentials');
  if (grant_types.includes('authorization_code') === isMachine) {
    return 'grant_types: must have either authorization_code or client_credentials';
  }
  if (isMachine && !authenticated) return 'grant_types: client_credentials needs an initial access token';
  if (isMachine && token_endpoint_auth_method === 'none') {
    return 'token_endpoint_auth_method: client_credentials needs a client secret';
  }
  const allowed = allowedScopes(pool, isMachine);
  const refused = words(scope).find((name) => !allowed.includes(name));
  if (refused !== undefined) return `scope: ${refused} is not allowed`;
  return pool.config.clients.length + pool.registeredClients.size < mostClients
    ? undefined
    : 'The user pool has as many app clients as it may have';
}

function allowedScopes({ config }: Pool, isMachine: boolean): readonly string[] {
  const custom = customScopes(config.resourceServers);
  return isMachine ? custom : [...standardScopes, ...custom];
}

function clientOf(pool: Pool, metadata: Metadata): LocalClient {
  const { redirect_uris, grant_types, token_endpoint_auth_method, client_name, scope } = metadata;
  const isMachine = grant_types.includes('client_credentials');
  const clientId = randomText(26);
  const secret = token_endpoint_auth_method === 'none' ? undefined : randomText(51);
  const scopes = words(scope);
  const settings = {
    clientId,
    secret,
    redirectUris: redirect_uris,
    flows: [isMachine ? 'client_credentials' : 'code'],
  };
  return {
    ...v.parse(clientSchema, defined(settings)),
    name: client_name ?? clientId,
    scopes: scopes.length > 0 ? scopes : isMachine ? allowedScopes(pool, true) : oidcScopes,
  };
}

const oidcScopes = ['openid', 'email', 'phone', 'profile'];

/** The answer (RFC 7591 section 3.2.1). */
function informationOf(pool: Pool, client: LocalClient, metadata: Metadata): object {
  const isMachine = client.flows.includes('client_credentials');
  const { secret } = client;
  return {
    client_id: client.clientId,
    ...(secret !== undefined && { client_secret: secret, client_secret_expires_at: 0 }),
    client_id_issued_at: Math.floor(pool.now() / 1000),
    client_name: metadata.client_name,
    redirect_uris: client.redirectUris,
    grant_types: isMachine ? ['client_credentials'] : ['authorization_code', 'refresh_token'],
    response_types: isMachine ? [] : ['code'],
    token_endpoint_auth_method: metadata.token_endpoint_auth_method,
    scope: client.scopes.join(' '),
  };
}

/** RFC 7591 section 3.2.2 */
function refuse(error: 'invalid_redirect_uri' | 'invalid_client_metadata', description: string): Reply {
  return json(400, { error, error_description: description }, anyOrigin);
}

/** RFC 6750 section 3 */
function refuseToken(status: number, error: string): Reply {
  return json(status, { error }, { ...anyOrigin, 'www-authenticate': `Bearer error="${error}"` });
}
