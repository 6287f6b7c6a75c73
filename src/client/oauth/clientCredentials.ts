import { clientCredentialsGrantRequest } from 'oauth4webapi';
import { CognitoError, isCognitoError } from '../../core/errors';
import { decodeJwt, textClaim } from '../../core/jwt';
import { ask, isPlausibleIssuer, type TokenContext, type TokenSet } from './tokenRequest';

/**
 * Requests an access token for a machine client, which gets no ID token and no refresh token.
 * @param scopes left out or empty, Cognito grants all that the app client allows
 * @throws CognitoError token_refused with `grant`, token_unsound, response_unexpected, network, timeout
 * Source: RFC 6749 section 4.4; AWS, "The token issuer endpoint".
 */
export async function requestClientCredentials(
  context: TokenContext & { readonly clientSecret: string },
  scopes: readonly string[] = [],
): Promise<TokenSet> {
  const tokens = await ask(context, (server, client, authentication, options) =>
    clientCredentialsGrantRequest(
      server,
      client,
      authentication,
      scopes.length === 0 ? {} : { scope: scopes.join(' ') },
      options,
    ),
  ).catch((error: unknown) => {
    if (!isCognitoError(error, 'token_refused')) throw error;
    throw new CognitoError('token_refused', { ...error.detail, grant: 'client_credentials' });
  });
  return context.endpoints.issuer === undefined
    ? { ...tokens, issuer: namedIssuer(tokens, context) }
    : tokens;
}

/** The issuer that the access token names, for a profile with only a domain. A machine client has no ID token. */
function namedIssuer({ accessToken }: TokenSet, { endpoints }: TokenContext): string {
  const issuer = textClaim(decodeJwt(accessToken)?.claims ?? {}, 'iss') ?? '';
  if (isPlausibleIssuer(issuer, endpoints.token)) return issuer;
  throw new CognitoError('token_unsound', { host: new URL(endpoints.token).host, check: 'issuer' });
}
