import * as v from 'valibot';
import { identityPoolIdPattern } from '../core/identityPool';

/** The configuration of a local user pool. In its JSON form every field may be left out. */
export type LocalPoolConfig = Unchangeable<
  Required<Omit<v.InferOutput<typeof configSchema>, 'clients'>> & { clients: LocalClient[] }
>;

/** A user of the pool. */
export type LocalUser = Unchangeable<v.InferOutput<typeof userSchema>>;

/** An app client of the pool. */
export type LocalClient = Unchangeable<
  v.InferOutput<typeof clientSchema> & { name: string; scopes: string[] }
>;

/** A resource server; its scopes are written `identifier/scope`. */
export type ResourceServer = Unchangeable<v.InferOutput<typeof resourceServerSchema>>;

/** An identity pool that exchanges ID tokens of the pool for AWS credentials. */
export type LocalIdentityPool = Unchangeable<v.InferOutput<typeof identityPoolSchema>>;

/** The pre token generation trigger of the pool. */
export type LocalTrigger = Unchangeable<v.InferOutput<typeof preTokenGenerationSchema>>;

type Unchangeable<T> = T extends object ? { readonly [Name in keyof T]: Unchangeable<T[Name]> } : T;

const text = v.pipe(v.string(), v.minLength(1, 'must not be empty'));
const matching = (pattern: RegExp, rule: string) => v.pipe(v.string(), v.regex(pattern, rule));
const seconds = (least: number, most: number, tooFew: string, tooMany: string) =>
  v.pipe(
    v.number(),
    v.integer('must be a whole number of seconds'),
    v.minValue(least, tooFew),
    v.maxValue(most, tooMany),
  );
const lifetime = (most: number) =>
  seconds(1, most, 'must be at least 1 second', `must be at most ${most} seconds`);
const urls = v.pipe(
  v.array(
    v.pipe(
      v.string(),
      v.maxLength(1024, 'is longer than 1024 characters'),
      v.check(isCallbackUrl, 'must be https, http on loopback, or a custom scheme, without a fragment'),
    ),
  ),
  v.maxLength(100, 'has more than 100 URLs'),
);

const userSchema = v.strictObject({
  /** Unique, ignoring case. Users can sign in with the `email` attribute too. */
  username: v.pipe(text, v.maxLength(128, 'is longer than 128 characters')),
  password: text,
  /** Default: a UUID made of pool id and username, the same at every start. */
  sub: v.optional(text),
  /** `cognito:groups`. Default: the claim is left out. */
  groups: v.optional(v.array(text)),
  /** `cognito:roles`, IAM role ARNs. Default: the claim is left out. */
  roles: v.optional(v.array(text)),
  /** `cognito:preferred_role`, an IAM role ARN. Default: the claim is left out. */
  preferredRole: v.optional(text),
  /** User attributes by name, all strings as Cognito keeps them; `identities` is a JSON array. Default: none. */
  attributes: v.optional(v.record(text, v.string()), {}),
  /** Whether the user cannot sign in. Default: false. */
  disabled: v.optional(v.boolean()),
});

const clientSchema = v.strictObject({
  clientId: matching(/^[\w+]{1,128}$/, 'must be 1 to 128 letters, digits, _ or +'),
  /** Shown on the login page. Default: the client id. */
  name: v.optional(text),
  /** Default: none, a public client. */
  secret: v.optional(matching(/^[\w+]{1,64}$/, 'must be 1 to 64 letters, digits, _ or +')),
  /** Allowed callback URLs, compared character for character. Default: none. */
  redirectUris: v.optional(urls, []),
  /** Allowed sign-out URLs, compared character for character. Default: none. */
  logoutUris: v.optional(urls, []),
  /** Default: openid, email, profile; for client_credentials every scope of the resource servers. */
  scopes: v.optional(v.array(matching(/^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/, 'is not a scope'))),
  /** Default: code. client_credentials needs a secret and no other flow beside it. */
  flows: v.optional(v.array(v.picklist(['code', 'client_credentials'])), ['code']),
  /** Refresh token rotation; the old token stays valid for `graceSeconds`. Default: no rotation. */
  rotation: v.optional(
    v.strictObject({ graceSeconds: seconds(0, 60, 'must be 0 to 60 seconds', 'must be 0 to 60 seconds') }),
  ),
  /** At least 1 second, shorter than Cognito allows so that expiry can be tried out. */
  accessTokenSeconds: v.optional(lifetime(86_400), 3600),
  idTokenSeconds: v.optional(lifetime(86_400), 3600),
  refreshTokenSeconds: v.optional(lifetime(3650 * 86_400), 30 * 86_400),
  /** Token revocation (`EnableTokenRevocation`); adds `origin_jti` and `jti` to tokens. Default: true. */
  revocation: v.optional(v.boolean(), true),
  /** Identity providers of the client; with an empty list there is no sign-in. Default: COGNITO. */
  identityProviders: v.optional(v.array(text)),
});

const resourceServerSchema = v.strictObject({ identifier: text, scopes: v.array(text) });

const identityPoolSchema = v.strictObject({
  identityPoolId: matching(
    identityPoolIdPattern,
    'must look like us-east-1:1a2b3c4d-1111-2222-3333-444455556666',
  ),
  /** The role for signed-in users, an IAM role ARN. Without it, the answer is InvalidIdentityPoolConfigurationException. */
  roles: v.strictObject({ authenticated: v.optional(text) }),
  /** The client ids whose ID tokens are accepted. Default: those of all app clients. */
  clients: v.optional(v.array(text)),
  /** `token`: the role in `cognito:preferred_role`. `default`: always the role for signed-in users. Default: `default`. */
  roleResolution: v.optional(v.picklist(['default', 'token']), 'default'),
  /** With `token`, what happens without a preferred role. Default: `deny`. */
  ambiguousRole: v.optional(v.picklist(['authenticated', 'deny']), 'deny'),
  /** At least 1 second, shorter than AWS allows so that expiry can be tried out. Default: an hour, as AWS has. */
  credentialsSeconds: v.optional(lifetime(43_200), 3600),
  /** Whether ID tokens of a revoked sign-in are refused (`ServerSideTokenCheck`). Default: false. */
  serverSideTokenCheck: v.optional(v.boolean(), false),
});

const preTokenGenerationSchema = v.strictObject({
  /** A JavaScript or TypeScript file. A relative path begins at the folder of the configuration file. */
  file: text,
  /** The name of the exported function. */
  handler: v.optional(text, 'handler'),
  /** The version of the event (`LambdaVersion`). Default: `V1_0`, as Cognito has. */
  version: v.optional(v.picklist(['V1_0', 'V2_0', 'V3_0']), 'V1_0'),
});

/** The JSON form of the configuration. */
export const configSchema = v.strictObject({
  /** The user pool id, the path of the issuer. Default: `local_Pool00001`. */
  poolId: v.optional(matching(/^[\w-]+_[0-9a-zA-Z]+$/, 'must look like us-east-1_AbCdEf123')),
  /** Whether the pool has a domain. Without one there is no sign-in, and discovery names paths that do not exist. Default: true. */
  domain: v.optional(v.boolean()),
  /** Whether tokens carry the `issuer-cognito-idp` form of the issuer. Needs a public issuer `cognito-idp.…`. Default: false. */
  updatedIssuer: v.optional(v.boolean()),
  /** Whether the login page answers 403, as managed login does for a client without a branding style. Default: false. */
  brandingless: v.optional(v.boolean()),
  /** By how much the pool's clock is ahead. Default: 0. */
  clockOffsetSeconds: v.optional(seconds(-86_400, 86_400, 'must be at most a day', 'must be at most a day')),
  /** The users who can sign in. Default: the shipped users. */
  users: v.optional(v.array(userSchema)),
  /** The app clients. Default: the shipped clients. */
  clients: v.optional(v.array(clientSchema)),
  /** The resource servers whose scopes clients may have. Default: the shipped `orders`. */
  resourceServers: v.optional(v.array(resourceServerSchema)),
  /** The identity pools. Default: the shipped one, which accepts every app client. */
  identityPools: v.optional(v.array(identityPoolSchema)),
  /** The Lambda triggers. Default: none. */
  triggers: v.optional(v.strictObject({ preTokenGeneration: v.optional(preTokenGenerationSchema) })),
});

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Schemes whose redirect the browser would run or show itself. */
const activeSchemes = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'file:', 'about:']);

/**
 * Whether a client may register `url` as callback or sign-out URL: absolute, no fragment, `https`, `http` on loopback,
 * or a custom scheme.
 *
 * Source: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 */
function isCallbackUrl(url: string): boolean {
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u.test(url) || url.includes('#') || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' ? loopbackHosts.has(hostname) : !activeSchemes.has(protocol);
}
