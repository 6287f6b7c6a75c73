import { issuer } from '../../../support/tokens';
import { signInHost } from '../../../support/sessions';

/** The twelve fields of a Cognito discovery document, some of them replaced; `undefined` leaves one out. */
export function discoveryDocument(replaced: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    authorization_endpoint: `${signInHost}/oauth2/authorize`,
    end_session_endpoint: `${signInHost}/logout`,
    id_token_signing_alg_values_supported: ['RS256'],
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    revocation_endpoint: `${signInHost}/oauth2/revoke`,
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint: `${signInHost}/oauth2/token`,
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    userinfo_endpoint: `${signInHost}/oauth2/userInfo`,
    ...replaced,
  };
}
