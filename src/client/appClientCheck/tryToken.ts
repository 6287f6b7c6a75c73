import { genericTokenEndpointRequest } from 'oauth4webapi';
import { CognitoError, isCognitoError } from '../../core/errors';
import { isRecord } from '../../core/members';
import { bodyFault, retryAfter } from '../oauth/refusals';
import { oauth, type TokenContext } from '../oauth/tokenRequest';

/** The answer of the token endpoint, or why it tells nothing. */
export type TokenVerdict =
  /** `ok` for a token, otherwise the OAuth error. */
  | { readonly kind: 'answered'; readonly answer: string }
  | { readonly kind: 'unknown'; readonly error: CognitoError };

/** A code in the form of Cognito's codes, which are UUIDs. No pool has issued it. */
const madeUpCode = '00000000-0000-4000-8000-000000000000';
const madeUpVerifier = 'x'.repeat(43);

/**
 * Sends a made-up code. The answer `invalid_grant` means that the app client may redeem codes and that its authentication is
 * right. Source: RFC 6749 section 5.2; AWS, "Token endpoint".
 */
export function tryCode(context: TokenContext, redirectUri: string): Promise<TokenVerdict> {
  return send(context, 'authorization_code', {
    code: madeUpCode,
    redirect_uri: redirectUri,
    code_verifier: madeUpVerifier,
  });
}

/** Requests a token of a machine client and discards it. Source: RFC 6749 section 4.4. */
export function tryMachine(
  context: TokenContext,
  scopes: readonly string[] | undefined,
): Promise<TokenVerdict> {
  const fields: Record<string, string> =
    scopes === undefined || scopes.length === 0 ? {} : { scope: scopes.join(' ') };
  return send(context, 'client_credentials', fields);
}

async function send(
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
    const answer = response.status < 429 ? await readAnswer(response.clone()) : undefined;
    if (answer !== undefined) return { kind: 'answered', answer };
    const { status } = response;
    const reason = bodyFault(response);
    const error = new CognitoError('response_unexpected', { host, status, reason, ...retryAfter(response) });
    return { kind: 'unknown', error };
  } catch (error) {
    if (!isCognitoError(error)) throw error;
    return { kind: 'unknown', error };
  }
}

/**
 * @returns `ok` for a token, the OAuth error, or undefined for a body that no token endpoint sends: a Wi-Fi sign-in page can
 *   answer with status 200 too
 */
async function readAnswer(response: Response): Promise<string | undefined> {
  const body: unknown = await response.json().catch(() => undefined);
  if (!isRecord(body)) return undefined;
  if (response.status === 200) {
    return typeof body.access_token === 'string' && typeof body.token_type === 'string' ? 'ok' : undefined;
  }
  const { error } = body;
  return typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? error : undefined;
}
