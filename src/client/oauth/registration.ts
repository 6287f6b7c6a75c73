import * as l10n from '@vscode/l10n';
import {
  allowInsecureRequests,
  customFetch,
  dynamicClientRegistrationRequest,
  processDynamicClientRegistrationResponse,
} from 'oauth4webapi';
import type { Endpoints } from '../../core/endpoints';
import { CognitoError, isCognitoError, type ErrorDetail } from '../../core/errors';
import { isLoopback } from '../../core/issuer';
import { defined } from '../../core/members';
import { secureUrl } from '../../core/profile';
import { callbackUrls, registrableUrls } from './callbackUrls';
import { readDiscovery, type Discovery } from './discovery';
import { refusal } from './refusals';
import type { Fetch } from './tokenRequest';

/** The program that registers itself. */
export interface RegisteringApp {
  /** The name of the app client. */
  readonly name: string;
  /** The editor's callback URL that all profiles share. */
  readonly editorUrl: string;
}

/** What would be registered, and where. */
export interface RegistrationOffer {
  readonly issuer: string;
  readonly endpoints: Endpoints;
  /** The registration endpoint. */
  readonly endpoint: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  /** Separated by spaces; undefined when the pool does not say which scopes it supports. */
  readonly scope: string | undefined;
  /** The callback URL that an app client must allow when the user creates it by hand. */
  readonly callbackUrl: string;
}

/** An app client that was registered. All but its id is secret. */
export interface RegisteredClient {
  readonly clientId: string;
  /** Some servers give a secret although none was asked for. */
  readonly clientSecret?: string;
  /** What changes or deletes the registration, RFC 7592. */
  readonly registrationToken?: string;
}

/** Registers a program as an app client of a user pool. */
export interface ClientRegistration {
  /**
   * Reads the discovery document of an issuer. Nothing is registered.
   * @returns undefined when the pool registers no app clients
   * @throws CognitoError registration_refused when the registration endpoint must not be used, and as `discover`
   */
  readonly find: (issuer: string, app: RegisteringApp) => Promise<RegistrationOffer | undefined>;
  /**
   * Registers an app client without a secret, with the authorization code grant.
   * @param initialToken an access token with the scope aws.cognito/dcr/register, when the pool asks for one
   * @throws CognitoError registration_refused, network, timeout
   */
  readonly register: (offer: RegistrationOffer, initialToken?: string) => Promise<RegisteredClient>;
}

/** How long the user waits for the discovery document before the client id is asked for instead, in milliseconds. */
const longestWait = 5_000;

/** Source: RFC 7591; OpenID Connect Dynamic Client Registration 1.0; AWS, "Dynamic client registration". */
export function createClientRegistration(fetch: Fetch): ClientRegistration {
  return {
    find: (issuer, app) =>
      findOffer(issuer, app, (url, init) =>
        fetch(url, { ...init, signal: AbortSignal.timeout(longestWait) }),
      ),
    register: (offer, initialToken) => register(offer, initialToken, fetch),
  };
}

/**
 * The registration endpoint that a discovery document names. One that is not on the token endpoint's origin must not be used,
 * because it could get the initial access token and choose the app client of every later sign-in.
 */
export function registrationEndpoint({ endpoints, document }: Discovery): {
  readonly endpoint?: string;
  readonly otherHost?: string;
} {
  const named = document.registration_endpoint;
  if (typeof named !== 'string') return {};
  const url = secureUrl(named);
  if (url?.origin === new URL(endpoints.token).origin) return { endpoint: named };
  return { otherHost: url?.host ?? l10n.t('an address that is not secure') };
}

/** A client id that the editor keeps. Source: RFC 6749 appendix A.1; no space, as in a profile. */
const usableId = /^[\x21-\x7e]{1,500}$/;

/** The scopes of OpenID Connect, which every pool has. */
const standardScopes = ['openid', 'email', 'phone', 'profile'];

async function findOffer(
  issuer: string,
  { name, editorUrl }: RegisteringApp,
  fetch: Fetch,
): Promise<RegistrationOffer | undefined> {
  const discovery = await readDiscovery(issuer, fetch);
  const { endpoints, document } = discovery;
  const { endpoint, otherHost } = registrationEndpoint(discovery);
  // The user names the pool, so this is the callback URL for a profile of the user's own settings.
  const source = { editorUrl, writtenByUser: true };
  const [callbackUrl] = await callbackUrls({ name }, endpoints, source);
  if (otherHost !== undefined) {
    const { host } = new URL(endpoints.token);
    throw new CognitoError('registration_refused', {
      host,
      reason: 'other_host',
      found: otherHost,
      callbackUrl,
    });
  }
  if (endpoint === undefined) return undefined;
  const supported = document.scopes_supported;
  const scopes = Array.isArray(supported) ? standardScopes.filter((scope) => supported.includes(scope)) : [];
  const redirectUris = await registrableUrls(endpoints, editorUrl);
  const scope = scopes.length === 0 ? undefined : scopes.join(' ');
  return { issuer, endpoints, endpoint, name, redirectUris, scope, callbackUrl };
}

async function register(
  offer: RegistrationOffer,
  initialToken: string | undefined,
  fetch: Fetch,
): Promise<RegisteredClient> {
  const { issuer, endpoint, callbackUrl } = offer;
  const { host, hostname } = new URL(endpoint);
  const metadata = {
    client_name: offer.name,
    application_type: 'native',
    redirect_uris: [...offer.redirectUris],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    ...defined({ scope: offer.scope }),
  };
  let status: number | undefined;
  try {
    const response = await dynamicClientRegistrationRequest(
      { issuer, registration_endpoint: endpoint },
      metadata,
      {
        [customFetch]: (url: string, init: RequestInit) => fetch(url, init),
        [allowInsecureRequests]: isLoopback(hostname),
        ...defined({ initialAccessToken: initialToken }),
      },
    );
    ({ status } = response);
    const answer = await processDynamicClientRegistrationResponse(response);
    if (!usableId.test(answer.client_id)) throw new TypeError('No profile can have this client id.');
    return {
      clientId: answer.client_id,
      ...defined({
        clientSecret: textOf(answer.client_secret),
        registrationToken: textOf(answer.registration_access_token),
      }),
    };
  } catch (error) {
    if (isCognitoError(error)) throw error;
    const { detail } = await refusal(error, host);
    const sent: ErrorDetail = { callbackUrl, token: initialToken === undefined ? 'none' : 'sent' };
    throw new CognitoError('registration_refused', { ...detail, status, ...sent });
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
