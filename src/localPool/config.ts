import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { CognitoError } from '../core/errors';
import { defined } from '../core/members';
import { registrationScope } from '../core/scopes';
import { configSchema, type LocalClient, type LocalPoolConfig, type ResourceServer } from './configSchema';
import { defaultLocalPoolConfig } from './defaults';
import { parseJson } from './parseJson';
import { foldUsername } from './pool';

/**
 * Reads the JSON configuration of a local user pool. Missing members are taken from `defaultLocalPoolConfig`.
 *
 * @throws CognitoError `local_pool_config`; `detail.reason` names the field, never a password or secret
 */
export function parseLocalPoolConfig(json: unknown): LocalPoolConfig {
  // Valibot accepts a list as an object, so an empty list would pass.
  const parsed = v.safeParse(configSchema, Array.isArray(json) ? null : json);
  if (!parsed.success) {
    throw new CognitoError('local_pool_config', { reason: explainIssue(parsed.issues[0]) });
  }
  const { clients, ...others } = parsed.output;
  const base = { ...defaultLocalPoolConfig(), ...defined(others) };
  const config: LocalPoolConfig = {
    ...base,
    clients:
      clients?.map((client) => ({
        ...client,
        name: client.name ?? client.clientId,
        scopes: client.scopes ?? defaultScopes(client.flows, base.resourceServers),
      })) ?? base.clients,
  };
  const reason = configError(config);
  if (reason !== undefined) throw new CognitoError('local_pool_config', { reason });
  return config;
}

function defaultScopes(flows: LocalClient['flows'], servers: readonly ResourceServer[]): string[] {
  return flows.includes('client_credentials') ? customScopes(servers) : ['openid', 'email', 'profile'];
}

/** Describes an issue without Valibot's message, because that quotes the value, which may be a password. */
function explainIssue(issue: v.BaseIssue<unknown>): string {
  const where = v.getDotPath(issue) ?? l10n.t('The configuration');
  if (issue.kind === 'validation') return `${where}: ${issue.message}`;
  if (issue.type === 'strict_object' && issue.expected === 'never') return l10n.t`${where}: no such setting`;
  return issue.received === 'undefined' && issue.path !== undefined
    ? l10n.t`${where}: is missing`
    : l10n.t`${where}: must be ${issue.expected ?? l10n.t('something else')}`;
}

/** The scopes that every user pool has, for app clients of users. */
export const standardScopes = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'];

/** The first rule across fields that the configuration breaks, as text; undefined when it breaks none. */
function configError(config: LocalPoolConfig): string | undefined {
  const username = repeated(config.users.map((user) => foldUsername(user.username)));
  if (username !== undefined) return twice('users', username);
  const clientId = repeated(config.clients.map((client) => client.clientId));
  if (clientId !== undefined) return twice('clients', clientId);
  const identityPool = identityPoolError(config);
  if (identityPool !== undefined) return identityPool;
  const federated = config.users.find(
    (user) => !Array.isArray(parseJson(user.attributes['identities'] ?? '[]')),
  );
  if (federated !== undefined) {
    return l10n.t`users: the attribute identities of ${federated.username} is not a JSON array`;
  }
  const scopes = new Set([...standardScopes, registrationScope, ...customScopes(config.resourceServers)]);
  for (const client of config.clients) {
    const reason = clientError(client, scopes);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function identityPoolError({ identityPools, clients }: LocalPoolConfig): string | undefined {
  const id = repeated(identityPools.map(({ identityPoolId }) => identityPoolId));
  if (id !== undefined) return twice('identityPools', id);
  const unknown = identityPools
    .flatMap((pool) => pool.clients ?? [])
    .find((linked) => !clients.some(({ clientId }) => clientId === linked));
  return unknown === undefined ? undefined : l10n.t`identityPools: ${unknown} is not an app client`;
}

function clientError(client: LocalClient, scopes: ReadonlySet<string>): string | undefined {
  const { clientId } = client;
  if (client.flows.includes('client_credentials')) {
    if (client.flows.includes('code')) {
      return l10n.t`clients: ${clientId} has client_credentials beside another flow`;
    }
    if (client.secret === undefined) {
      return l10n.t`clients: ${clientId} has client_credentials without a secret`;
    }
  }
  const unknown = client.scopes.find((scope) => !scopes.has(scope));
  return unknown === undefined
    ? undefined
    : l10n.t`clients: ${clientId} has the scope ${unknown}, which no resource server has`;
}

/** The scopes of resource servers, as requests and tokens write them. */
export function customScopes(servers: readonly ResourceServer[]): string[] {
  return servers.flatMap(({ identifier, scopes }) => scopes.map((scope) => `${identifier}/${scope}`));
}

/** @param list the member of the configuration that has a name twice */
function twice(list: string, name: string): string {
  return l10n.t`${list}: ${name} is there twice`;
}

function repeated(names: readonly string[]): string | undefined {
  return names.find((name, index) => names.indexOf(name) !== index);
}
