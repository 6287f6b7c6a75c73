import { genericTokenEndpointRequest } from 'oauth4webapi';
import { CognitoError, isCognitoError } from '../../core/errors';
import { bodyFault, retryAfter } from '../oauth/refusals';
import { oauth } from '../oauth/tokenRequest';
import type { TokenContext } from '../oauth/tokenRequest';

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
  return ask(context, 'authorization_code', {
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
  return ask(context, 'client_credentials', scope);
}

async function ask(
  context: TokenContext,
  grant: string,
  fields: Record<string, string>,
): Promise<TokenVerdict> {
  const { server, client, authentication, options } = oauth(context);
  const { host } = new URL(context.endpoints.token);
  try {
    const response = await genericTokenEndpointRequest(
      server,
      client,
      authentication,
      grant,
      fields,
      options,
    );
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
