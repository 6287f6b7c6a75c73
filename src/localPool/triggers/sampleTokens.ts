import * as l10n from '@vscode/l10n';
import { randomUUID } from 'node:crypto';
import { CognitoError } from '../../core/errors';
import type { LocalPoolConfig } from '../configSchema';
import { accessClaims, idClaims, machineClaims, type Issuer } from '../tokens';
import type { TokenClaims } from './applyChanges';
import { triggerUser } from './preTokenGeneration';
import type { TriggerFacts } from './triggerEvent';

/** Tokens that a trigger is tried with. */
export interface Sample {
  readonly facts: Omit<TriggerFacts, 'version'>;
  /** The claims without the trigger. */
  readonly tokens: TokenClaims;
}

/**
 * The tokens of a sign-in of the first user to the first app client of a local user pool; of its first machine client when no user can
 * sign in.
 * @param now milliseconds since 1970
 * @throws CognitoError local_pool_config when there is no app client
 */
export function sampleTokens(config: LocalPoolConfig, now: number): Sample {
  const { poolId, clients, users } = config;
  const issuer: Issuer = { config, now: () => now, tokenIssuer: `http://127.0.0.1/${poolId}` };
  const [user] = users;
  const client =
    clients.find(({ flows }) => flows.includes(user ? 'code' : 'client_credentials')) ?? clients[0];
  if (client === undefined) {
    throw new CognitoError('local_pool_config', { reason: l10n.t('clients: has no app client') });
  }
  const { clientId, scopes } = client;
  const facts = { poolId, clientId, scopes };
  if (user === undefined || !client.flows.includes('code')) {
    return {
      facts: { ...facts, source: 'TokenGeneration_ClientCredentials', user: undefined },
      tokens: { id: undefined, access: machineClaims(issuer, client, scopes) },
    };
  }
  const request = {
    client,
    redirectUri: '',
    state: undefined,
    scopes,
    nonce: undefined,
    challenge: undefined,
    resource: undefined,
    prompts: [],
    acrValues: [],
    maxAge: undefined,
    loginHint: '',
  };
  const grant = {
    username: user.username,
    methods: ['pwd'] as const,
    authTime: Math.floor(now / 1000),
    request,
    eventId: randomUUID(),
    originJti: randomUUID(),
    changes: undefined,
  };
  return {
    facts: { ...facts, source: 'TokenGeneration_HostedAuth', user: triggerUser(issuer, user) },
    tokens: {
      id: scopes.includes('openid') ? idClaims(issuer, user, grant, undefined) : undefined,
      access: accessClaims(issuer, user, grant),
    },
  };
}
