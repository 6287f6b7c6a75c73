import type { IncomingMessage, RequestListener } from 'node:http';
import { authorize } from './authorize';
import { awsApi } from './awsApi';
import { discovery, jwks, noSuchPool } from './discovery';
import type { Hosts } from './hosts';
import {
  anyOrigin,
  empty,
  formOf,
  readBody,
  splitTarget,
  writeReply,
  type PoolRequest,
  type Reply,
} from './http';
import { logout, showLogin, submitLogin } from './login';
import { badRequestPage, errorPage } from './pages';
import type { Pool } from './pool';
import { canRegister, register } from './registration';
import { revoke, token } from './token';
import { userInfo } from './userInfo';

type Handler = (pool: Pool, request: PoolRequest) => Reply | Promise<Reply>;

interface Route {
  readonly on: keyof Hosts;
  readonly GET?: Handler;
  readonly POST?: Handler;
  /** Whether scripts of other origins may call it. */
  readonly cors?: boolean;
}

const domainRoutes: readonly (readonly [string, Route])[] = [
  ['/oauth2/authorize', { on: 'domain', GET: authorize }],
  ['/oauth2/token', { on: 'domain', POST: token, cors: true }],
  ['/oauth2/userInfo', { on: 'domain', GET: userInfo, POST: userInfo, cors: true }],
  ['/oauth2/revoke', { on: 'domain', POST: revoke, cors: true }],
  ['/login', { on: 'domain', GET: showLogin, POST: submitLogin }],
  ['/logout', { on: 'domain', GET: logout }],
  ['/error', { on: 'domain', GET: errorPage }],
];

const registrationRoutes: typeof domainRoutes = [
  ['/oauth2/register', { on: 'domain', POST: register, cors: true }],
];

const otherPool = /^\/[\w-]+_[0-9a-zA-Z]+\/\.well-known\/(?:openid-configuration|jwks\.json)$/;

/** Answers every request to the pool. It logs nothing and never throws. */
export function createListener(pool: Pool, hosts: Hosts): RequestListener {
  const wellKnown = `/${pool.config.poolId}/.well-known`;
  const routes = new Map<string, Route>([
    [`${wellKnown}/openid-configuration`, { on: 'issuer', GET: discovery, cors: true }],
    [`${wellKnown}/jwks.json`, { on: 'issuer', GET: jwks, cors: true }],
    ...(pool.domain === undefined ? [] : domainRoutes),
    ...(canRegister(pool) ? registrationRoutes : []),
    ['/', { on: 'issuer', GET: badRequestPage, POST: awsApi, cors: true }],
  ]);
  const routeOf = (host: string, path: string): Route | undefined => {
    const missing: Route | undefined = otherPool.test(path) ? { on: 'issuer', GET: noSuchPool } : undefined;
    const route = routes.get(path) ?? missing;
    return route && hosts[route.on].has(host) ? route : undefined;
  };
  const answer = async (message: IncomingMessage): Promise<Reply> => {
    const host = (message.headers.host ?? '').toLowerCase();
    if (!hosts.issuer.has(host) && !hosts.domain.has(host)) return empty(421);
    const target = splitTarget(message.url);
    return target === undefined
      ? badRequestPage()
      : answerOn(routeOf(host, target.path), target, pool, message);
  };
  return (message, response) => {
    answer(message)
      .then((reply) => {
        writeReply(response, reply, pool.now());
      })
      .catch(() => response.destroy());
  };
}

async function answerOn(
  route: Route | undefined,
  target: Pick<PoolRequest, 'path' | 'query'>,
  pool: Pool,
  message: IncomingMessage,
): Promise<Reply> {
  const method = message.method === 'HEAD' ? 'GET' : message.method;
  if (route === undefined) return method === 'GET' ? badRequestPage() : empty(405, { allow: 'GET' });
  const allowed = (['GET', 'POST'] as const).filter((name) => route[name] !== undefined).join(', ');
  if (method === 'OPTIONS' && route.cors === true) {
    // Libraries send headers of their own, such as x-amz-user-agent, so all that the browser asks for are allowed.
    const asked = message.headers['access-control-request-headers'];
    return empty(200, {
      ...anyOrigin,
      'access-control-allow-methods': allowed,
      ...(asked !== undefined && { 'access-control-allow-headers': asked }),
    });
  }
  const handler = method === 'GET' || method === 'POST' ? route[method] : undefined;
  if (handler === undefined) return empty(405, { allow: allowed });
  const body = method === 'POST' ? await readBody(message) : '';
  if (body === undefined) return empty(413);
  const { headers } = message;
  try {
    return await handler(pool, {
      ...target,
      headers,
      body,
      form: formOf(body, headers),
      ipAddress: message.socket.remoteAddress ?? '',
    });
  } catch {
    return empty(500);
  }
}
