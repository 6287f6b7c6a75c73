import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { about, callbackUrls, lifetime, matching, text, whole } from './configFields';

/** An app client in its JSON form. */
export const clientSchema = v.strictObject({
  clientId: about(
    'The client id.',
    matching(/^[\w+]{1,128}$/, l10n.t('must be 1 to 128 letters, digits, _ or +')),
  ),
  name: v.optional(about('The name on the sign-in page. Default: the client id.', text)),
  secret: v.optional(
    about('The client secret, with any characters. Default: none, a public app client.', text),
  ),
  redirectUris: v.optional(
    about('The allowed callback URLs, compared character for character. Default: none.', callbackUrls),
    [],
  ),
  logoutUris: v.optional(
    about('The allowed sign-out URLs, compared character for character. Default: none.', callbackUrls),
    [],
  ),
  scopes: v.optional(
    about(
      'The allowed scopes. Default: openid, email, profile; for a machine client all scopes of the resource servers.',
      v.array(matching(/^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/, l10n.t('is not a scope'))),
    ),
  ),
  flows: v.optional(
    about(
      'The allowed grants. client_credentials needs a client secret and no other grant beside it. An empty list allows none.',
      v.array(v.picklist(['code', 'client_credentials'])),
    ),
    ['code'],
  ),
  rotation: v.optional(
    about(
      'Refresh token rotation. Default: none.',
      v.strictObject({
        graceSeconds: about(
          'For how many seconds a rotated refresh token is accepted.',
          whole(0, 60, l10n.t('must be 0 to 60 seconds')),
        ),
      }),
    ),
  ),
  accessTokenSeconds: v.optional(
    about('How long access tokens are valid. Cognito allows no less than 5 minutes.', lifetime(86_400)),
    3600,
  ),
  idTokenSeconds: v.optional(
    about('How long ID tokens are valid. Cognito allows no less than 5 minutes.', lifetime(86_400)),
    3600,
  ),
  refreshTokenSeconds: v.optional(
    about('How long refresh tokens are valid. Cognito allows no less than an hour.', lifetime(3650 * 86_400)),
    30 * 86_400,
  ),
  ssoSessionMinutes: v.optional(
    about(
      'For how long after a sign-in the session of the browser is used, with session tracking only. 0: never.',
      whole(0, 129_600, l10n.t('must be 0 to 129600 minutes')),
    ),
    60,
  ),
  revocation: v.optional(
    about('Whether tokens can be revoked, which adds origin_jti and jti to them.', v.boolean()),
    true,
  ),
  identityProviders: v.optional(
    about('The identity providers. An empty list allows no sign-in. Default: COGNITO.', v.array(text)),
  ),
});
