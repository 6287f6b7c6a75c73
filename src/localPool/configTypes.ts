/** The configuration of a local user pool. In its JSON form every field may be left out. */
export interface LocalPoolConfig {
  /** The user pool id, the path of the issuer. Default: `local_Pool00001`. */
  readonly poolId: string;
  /** Whether the pool has a domain. Without one there is no sign-in, and discovery names paths that do not exist. Default: true. */
  readonly domain: boolean;
  /** Whether tokens carry the `issuer-cognito-idp` form of the issuer. Needs a public issuer `cognito-idp.…`. Default: false. */
  readonly updatedIssuer: boolean;
  /** Whether the login page answers 403, as managed login does for a client without a branding style. Default: false. */
  readonly brandingless: boolean;
  /** By how much the pool's clock is ahead, at most a day either way. Default: 0. */
  readonly clockOffsetSeconds?: number | undefined;
  /** The users who can sign in. Default: the shipped users. */
  readonly users: readonly LocalUser[];
  /** The app clients. Default: the shipped clients. */
  readonly clients: readonly LocalClient[];
  /** The resource servers whose scopes clients may have. Default: the shipped `orders`. */
  readonly resourceServers?: readonly ResourceServer[] | undefined;
}

/** A user of the pool. */
export interface LocalUser {
  /** Unique, ignoring case. Users can sign in with the `email` attribute too. */
  readonly username: string;
  readonly password: string;
  /** Default: a UUID made of pool id and username, the same at every start. */
  readonly sub?: string | undefined;
  /** `cognito:groups`. Default: the claim is left out. */
  readonly groups?: readonly string[] | undefined;
  /** `cognito:roles`, IAM role ARNs. Default: the claim is left out. */
  readonly roles?: readonly string[] | undefined;
  /** `cognito:preferred_role`, an IAM role ARN. Default: the claim is left out. */
  readonly preferredRole?: string | undefined;
  /** User attributes by name, all strings as Cognito keeps them; `identities` is a JSON array. Default: none. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Whether the user cannot sign in. Default: false. */
  readonly disabled?: boolean | undefined;
}

/** An app client of the pool. */
export interface LocalClient {
  readonly clientId: string;
  /** Shown on the login page. Default: the client id. */
  readonly name: string;
  /** Default: none, a public client. */
  readonly secret?: string | undefined;
  /** Allowed callback URLs, compared character for character. Default: none. */
  readonly redirectUris: readonly string[];
  /** Allowed sign-out URLs, compared character for character. Default: none. */
  readonly logoutUris: readonly string[];
  /** Default: openid, email, profile; for client_credentials every scope of the resource servers. */
  readonly scopes: readonly string[];
  /** Default: code. client_credentials needs a secret and no other flow beside it. */
  readonly flows: readonly ('code' | 'client_credentials')[];
  /** Refresh token rotation; the old token stays valid for `graceSeconds`, 0 to 60. Default: no rotation. */
  readonly rotation?: { readonly graceSeconds: number } | undefined;
  /** 1 second to 1 day, shorter than Cognito allows so that expiry can be tried out. Default: 3600. */
  readonly accessTokenSeconds: number;
  /** 1 second to 1 day. Default: 3600. */
  readonly idTokenSeconds: number;
  /** 1 second to 3650 days. Default: 30 days. */
  readonly refreshTokenSeconds: number;
  /** Token revocation (`EnableTokenRevocation`); adds `origin_jti` and `jti` to tokens. Default: true. */
  readonly revocation: boolean;
  /** Identity providers of the client; with an empty list there is no sign-in. Default: COGNITO. */
  readonly identityProviders?: readonly string[] | undefined;
}

/** A resource server; its scopes are written `identifier/scope`. */
export interface ResourceServer {
  readonly identifier: string;
  readonly scopes: readonly string[];
}
