import { clientCredentialsGrantRequest } from 'oauth4webapi';
import { CognitoError, isCognitoError } from '../../core/errors';
import { decodeJwt, textClaim } from '../../core/jwt';
import { ask, isPlausibleIssuer, type TokenContext, type TokenSet } from './tokenRequest';

/**
 * Gets an access token for an app client that acts for itself: no person, no ID token, no refresh token.
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

/** With only a domain known, the access token has to name its pool: there is no ID token. */
function namedIssuer({ accessToken }: TokenSet, { endpoints }: TokenContext): string {
  const issuer = textClaim(decodeJwt(accessToken)?.claims ?? {}, 'iss') ?? '';
  if (isPlausibleIssuer(issuer, endpoints.token)) return issuer;
  throw new CognitoError('token_unsound', { host: new URL(endpoints.token).host, check: 'issuer' });
}
