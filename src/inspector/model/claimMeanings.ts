/** What a claim is about; people read the groups in this order. */
export type ClaimGroup = 'who' | 'where_from' | 'when' | 'rights' | 'cognito' | 'custom' | 'other';

export interface Meaning {
  readonly group: ClaimGroup;
  readonly meaning: string;
  /** The value is a point in time, in seconds since 1970. */
  readonly isTime?: true;
}

/** One group's claims by name. */
function about(group: ClaimGroup, meanings: Readonly<Record<string, string>>): [string, Meaning][] {
  return Object.entries(meanings).map(([name, meaning]) => [name, { group, meaning }]);
}

/** As `about`, for points in time. */
function moments(meanings: Readonly<Record<string, string>>): [string, Meaning][] {
  return Object.entries(meanings).map(([name, meaning]) => [name, { group: 'when', meaning, isTime: true }]);
}

/**
 * What is documented of the claims in Cognito's ID and access tokens and of USERINFO's members.
 * Sources: AWS, "Understanding the identity (ID) token", "Understanding the access token", "The userInfo endpoint" and
 * "Working with user attributes"; OpenID Connect Core 2, 3.1.3.6 and 5.1; RFC 7519 4.1; RFC 8176 for `amr`.
 */
const meanings: ReadonlyMap<string, Meaning> = new Map([
  ...about('who', {
    sub: 'The user’s id in this pool. It never changes and is never given to another user. For a machine client, the client’s own id.',
    'cognito:username':
      'The user’s name in this pool. For a federated user, the provider’s name, “_” and the provider’s id for the user.',
    username: 'The user’s name in this pool. The ID token calls it cognito:username.',
    preferred_username: 'The name the user chose to be called by.',
    email: 'The user’s e-mail address.',
    email_verified:
      'Whether the address is known to be the user’s. A boolean in the ID token, text in USERINFO.',
    phone_number: 'The user’s phone number, with its country code.',
    phone_number_verified:
      'Whether the number is known to be the user’s. A boolean in the ID token, text in USERINFO.',
    name: 'The user’s full name.',
    given_name: 'The user’s first name.',
    family_name: 'The user’s last name.',
    middle_name: 'The user’s middle name.',
    nickname: 'What the user is casually called.',
    profile: 'The address of the user’s profile page.',
    picture: 'The address of the user’s picture.',
    website: 'The address of the user’s web page.',
    gender: 'The user’s gender.',
    birthdate: 'The user’s birthday, as year-month-day.',
    zoneinfo: 'The user’s time zone.',
    locale: 'The user’s language and region.',
    address: 'The user’s postal address.',
  }),
  ...about('where_from', {
    iss: 'The user pool that issued the token. An API must compare it with its own pool.',
    aud: 'Whom the token is for. In an ID token the app client; in an access token the resource it is bound to, if any.',
    client_id: 'The app client that the access token was issued to. The ID token calls it aud.',
    azp: 'The client that the token was issued to.',
    identities: 'The accounts at identity providers that belong to this user.',
    nonce:
      'Ties the token to one sign-in request. Cognito makes one up for federated users when none was sent.',
    at_hash: 'Half of the access token’s hash: it ties the ID token to the access token issued with it.',
    acr: 'How strongly the user was authenticated.',
    amr: 'How the user was authenticated: password, one-time code and so on.',
  }),
  ...moments({
    auth_time: 'When the user signed in. It stays the same when tokens are refreshed.',
    iat: 'When the token was issued.',
    exp: 'When the token expires. ID and access tokens have lifetimes of their own.',
    nbf: 'When the token begins to be valid.',
    updated_at: 'When the user’s attributes were last changed.',
  }),
  ...about('rights', {
    scope: 'What the access token may be used for. Only access tokens have scopes.',
    'cognito:groups': 'The user’s groups in this pool.',
    'cognito:roles': 'The IAM roles of the user’s groups, for an identity pool to choose from.',
    'cognito:preferred_role':
      'The IAM role of the group with the lowest precedence number. Missing when two groups tie.',
  }),
  ...about('cognito', {
    token_use: 'Which token this is: id or access.',
    version: 'The version of the access token’s format.',
    jti: 'This token’s own id.',
    origin_jti:
      'The id of the sign-in that this token comes from. Revoking the refresh token revokes every token with it.',
    event_id: 'The id of the sign-in in the pool’s logs and Lambda triggers.',
    device_key: 'The remembered device that the user signed in with.',
    'cognito:user_status': 'The state of the user’s account, for example CONFIRMED or EXTERNAL_PROVIDER.',
    'cognito:mfa_enabled': 'Whether the user has a second factor.',
    'cognito:email_alias': 'The e-mail address that the user can sign in with.',
    'cognito:phone_number_alias': 'The phone number that the user can sign in with.',
  }),
]);

/** Source: RFC 7515 4.1; AWS, "Verifying JSON web tokens". */
const signedHeader: ReadonlyMap<string, string> = new Map([
  [
    'kid',
    'The id of the key that signed the token. A pool has two keys: one for ID tokens, one for access tokens.',
  ],
  ['alg', 'How the token is signed. Cognito signs with RS256.'],
  ['typ', 'The kind of token. Cognito leaves it out.'],
  ['cty', 'What the content is.'],
]);

/** Source: RFC 7516 4.1. */
const encryptedHeader: ReadonlyMap<string, string> = new Map([
  ['kid', 'The id of the key that the token is encrypted for.'],
  ['alg', 'How the key that opens the content is itself encrypted.'],
  ['enc', 'How the content is encrypted.'],
  ['typ', 'The kind of token.'],
  ['cty', 'What the encrypted content is.'],
  ['zip', 'How the content is compressed.'],
]);

const ranks: ReadonlyMap<string, number> = new Map([...meanings.keys()].map((name, index) => [name, index]));

/** Where a claim stands among the documented ones; all others come after these. */
export function rankOf(name: string): number {
  return ranks.get(name) ?? ranks.size;
}

/** A claim's meaning and group. An undocumented claim is in the group `other`. */
export function meaningOf(name: string): { readonly group: ClaimGroup } & Partial<Meaning> {
  const known = meanings.get(name);
  if (known) return known;
  if (name.startsWith('dev:')) {
    return { group: 'custom', meaning: 'A custom attribute that only the pool’s developers can write.' };
  }
  if (name.startsWith('custom:')) {
    return {
      group: 'custom',
      meaning: 'A custom attribute of this pool. Cognito always writes it as text.',
    };
  }
  return { group: name.startsWith('cognito:') ? 'cognito' : 'other' };
}

/**
 * What a field of a token's header means; undefined when it is not a usual one.
 * @param encrypted the token is a JWE
 */
export function headerMeaning(name: string, encrypted: boolean): string | undefined {
  return (encrypted ? encryptedHeader : signedHeader).get(name);
}
