import { defined } from '../core/members';
import * as v from 'valibot';
import { CognitoError } from '../core/errors';
import { configError, customScopes, isCallbackUrl } from './configRules';
import { defaultLocalPoolConfig } from './defaults';
import type { LocalClient, LocalPoolConfig, LocalUser, ResourceServer } from './configTypes';

const text = v.pipe(v.string(), v.minLength(1, 'must not be empty'));
const lifetime = (mostSeconds: number) =>
  v.pipe(
    v.number(),
    v.integer('must be a whole number of seconds'),
    v.minValue(1, 'must be at least 1 second'),
    v.maxValue(mostSeconds, `must be at most ${mostSeconds} seconds`),
  );
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
  username: v.pipe(text, v.maxLength(128, 'is longer than 128 characters')),
  password: text,
  sub: v.optional(text),
  groups: v.optional(v.array(text)),
  roles: v.optional(v.array(text)),
  preferredRole: v.optional(text),
  attributes: v.optional(v.record(text, v.string()), {}),
  disabled: v.optional(v.boolean()),
});

const clientSchema = v.strictObject({
  clientId: v.pipe(v.string(), v.regex(/^[\w+]{1,128}$/, 'must be 1 to 128 letters, digits, _ or +')),
  name: v.optional(text),
  secret: v.optional(v.pipe(v.string(), v.regex(/^[\w+]{1,64}$/, 'must be 1 to 64 letters, digits, _ or +'))),
  redirectUris: v.optional(urls, []),
  logoutUris: v.optional(urls, []),
  scopes: v.optional(
    v.array(v.pipe(v.string(), v.regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/, 'is not a scope'))),
  ),
  flows: v.optional(v.array(v.picklist(['code', 'client_credentials'])), ['code']),
  rotation: v.optional(
    v.strictObject({
      graceSeconds: v.pipe(
        v.number(),
        v.integer('must be a whole number of seconds'),
        v.minValue(0, 'must be 0 to 60 seconds'),
        v.maxValue(60, 'must be 0 to 60 seconds'),
      ),
    }),
  ),
  accessTokenSeconds: v.optional(lifetime(86_400), 3600),
  idTokenSeconds: v.optional(lifetime(86_400), 3600),
  refreshTokenSeconds: v.optional(lifetime(3650 * 86_400), 30 * 86_400),
  revocation: v.optional(v.boolean(), true),
  identityProviders: v.optional(v.array(text)),
});

const configSchema = v.strictObject({
  poolId: v.optional(
    v.pipe(v.string(), v.regex(/^[\w-]+_[0-9a-zA-Z]+$/, 'must look like us-east-1_AbCdEf123')),
  ),
  domain: v.optional(v.boolean()),
  updatedIssuer: v.optional(v.boolean()),
  brandingless: v.optional(v.boolean()),
  clockOffsetSeconds: v.optional(
    v.pipe(
      v.number(),
      v.integer('must be a whole number of seconds'),
      v.minValue(-86_400, 'must be at most a day'),
      v.maxValue(86_400, 'must be at most a day'),
    ),
  ),
  users: v.optional(v.array(userSchema)),
  clients: v.optional(v.array(clientSchema)),
  resourceServers: v.optional(v.array(v.strictObject({ identifier: text, scopes: v.array(text) }))),
});

/**
 * Reads the JSON configuration of a local user pool. Missing members are taken from `defaultLocalPoolConfig`.
 *
 * @throws CognitoError `local_pool_config`; `detail.reason` names the field, never a password or secret
 */
export function parseLocalPoolConfig(json: unknown): LocalPoolConfig {
  // Valibot accepts a list as an object, so an empty list would pass.
  const parsed = v.safeParse(configSchema, Array.isArray(json) ? null : json);
  if (!parsed.success) throw new CognitoError('local_pool_config', { reason: explain(parsed.issues[0]) });
  const { clients, ...rest } = parsed.output;
  const shipped = defaultLocalPoolConfig();
  const users: readonly LocalUser[] = rest.users ?? shipped.users;
  const servers: readonly ResourceServer[] = rest.resourceServers ?? shipped.resourceServers ?? [];
  const config: LocalPoolConfig = {
    poolId: rest.poolId ?? shipped.poolId,
    domain: rest.domain ?? shipped.domain,
    updatedIssuer: rest.updatedIssuer ?? shipped.updatedIssuer,
    brandingless: rest.brandingless ?? shipped.brandingless,
    ...defined({ clockOffsetSeconds: rest.clockOffsetSeconds }),
    users,
    clients: clients?.map((client) => withDefaults(client, servers)) ?? shipped.clients,
    resourceServers: servers,
  };
  const reason = configError(config);
  if (reason !== undefined) throw new CognitoError('local_pool_config', { reason });
  return config;
}

function withDefaults(
  client: v.InferOutput<typeof clientSchema>,
  servers: readonly ResourceServer[],
): LocalClient {
  const machine = client.flows.includes('client_credentials');
  return {
    ...client,
    name: client.name ?? client.clientId,
    scopes: client.scopes ?? (machine ? customScopes(servers) : ['openid', 'email', 'profile']),
  };
}

/** Describes an issue without Valibot's message, because that quotes the value, which may be a password. */
function explain(issue: v.BaseIssue<unknown>): string {
  const where = v.getDotPath(issue) ?? 'The configuration';
  if (issue.kind === 'validation') return `${where}: ${issue.message}`;
  if (issue.type === 'strict_object' && issue.expected === 'never') return `${where}: no such setting`;
  return issue.received === 'undefined' && issue.path !== undefined
    ? `${where}: is missing`
    : `${where}: must be ${issue.expected ?? 'something else'}`;
}
