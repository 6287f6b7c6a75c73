import { CognitoError, isCognitoError } from '../errors';
import { bodyFault, retryAfter } from '../oauth/refusals';
import type { TokenContext } from '../oauth/tokens';

/** What the token endpoint said: `ok`, or its OAuth error; otherwise why nothing can be told. */
export type TokenVerdict =
  | { readonly kind: 'answered'; readonly error: string }
  | { readonly kind: 'unknown'; readonly error: CognitoError };

/** A code as Cognito makes them, which it never made. */
const madeUpCode = '00000000-0000-4000-8000-000000000000';
const madeUpVerifier = 'x'.repeat(43);

/**
 * Sends a made-up code. `invalid_grant` means that the client may trade codes and that its secret, or none, is right.
 * Source: RFC 6749 section 5.2; AWS, "Token endpoint".
 */
export function probeCode(context: TokenContext, redirectUri: string): Promise<TokenVerdict> {
  return ask(context, {
    grant_type: 'authorization_code',
    code: madeUpCode,
    redirect_uri: redirectUri,
    code_verifier: madeUpVerifier,
  });
}

/** Asks for a token of a machine client; the token is dropped unread. Source: RFC 6749 section 4.4. */
export function probeMachine(
  context: TokenContext,
  scopes: readonly string[] | undefined,
): Promise<TokenVerdict> {
  const scope: Record<string, string> =
    scopes === undefined || scopes.length === 0 ? {} : { scope: scopes.join(' ') };
  return ask(context, { grant_type: 'client_credentials', ...scope });
}

async function ask(context: TokenContext, fields: Readonly<Record<string, string>>): Promise<TokenVerdict> {
  const { endpoints, clientId, clientSecret, fetch } = context;
  const { host } = new URL(endpoints.token);
  const authorization: Record<string, string> =
    clientSecret === undefined ? {} : { authorization: basic(clientId, clientSecret) };
  try {
    const response = await fetch(endpoints.token, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...authorization },
      body: new URLSearchParams({ ...fields, client_id: clientId }).toString(),
    });
    const said = response.status < 429 ? await wordOf(response.clone()) : undefined;
    if (said !== undefined) return { kind: 'answered', error: said };
    const { status } = response;
    const reason = bodyFault(response);
    return unknown(
      new CognitoError('response_unexpected', { host, status, reason, ...retryAfter(response) }),
    );
  } catch (error) {
    if (!isCognitoError(error)) throw error;
    return unknown(error);
  }
}

function basic(clientId: string, clientSecret: string): string {
  const bytes = new TextEncoder().encode(`${clientId}:${clientSecret}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

function unknown(error: CognitoError): TokenVerdict {
  return { kind: 'unknown', error };
}

/** `ok` for a token, an OAuth error's word, or undefined for what no token endpoint says: a portal answers 200 too. */
async function wordOf(response: Response): Promise<string | undefined> {
  const body: unknown = await response.json().catch(() => undefined);
  if (typeof body !== 'object' || body === null) return undefined;
  const answer: { access_token?: unknown; token_type?: unknown; error?: unknown } = body;
  if (response.status === 200) {
    return typeof answer.access_token === 'string' && typeof answer.token_type === 'string'
      ? 'ok'
      : undefined;
  }
  const { error } = answer;
  return typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? error : undefined;
}
