import * as l10n from '@vscode/l10n';
import type { Endpoints } from '../../core/endpoints';
import { CognitoError } from '../../core/errors';
import { acceptedIssuers, withoutSlash } from '../../core/issuer';
import { claimsOf, textClaim } from '../../core/jwt';
import { isRecord } from '../../core/members';
import { domainOrigin, profileIssuer, type Profile } from '../../core/profile';
import { failed, note, outcome, passed, unknown, type Check } from '../appClientCheck/checks';
import type { Fetch } from '../oauth/tokenRequest';
import type { HeldToken, McpServerCheck } from './checks';
import { readJson, type ResourceMetadata } from './resourceMetadata';

/** What is known about the pool of a profile. */
export interface PoolFacts {
  readonly profile: Profile;
  readonly endpoints: Endpoints | undefined;
  readonly held: HeldToken | undefined;
}

/**
 * Every address that names the pool of a profile: both forms of its issuer, and its sign-in domain. For a profile with only a domain,
 * the token knows the issuer.
 */
function addressesOfPool(facts: PoolFacts): readonly string[] {
  const { profile, endpoints } = facts;
  const issuer = poolIssuer(facts);
  const domain = endpoints === undefined ? domainOrigin(profile) : new URL(endpoints.authorization).origin;
  const issuers = issuer === undefined ? [] : acceptedIssuers(issuer);
  return (domain === undefined ? issuers : [...issuers, domain]).map(withoutSlash);
}

/** The issuer of a profile's pool; undefined while only its domain is known. */
export function poolIssuer({ profile, endpoints, held }: PoolFacts): string | undefined {
  return profileIssuer(profile) ?? endpoints?.issuer ?? textClaim(claimsOf(held?.session.accessToken), 'iss');
}

/**
 * Whether MCP clients can find the pool, and sign in there. Only the pool itself is asked.
 * Sources: RFC 8414 section 3; MCP 2025-11-25, "Authorization", "Authorization Server Metadata Discovery".
 */
export async function authorizationServerChecks(
  serverUrl: string,
  { authorizationServers }: ResourceMetadata,
  facts: PoolFacts,
  fetch: Fetch,
): Promise<readonly McpServerCheck[]> {
  const { host } = new URL(serverUrl);
  const known = addressesOfPool(facts);
  const own = authorizationServers.find((server) => known.includes(withoutSlash(server)));
  if (own === undefined) {
    const found = authorizationServers.slice(0, 3).join(', ') || l10n.t('none');
    const expected = poolIssuer(facts) ?? known[0];
    const error = new CognitoError('mcp_issuer_foreign', { host, found, expected });
    const seen = l10n.t`The metadata names this authorization server: ${found}.`;
    const notAsked = l10n.t(
      'The metadata does not name the pool of the profile, and no other server is asked.',
    );
    return [failed('issuer', seen, error), unknown('pkce', notAsked), unknown('registration', notAsked)];
  }
  const issuer = passed('issuer', l10n.t`The metadata names the pool of the profile: ${own}.`);
  const document = await readServerMetadata(own, fetch);
  if (document === undefined) {
    const unread = l10n.t`No metadata of an authorization server was found at ${own}.`;
    return [issuer, unknown('pkce', unread), unknown('registration', unread)];
  }
  return [issuer, pkceCheck(own, document), registrationCheck(own, document)];
}

/** Reads the metadata of an authorization server. @returns undefined when no document names this issuer */
async function readServerMetadata(
  issuer: string,
  fetch: Fetch,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { origin, pathname } = new URL(issuer);
  const path = withoutSlash(pathname);
  const addresses = [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}/.well-known/openid-configuration${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ];
  for (const address of new Set(addresses)) {
    const { value: response } = await outcome(fetch(address, { redirect: 'manual' }));
    const document = response && (await readJson(response));
    if (isRecord(document) && acceptedIssuers(issuer).includes(String(document.issuer))) return document;
  }
  return undefined;
}

/** Source: MCP 2025-11-25, "Authorization", "Authorization Code Protection". */
function pkceCheck(issuer: string, document: Readonly<Record<string, unknown>>): Check<'pkce'> {
  const methods = document.code_challenge_methods_supported;
  if (Array.isArray(methods) && methods.includes('S256')) {
    return passed('pkce', l10n.t('The pool lists S256.'));
  }
  const { host } = new URL(issuer);
  return note(
    'pkce',
    l10n.t('The pool does not list S256.'),
    new CognitoError('mcp_s256_unlisted', { host }),
  );
}

/** Source: RFC 7591; AWS, "Dynamic client registration". */
function registrationCheck(
  issuer: string,
  document: Readonly<Record<string, unknown>>,
): Check<'registration'> {
  if (typeof document.registration_endpoint === 'string') {
    return passed('registration', l10n.t('MCP clients can register themselves with the pool.'));
  }
  const { host } = new URL(issuer);
  const error = new CognitoError('mcp_no_registration', { host });
  return note('registration', l10n.t('MCP clients cannot register themselves with the pool.'), error);
}
