import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { authorize } from './authorize';
import { discovery, jwks, noSuchPool } from './discovery';
import type { HostRoles } from './hosts';
import { empty, readForm, splitTarget, writeReply, type PoolRequest, type Reply } from './http';
import { showLogin, submitLogin } from './login';
import { logout } from './logout';
import { badRequestPage, errorPage } from './pages';
import type { Pool } from './pool';
import { revoke } from './revoke';
import { token } from './token';
import { userInfo } from './userInfo';

type Handler = (pool: Pool, request: PoolRequest) => Reply | Promise<Reply>;

interface Route {
  readonly on: keyof HostRoles;
  readonly GET?: Handler;
  readonly POST?: Handler;
  /** Whether scripts of other origins may call it. */
  readonly cors?: boolean;
}

/** Answers every request to the pool. It logs nothing and never throws. */
export function createListener(pool: Pool, hosts: ReadonlyMap<string, HostRoles>): RequestListener {
  const routes = routesOf(pool);
  return (message, response) => {
    respond(pool, routes, hosts, message, response).catch(() => {
      response.destroy();
    });
  };
}

function routesOf(pool: Pool): ReadonlyMap<string, Route> {
  const wellKnown = `/${pool.config.poolId}/.well-known`;
  return new Map<string, Route>([
    [`${wellKnown}/openid-configuration`, { on: 'issuer', GET: discovery, cors: true }],
    [`${wellKnown}/jwks.json`, { on: 'issuer', GET: jwks, cors: true }],
    ...(pool.domain === undefined ? [] : domainRoutes),
  ]);
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

const otherPool = /^\/[\w-]+_[0-9a-zA-Z]+\/\.well-known\/(?:openid-configuration|jwks\.json)$/;

async function respond(
  pool: Pool,
  routes: ReadonlyMap<string, Route>,
  hosts: ReadonlyMap<string, HostRoles>,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const roles = hosts.get((message.headers.host ?? '').toLowerCase());
  const target = splitTarget(message.url);
  let reply: Reply;
  if (roles === undefined) {
    reply = empty(421);
  } else if (target === undefined) {
    reply = badRequestPage();
  } else {
    const route =
      routes.get(target.path) ??
      (otherPool.test(target.path) ? { on: 'issuer', GET: noSuchPool } : undefined);
    reply = await answer(pool, route !== undefined && roles[route.on] ? route : undefined, target, message);
  }
  writeReply(response, reply, pool.now());
}

async function answer(
  pool: Pool,
  route: Route | undefined,
  target: { readonly path: string; readonly query: URLSearchParams },
  message: IncomingMessage,
): Promise<Reply> {
  const method = message.method === 'HEAD' ? 'GET' : message.method;
  if (route === undefined) return method === 'GET' ? badRequestPage() : empty(405, { allow: 'GET' });
  if (method === 'OPTIONS' && route.cors === true) {
    return empty(200, {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': allowed(route),
      'access-control-allow-headers': 'Authorization, Content-Type',
    });
  }
  const handler = method === 'GET' || method === 'POST' ? route[method] : undefined;
  if (handler === undefined) return empty(405, { allow: allowed(route) });
  const form = method === 'POST' ? await readForm(message) : undefined;
  if (form === 'too_large') return empty(413);
  try {
    return await handler(pool, { ...target, headers: message.headers, form });
  } catch {
    return empty(500);
  }
}

function allowed(route: Route): string {
  return [route.GET && 'GET', route.POST && 'POST'].filter((method) => method !== undefined).join(', ');
}
