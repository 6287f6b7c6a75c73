import { genericTokenEndpointRequest } from 'oauth4webapi';
import { CognitoError } from '../../core/errors';
import { isRecord } from '../../core/members';
import { bodyFault, retryAfter } from '../oauth/refusals';
import { oauth, type TokenContext } from '../oauth/tokenRequest';

/** A code in the form of Cognito's codes, which are UUIDs. No pool has issued it. */
const madeUpCode = '00000000-0000-4000-8000-000000000000';
const madeUpVerifier = 'x'.repeat(43);

/**
 * Sends a made-up code. The answer `invalid_grant` means that the app client may redeem codes and that its authentication is
 * right. Source: RFC 6749 section 5.2; AWS, "Token endpoint".
 * @returns `ok` for a token, otherwise the OAuth error
 * @throws CognitoError when the answer tells nothing: response_unexpected, network, timeout
 */
export function tryCode(context: TokenContext, redirectUri: string): Promise<string> {
  return send(context, 'authorization_code', {
    code: madeUpCode,
    redirect_uri: redirectUri,
    code_verifier: madeUpVerifier,
  });
}

/** Requests a token of a machine client and discards it. Otherwise as `tryCode`. Source: RFC 6749 section 4.4. */
export function tryMachine(context: TokenContext, scopes: readonly string[] = []): Promise<string> {
  return send(context, 'client_credentials', scopes.length === 0 ? {} : { scope: scopes.join(' ') });
}

async function send(context: TokenContext, grant: string, fields: Record<string, string>): Promise<string> {
  const { server, client, authentication, options } = oauth(context);
  const response = await genericTokenEndpointRequest(server, client, authentication, grant, fields, options);
  const { status } = response;
  const answer = status < 429 ? await readAnswer(response.clone()) : undefined;
  if (answer !== undefined) return answer;
  const { host } = new URL(context.endpoints.token);
  const reason = bodyFault(response);
  throw new CognitoError('response_unexpected', { host, status, reason, ...retryAfter(response) });
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
