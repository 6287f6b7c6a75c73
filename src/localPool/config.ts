import { defined } from '../core/members';
import {
  array,
  boolean,
  check,
  getDotPath,
  integer,
  maxLength,
  maxValue,
  minLength,
  minValue,
  number,
  optional,
  picklist,
  pipe,
  record,
  regex,
  safeParse,
  strictObject,
  string,
} from 'valibot';
import type { BaseIssue, InferOutput } from 'valibot';
import { CognitoError } from '../core/errors';
import { configFault, customScopes, isCallbackUrl } from './configRules';
import { defaultLocalPoolConfig } from './defaults';
import type { LocalClient, LocalPoolConfig, LocalUser, ResourceServer } from './configTypes';

const text = pipe(string(), minLength(1, 'must not be empty'));
const lifetime = (mostSeconds: number) =>
  pipe(
    number(),
    integer('must be a whole number of seconds'),
    minValue(1, 'must be at least 1 second'),
    maxValue(mostSeconds, `must be at most ${mostSeconds} seconds`),
  );
const urls = pipe(
  array(
    pipe(
      string(),
      maxLength(1024, 'is longer than 1024 characters'),
      check(isCallbackUrl, 'must be https, http on loopback, or a custom scheme, without a fragment'),
    ),
  ),
  maxLength(100, 'has more than 100 URLs'),
);

const userSchema = strictObject({
  username: pipe(text, maxLength(128, 'is longer than 128 characters')),
  password: text,
  sub: optional(text),
  groups: optional(array(text)),
  roles: optional(array(text)),
  preferredRole: optional(text),
  attributes: optional(record(text, string()), {}),
  disabled: optional(boolean()),
});

const clientSchema = strictObject({
  clientId: pipe(string(), regex(/^[\w+]{1,128}$/, 'must be 1 to 128 letters, digits, _ or +')),
  name: optional(text),
  secret: optional(pipe(string(), regex(/^[\w+]{1,64}$/, 'must be 1 to 64 letters, digits, _ or +'))),
  redirectUris: optional(urls, []),
  logoutUris: optional(urls, []),
  scopes: optional(array(pipe(string(), regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/, 'is not a scope')))),
  flows: optional(array(picklist(['code', 'client_credentials'])), ['code']),
  rotation: optional(
    strictObject({
      graceSeconds: pipe(
        number(),
        integer('must be a whole number of seconds'),
        minValue(0, 'must be 0 to 60 seconds'),
        maxValue(60, 'must be 0 to 60 seconds'),
      ),
    }),
  ),
  accessTokenSeconds: optional(lifetime(86_400), 3600),
  idTokenSeconds: optional(lifetime(86_400), 3600),
  refreshTokenSeconds: optional(lifetime(3650 * 86_400), 30 * 86_400),
  revocation: optional(boolean(), true),
  identityProviders: optional(array(text)),
});

const configSchema = strictObject({
  poolId: optional(pipe(string(), regex(/^[\w-]+_[0-9a-zA-Z]+$/, 'must look like us-east-1_AbCdEf123'))),
  domain: optional(boolean()),
  updatedIssuer: optional(boolean()),
  brandingless: optional(boolean()),
  clockOffsetSeconds: optional(
    pipe(
      number(),
      integer('must be a whole number of seconds'),
      minValue(-86_400, 'must be at most a day'),
      maxValue(86_400, 'must be at most a day'),
    ),
  ),
  users: optional(array(userSchema)),
  clients: optional(array(clientSchema)),
  resourceServers: optional(array(strictObject({ identifier: text, scopes: array(text) }))),
});

/**
 * Reads the JSON configuration of a local user pool. Missing members are taken from `defaultLocalPoolConfig`.
 *
 * @throws CognitoError `local_pool_config`; `detail.reason` names the field, never a password or secret
 */
export function parseLocalPoolConfig(json: unknown): LocalPoolConfig {
  // To Valibot a list is an object, too, and an empty one would pass.
  const parsed = safeParse(configSchema, Array.isArray(json) ? null : json);
  if (!parsed.success) {
    throw new CognitoError('local_pool_config', { reason: explain(parsed.issues[0]) });
  }
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
  const fault = configFault(config);
  if (fault !== undefined) {
    throw new CognitoError('local_pool_config', { reason: fault });
  }
  return config;
}

function withDefaults(
  client: InferOutput<typeof clientSchema>,
  servers: readonly ResourceServer[],
): LocalClient {
  const machine = client.flows.includes('client_credentials');
  return {
    ...client,
    name: client.name ?? client.clientId,
    scopes: client.scopes ?? (machine ? customScopes(servers) : ['openid', 'email', 'profile']),
  };
}

/** Valibot's own messages quote the value, which may be a password. */
function explain(issue: BaseIssue<unknown>): string {
  const where = getDotPath(issue) ?? 'The configuration';
  if (issue.kind === 'validation') {
    return `${where}: ${issue.message}`;
  }
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return `${where}: no such setting`;
  }
  return issue.received === 'undefined' && issue.path !== undefined
    ? `${where}: is missing`
    : `${where}: must be ${issue.expected ?? 'something else'}`;
}
