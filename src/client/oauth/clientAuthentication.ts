import { defined } from '../../core/members';
import type { FindSecret } from '../../core/clientSecret';
import { confirmEndpoints, discover, isCognitoDomain } from './discovery';
import type { Endpoints } from '../../core/endpoints';
import { originalForm } from '../../core/issuer';
import { domainOrigin, type Profile } from '../../core/profile';
import { hasClientTokens } from '../awsApi/userPoolApi';
import type { Fetch, TokenContext } from './tokenRequest';

/** An app client and the endpoints of its pool. */
export interface AppClient {
  readonly endpoints: Endpoints;
  readonly clientId: string;
}

/** Looks up client secrets, and sends each one only to the pool it was stored for. */
export interface ClientAuthentication {
  /** As `discover`, and remembers the endpoints that an issuer names. */
  discover: (profile: Profile) => Promise<Endpoints>;
  /**
   * Authenticates at endpoints that come from a profile. A profile can combine an issuer with a foreign domain, so the
   * issuer must name the domain before the client secret is sent there. @throws CognitoError domain_foreign, and as discover
   */
  authenticateForProfile: (client: AppClient) => Promise<TokenContext>;
  /** Authenticates at endpoints that have issued the verified tokens of a session. */
  authenticateForSession: (client: AppClient) => Promise<TokenContext>;
}

/**
 * @param find looks up client secrets; without it, every app client is a public client
 * @param now the time at a host, in milliseconds since 1970
 */
export function createClientAuthentication(
  fetch: Fetch,
  find: FindSecret = () => Promise.resolve(undefined),
  now: (host: string) => number,
): ClientAuthentication {
  const named = new Set<string>();
  const nameOf = ({ issuer = '', token }: Endpoints): string => `${issuer} ${new URL(token).origin}`;

  const authenticate = async (
    { endpoints, clientId }: AppClient,
    confirm?: (issuer: string) => Promise<void>,
  ): Promise<TokenContext> => {
    const { issuer, token } = endpoints;
    const [ofDomain, ofIssuer] = await Promise.all([
      find({ authority: new URL(token).origin, clientId }),
      issuer === undefined ? undefined : find({ authority: originalForm(issuer), clientId }),
    ]);
    if (ofDomain === undefined && ofIssuer !== undefined && issuer !== undefined) await confirm?.(issuer);
    const clientSecret = ofDomain ?? ofIssuer;
    const { host } = new URL(token);
    return { endpoints, clientId, fetch, now: () => now(host), ...defined({ clientSecret }) };
  };

  return {
    discover: async (profile) => {
      const endpoints = await discover(profile, fetch);
      const origin = domainOrigin(profile);
      // For a prefix domain, no request was made: the issuer has not named it yet.
      if (origin === undefined || !isCognitoDomain(origin)) named.add(nameOf(endpoints));
      return endpoints;
    },
    authenticateForProfile: ({ endpoints, clientId }) =>
      authenticate({ endpoints, clientId }, async (issuer) => {
        // The user pools API belongs to the issuer, and no discovery document names it.
        if (hasClientTokens(endpoints) || named.has(nameOf(endpoints))) return;
        await confirmEndpoints(endpoints, issuer, fetch);
        named.add(nameOf(endpoints));
      }),
    authenticateForSession: (client) => authenticate(client),
  };
}
