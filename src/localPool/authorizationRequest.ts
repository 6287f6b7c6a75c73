import type { LocalClient } from './configSchema';
import { formEncode, redirect, withQuery, type Reply } from './http';
import { findClient, type Pool } from './pool';

/** A valid authorization request. */
export interface AuthorizationRequest {
  readonly client: LocalClient;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly scopes: readonly string[];
  readonly nonce: string | undefined;
  readonly challenge: string | undefined;
  readonly resource: string | undefined;
  readonly prompts: ReadonlySet<string>;
  readonly loginHint: string;
}

/** A valid request, or the answer that refuses it. */
type Checked =
  | { readonly request: AuthorizationRequest; readonly refusal?: undefined }
  | { readonly request?: undefined; readonly refusal: Reply };

/**
 * Checks the parameters of an authorization request (RFC 6749 section 4.1.1, RFC 7636, RFC 8707). A wrong client id or
 * callback URL redirects to the `/error` page of the domain, any other error to the callback URL.
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html
 */
export function checkAuthorizationRequest(pool: Pool, query: URLSearchParams): Checked {
  const clientId = query.get('client_id');
  const client = findClient(pool, clientId);
  if (client === undefined) return errorRedirect(pool, { error: 'invalid_request' });
  const redirectUri = query.get('redirect_uri');
  if (redirectUri === null || !client.redirectUris.includes(redirectUri)) {
    return errorRedirect(pool, { error: 'redirect_mismatch', client_id: client.clientId });
  }
  const providers = client.identityProviders ?? ['COGNITO'];
  const provider = query.get('identity_provider');
  if (providers.length === 0 || (provider !== null && !providers.includes(provider))) {
    return errorRedirect(pool, { error: 'invalid_request', client_id: client.clientId });
  }
  const state = optional(query, 'state');
  const error = errorOf(client, query);
  if (error !== undefined) {
    return { refusal: callbackError(redirectUri, state, error, query.get('response_type') === 'token') };
  }
  return {
    request: {
      client,
      redirectUri,
      state,
      scopes: scopesOf(client, query),
      nonce: optional(query, 'nonce'),
      challenge: optional(query, 'code_challenge'),
      resource: optional(query, 'resource'),
      prompts: promptsOf(query),
      loginHint: query.get('login_hint') ?? '',
    },
  };
}

/** The parameters of an error at the callback URL. Cognito writes `error_description` first. */
interface CallbackError {
  readonly error: string;
  readonly description?: string;
}

/** A redirect to the callback URL with an error, which is in the fragment for the implicit grant. */
export function callbackError(
  redirectUri: string,
  state: string | undefined,
  { error, description }: CallbackError,
  inFragment = false,
): Reply {
  const parameters =
    description === undefined ? { error, state } : { error_description: description, state, error };
  return redirect(
    inFragment ? `${redirectUri}#${formEncode(parameters)}` : withQuery(redirectUri, parameters),
  );
}

function errorRedirect(pool: Pool, parameters: Record<string, string>): Checked {
  return { refusal: redirect(withQuery(`${pool.domain ?? ''}/error`, parameters)) };
}

function errorOf(client: LocalClient, query: URLSearchParams): CallbackError | undefined {
  const responseType = query.get('response_type');
  if (responseType === 'token' || (responseType === 'code' && !client.flows.includes('code'))) {
    return { error: 'unauthorized_client' };
  }
  if (responseType !== 'code' || !isPkceValid(query) || !isResource(query) || isJson(query.get('state'))) {
    return { error: 'invalid_request' };
  }
  const prompts = promptsOf(query);
  if (prompts.has('none') && prompts.size > 1) return { error: 'invalid_request' };
  return scopesOf(client, query).every((scope) => client.scopes.includes(scope))
    ? undefined
    : { error: 'invalid_request', description: 'invalid_scope' };
}

/** Whether the request has a challenge with the method S256, or neither. The form of the challenge is not checked. */
function isPkceValid(query: URLSearchParams): boolean {
  const challenge = optional(query, 'code_challenge');
  const method = optional(query, 'code_challenge_method');
  return challenge === undefined ? method === undefined : method === 'S256';
}

/** Whether the resource is an https URL, one at http://localhost, or one with a custom scheme. */
function isResource(query: URLSearchParams): boolean {
  const resource = optional(query, 'resource');
  if (resource === undefined) return true;
  if (!URL.canParse(resource)) return false;
  const { protocol, hostname } = new URL(resource);
  return protocol !== 'http:' || hostname === 'localhost';
}

/** Cognito refuses a `state` that is JSON. */
function isJson(state: string | null): boolean {
  if (state === null || !/^\s*[[{]/.test(state)) return false;
  try {
    JSON.parse(state);
    return true;
  } catch {
    return false;
  }
}

/** The requested scopes; without `scope`, every scope of the client. */
function scopesOf(client: LocalClient, query: URLSearchParams): readonly string[] {
  const asked = words(query.get('scope'));
  return asked.size === 0 ? client.scopes : [...asked];
}

function promptsOf(query: URLSearchParams): ReadonlySet<string> {
  return words(query.get('prompt'));
}

function words(list: string | null): ReadonlySet<string> {
  return new Set((list ?? '').split(/\s+/).filter((word) => word !== ''));
}

function optional(query: URLSearchParams, name: string): string | undefined {
  const value = query.get(name);
  return value === null || value === '' ? undefined : value;
}
