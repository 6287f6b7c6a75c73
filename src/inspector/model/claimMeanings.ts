import * as l10n from '@vscode/l10n';
import { defaultLevels } from '../../core/levels';

/** The subject of a claim. The values of `when` are moments, in seconds since 1970. */
export type ClaimGroup = 'who' | 'where_from' | 'when' | 'rights' | 'cognito' | 'custom' | 'other';

interface Meaning {
  readonly group: ClaimGroup;
  /** Absent for a claim without a documented meaning. */
  readonly meaning?: string;
}

/** The claims of one group, by name. */
function about(group: ClaimGroup, meanings: Readonly<Record<string, string>>): [string, Meaning][] {
  return Object.entries(meanings).map(([name, meaning]) => [name, { group, meaning }]);
}

/**
 * What AWS and the standards say about the claims of Cognito's ID and access tokens and the members of USERINFO.
 * Sources: AWS, "Understanding the identity (ID) token", "Understanding the access token", "The userInfo endpoint" and
 * "Working with user attributes"; OpenID Connect Core 2, 3.1.3.6 and 5.1; RFC 7519 4.1; RFC 8176 for `amr`.
 */
const meanings: ReadonlyMap<string, Meaning> = new Map([
  ...about('who', {
    sub: l10n.t(
      'The user’s id in this pool. It never changes and is never given to another user. In the token of a machine client it is the client id.',
    ),
    'cognito:username': l10n.t(
      'The user’s name in this pool. For a federated user it is the provider’s name, “_” and the user’s id at the provider.',
    ),
    username: l10n.t('The user’s name in this pool. The ID token calls it cognito:username.'),
    preferred_username: l10n.t('The name that the user prefers.'),
    email: l10n.t('The user’s e-mail address.'),
    email_verified: l10n.t(
      'Whether the e-mail address is verified. A boolean in the ID token, text in USERINFO.',
    ),
    phone_number: l10n.t('The user’s phone number with its country code.'),
    phone_number_verified: l10n.t(
      'Whether the phone number is verified. A boolean in the ID token, text in USERINFO.',
    ),
    name: l10n.t('The user’s full name.'),
    given_name: l10n.t('The user’s first name.'),
    family_name: l10n.t('The user’s last name.'),
    middle_name: l10n.t('The user’s middle name.'),
    nickname: l10n.t('The user’s nickname.'),
    profile: l10n.t('The URL of the user’s profile page.'),
    picture: l10n.t('The URL of the user’s picture.'),
    website: l10n.t('The URL of the user’s web page.'),
    gender: l10n.t('The user’s gender.'),
    birthdate: l10n.t('The user’s date of birth, as year-month-day.'),
    zoneinfo: l10n.t('The user’s time zone.'),
    locale: l10n.t('The user’s language and region.'),
    address: l10n.t('The user’s postal address.'),
  }),
  ...about('where_from', {
    iss: l10n.t('The user pool that issued the token. An API must check it.'),
    aud: l10n.t(
      'The audience of the token: in an ID token the app client, in an access token the resource that it is bound to, if any.',
    ),
    client_id: l10n.t('The app client that the access token was issued to. The ID token calls it aud.'),
    azp: l10n.t('The app client that the token was issued to.'),
    identities: l10n.t('The user’s accounts at identity providers.'),
    nonce: l10n.t(
      'Ties the token to one sign-in request. For a federated user Cognito creates one when the request had none.',
    ),
    at_hash: l10n.t(
      'The first half of the access token’s hash. It ties the ID token to the access token that was issued with it.',
    ),
    acr: l10n.t(
      'The authentication level that the user reached. It stays the same when tokens are refreshed.',
    ),
    amr: l10n.t('How the user was authenticated. It stays the same when tokens are refreshed.'),
  }),
  ...about('when', {
    auth_time: l10n.t('When the user signed in. It stays the same when tokens are refreshed.'),
    iat: l10n.t('When the token was issued.'),
    exp: l10n.t(
      'When the token expires. The app client sets the lifetimes of ID and access tokens separately.',
    ),
    nbf: l10n.t('The token is not valid before this time.'),
    updated_at: l10n.t('When the user’s attributes were last changed.'),
  }),
  ...about('rights', {
    scope: l10n.t('What the access token allows. Only access tokens have scopes.'),
    'cognito:groups': l10n.t('The user’s groups in this pool. A group can have an IAM role.'),
    'cognito:roles': l10n.t(
      'The IAM roles of the user’s groups. An identity pool that takes the role from the token chooses one of them.',
    ),
    'cognito:preferred_role': l10n.t(
      'The IAM role of the group with the lowest precedence number. Absent when groups with this number have different roles.',
    ),
  }),
  ...about('cognito', {
    token_use: l10n.t('The kind of token: id or access.'),
    version: l10n.t('The version of the access token’s format.'),
    jti: l10n.t('The id of this token.'),
    origin_jti: l10n.t(
      'The id of the sign-in that this token comes from. Revoking the refresh token revokes every token with it.',
    ),
    event_id: l10n.t('The id of the sign-in in the pool’s logs and Lambda triggers.'),
    device_key: l10n.t('The id of the remembered device that the user signed in with.'),
    'cognito:user_status': l10n.t(
      'The state of the user’s account, for example CONFIRMED or EXTERNAL_PROVIDER.',
    ),
    'cognito:mfa_enabled': l10n.t('Whether the user has set up MFA.'),
    'cognito:email_alias': l10n.t('The e-mail address that the user can sign in with.'),
    'cognito:phone_number_alias': l10n.t('The phone number that the user can sign in with.'),
  }),
  // Prefixes of names.
  ...about('custom', {
    'dev:': l10n.t('A custom attribute that only developers can change, with the AWS API.'),
    'custom:': l10n.t(
      'A custom attribute of this pool. Tokens have it as text, also when the attribute is a number.',
    ),
  }),
]);

/** Source: RFC 7515 4.1; AWS, "Verifying JSON web tokens". */
const signedHeader: ReadonlyMap<string, string> = new Map([
  [
    'kid',
    l10n.t(
      'The id of the key that signed the token. A pool has one key for ID tokens and one for access tokens.',
    ),
  ],
  ['alg', l10n.t('The algorithm that signed the token. Cognito uses RS256.')],
  ['typ', l10n.t('The media type of the token. Cognito omits it.')],
  ['cty', l10n.t('The media type of the content.')],
]);

/** Source: RFC 7516 4.1. */
const encryptedHeader: ReadonlyMap<string, string> = new Map([
  ['kid', l10n.t('The id of the key that the token is encrypted for.')],
  ['alg', l10n.t('The algorithm that encrypts the content key.')],
  ['enc', l10n.t('The algorithm that encrypts the content.')],
  ['typ', l10n.t('The media type of the token.')],
  ['cty', l10n.t('The media type of the encrypted content.')],
  ['zip', l10n.t('The compression algorithm of the content.')],
]);

const ranks: ReadonlyMap<string, number> = new Map([...meanings.keys()].map((name, index) => [name, index]));

/** The position of a claim in the list of documented claims. All others come after these. */
export function rankOf(name: string): number {
  return ranks.get(name) ?? ranks.size;
}

/** The meaning and the group of a claim. A claim without a documented meaning is in the group `other`. */
export function meaningOf(name: string): Meaning {
  const known = meanings.get(name) ?? meanings.get(name.slice(0, name.indexOf(':') + 1));
  return known ?? { group: name.startsWith('cognito:') ? 'cognito' : 'other' };
}

/**
 * The meaning of a field of a token's header.
 * @param encrypted whether the token is a JWE
 * @returns undefined for a field that is not in the standard
 */
export function headerMeaning(name: string, encrypted: boolean): string | undefined {
  return (encrypted ? encryptedHeader : signedHeader).get(name);
}

/** Source: AWS, "Step-up authentication" (cognito-user-pools-step-up-authentication); RFC 8176 section 2. */
const methods: ReadonlyMap<string, string> = new Map([
  ['pwd', l10n.t('password')],
  ['otp', l10n.t('code of an authenticator app')],
  ['sms', l10n.t('code by SMS')],
  ['email_otp', l10n.t('code by e-mail')],
  ['swk', l10n.t('passkey, with a key that software protects')],
  ['hwk', l10n.t('passkey, with a key that hardware protects')],
  ['mfa', l10n.t('more than one factor')],
  ['fed', l10n.t('sign-in at an identity provider')],
]);

/** The meaning of a value of `amr`; undefined for a value that AWS does not name. */
export function methodMeaning(name: string): string | undefined {
  return methods.get(name);
}

/** The meaning of the value of `acr`. A pool can give its levels names of its own. */
export function levelMeaning(name: string): string {
  return defaultLevels.get(name) ?? l10n.t('not one of Cognito’s default levels');
}
