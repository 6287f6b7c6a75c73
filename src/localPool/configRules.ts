import type { LocalClient, LocalPoolConfig, ResourceServer } from './configTypes';

const standardScopes = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'];
const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Schemes whose redirect the browser would run or show itself. */
const activeSchemes = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'file:', 'about:']);

/**
 * Whether a client may register `url` as callback or sign-out URL: absolute, no fragment, `https`, `http` on loopback,
 * or a custom scheme.
 *
 * Source: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 */
export function isCallbackUrl(url: string): boolean {
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u.test(url) || url.includes('#') || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' ? loopbackHosts.has(hostname) : !activeSchemes.has(protocol);
}

/** The first rule across fields that the configuration breaks, as text; undefined when it breaks none. */
export function configError(config: LocalPoolConfig): string | undefined {
  const username = repeated(config.users.map((user) => foldUsername(user.username)));
  if (username !== undefined) return `users: ${username} is there twice`;
  const clientId = repeated(config.clients.map((client) => client.clientId));
  if (clientId !== undefined) return `clients: ${clientId} is there twice`;
  const federated = config.users.find((user) => !isJsonArray(user.attributes['identities'] ?? '[]'));
  if (federated !== undefined) {
    return `users: the attribute identities of ${federated.username} is not a JSON array`;
  }
  const scopes = new Set([...standardScopes, ...customScopes(config.resourceServers ?? [])]);
  for (const client of config.clients) {
    const reason = clientError(client, scopes);
    if (reason !== undefined) return `clients: ${client.clientId} ${reason}`;
  }
  return undefined;
}

/** The scopes of resource servers, as requests and tokens write them. */
export function customScopes(servers: readonly ResourceServer[]): readonly string[] {
  return servers.flatMap(({ identifier, scopes }) => scopes.map((scope) => `${identifier}/${scope}`));
}

/** The form in which usernames are compared. By default, Cognito ignores the case. */
export function foldUsername(username: string): string {
  return username.normalize('NFC').toLowerCase();
}

function clientError(client: LocalClient, scopes: ReadonlySet<string>): string | undefined {
  if (client.flows.includes('client_credentials')) {
    if (client.flows.includes('code')) return 'has client_credentials beside another flow';
    if (client.secret === undefined) return 'has client_credentials without a secret';
  }
  const unknown = client.scopes.find((scope) => !scopes.has(scope));
  return unknown === undefined ? undefined : `has the scope ${unknown}, which no resource server has`;
}

function repeated(names: readonly string[]): string | undefined {
  return names.find((name, index) => names.indexOf(name) !== index);
}

function isJsonArray(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}
