import * as l10n from '@vscode/l10n';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { callbackPath } from '../core/callbackPath';
import { CognitoError } from '../core/errors';
import { errorCode, listen, loopbackAddresses, type Listening } from '../loopback/listen';
import type { Certificate } from './certificate';
import type { LocalPoolConfig } from './configSchema';
import { defaultLocalPoolConfig } from './defaults';
import { ExpiringMap } from './expiringMap';
import { bracketed, hostsOf, requireLoopback } from './hosts';
import { createSigningKeys, type SigningKeys } from './keys';
import type { Pool } from './pool';
import { createListener } from './router';
import type { PreTokenGeneration } from './triggers/preTokenGeneration';

/** Options of a local user pool. */
export interface LocalPoolOptions {
  /** A loopback address, or `localhost` for both of them. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Default: `defaultLocalPoolConfig()`. */
  readonly config?: LocalPoolConfig;
  /** Milliseconds since 1970. Default: `Date.now`. */
  readonly now?: () => number;
  /** Key and certificate in PEM. With them, the pool uses https. */
  readonly tls?: Certificate;
  /** The public origin of the issuer. Default: the listening origin. */
  readonly publicIssuerOrigin?: string;
  /** The public origin of the sign-in domain. Default: the listening origin. */
  readonly publicDomainOrigin?: string;
  /** Default: new keys. */
  readonly keys?: SigningKeys;
  /** Default: none, also when the configuration names a trigger, because this server does not run code. */
  readonly preTokenGeneration?: PreTokenGeneration;
}

/** A running local user pool. */
export interface LocalPool {
  /** The origin that it listens on. */
  readonly origin: string;
  /** The issuer in the discovery document. */
  readonly issuer: string;
  /** The origin of the sign-in domain; undefined for a pool without one. */
  readonly domain: string | undefined;
  readonly config: LocalPoolConfig;
  /** Stops listening, cuts open connections, and forgets every sign-in. */
  stop: () => Promise<void>;
}

/**
 * Starts a user pool on loopback that answers as Amazon Cognito does.
 *
 * @throws CognitoError `port_taken`, or `local_pool_config` when the address, an origin or the certificate is not valid
 */
export async function startLocalPool(options: LocalPoolOptions): Promise<LocalPool> {
  const { host, tls, config = defaultLocalPoolConfig() } = options;
  const { now: clock = Date.now } = options;
  const now = (): number => clock() + config.clockOffsetSeconds * 1000;
  const issuerOrigin = publicOrigin(options.publicIssuerOrigin);
  const domainOrigin = publicOrigin(options.publicDomainOrigin);

  // Keys take the longest, so they are made while the server opens.
  const makingKeys = options.keys ?? createSigningKeys();
  let listener: RequestListener = (_message, response) => response.writeHead(503).end();
  const listening = await openServer(options, (message, response) => {
    listener(message, response);
  });
  const keys = await makingKeys;

  const scheme = tls === undefined ? 'http' : 'https';
  const { origin } = new URL(`${scheme}://${bracketed(host)}:${listening.port}`);
  const issuers = { named: issuerOrigin ?? origin, updated: updatedIssuer(issuerOrigin ?? origin) };
  const issuer = `${issuers.named}/${config.poolId}`;
  const domain = config.domain ? (domainOrigin ?? origin) : undefined;
  const pool: Pool = {
    config,
    keys,
    now,
    issuer,
    tokenIssuer: config.updatedIssuer ? `${issuers.updated}/${config.poolId}` : issuer,
    domain,
    callbackPath: await callbackPath({ issuer, authorization: domain ?? origin }),
    registeredClients: new Map(),
    codes: new ExpiringMap(now),
    sessions: new ExpiringMap(now),
    secondSteps: new ExpiringMap(now),
    refreshTokens: new ExpiringMap(now),
    revoked: new ExpiringMap(now),
    preTokenGeneration: options.preTokenGeneration,
  };
  const hosts = hostsOf(host, listening.port, [issuers.named, issuers.updated], pool.domain);
  listener = createListener(pool, hosts);
  return { origin, issuer, domain: pool.domain, config, stop: () => listening.close() };
}

/** Source: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_IssuerConfigurationType.html */
function updatedIssuer(origin: string): string {
  return origin.replace('://cognito-idp.', '://issuer-cognito-idp.');
}

function publicOrigin(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw new CognitoError('local_pool_config', { reason: l10n.t`${url} is not the origin of a web server` });
  }
  return parsed.origin;
}

/** Milliseconds. */
const limits = { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 5_000 };

async function openServer(options: LocalPoolOptions, listener: RequestListener): Promise<Listening> {
  const { host, port, tls } = options;
  requireLoopback(host);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new CognitoError('local_pool_config', { reason: l10n.t`${port} is not a port` });
  }
  const createServer = (): Server =>
    tls === undefined
      ? createHttpServer(limits, listener)
      : createHttpsServer({ ...limits, key: tls.key, cert: tls.cert }, listener);
  try {
    return await listen(loopbackAddresses(host), port, createServer);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EADDRINUSE') throw new CognitoError('port_taken', { host, port }, error);
    const reason =
      code === 'unknown'
        ? l10n.t('the TLS key and certificate cannot be used')
        : l10n.t`port ${port} of ${host} cannot be opened (${code})`;
    throw new CognitoError('local_pool_config', { reason }, error);
  }
}
