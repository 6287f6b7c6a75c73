import { createHash, randomBytes } from 'node:crypto';
import { equal, ok } from 'node:assert/strict';
import { defined } from '../../src/core/members';
import type { LocalClient } from '../../src/localPool/configSchema';
import type { LocalPool } from '../../src/localPool/localPool';
import { callback, machineClient, password, publicClient } from './localPools';

/** A pool that runs in this process or in another one. */
export type Reachable = Pick<LocalPool, 'origin'>;

export type Parameters = Record<string, string | undefined>;

export function form(parameters: Parameters): URLSearchParams {
  return new URLSearchParams(
    Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

export function get(pool: Reachable, path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(pool.origin + path, { redirect: 'manual', headers });
}

export function post(
  pool: Reachable,
  path: string,
  parameters: Parameters,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(pool.origin + path, { method: 'POST', redirect: 'manual', headers, body: form(parameters) });
}

/** The query of a valid authorization request of the public client, with `changes`. */
export function authorizeQuery(changes: Parameters = {}): string {
  return form({
    response_type: 'code',
    client_id: publicClient.clientId,
    redirect_uri: callback,
    state: 'st4te',
    ...changes,
  }).toString();
}

export function authorize(
  pool: Reachable,
  changes: Parameters = {},
  headers: Record<string, string> = {},
): Promise<Response> {
  return get(pool, `/oauth2/authorize?${authorizeQuery(changes)}`, headers);
}

export function location(response: Response): string {
  equal(response.status, 302);
  return response.headers.get('location') ?? '';
}

export function cookies(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
}

export interface OpenLogin {
  readonly path: string;
  readonly html: string;
  readonly cookies: string;
  readonly csrf: string;
}

/** Opens the login page of an authorization request. */
export async function openLogin(pool: Reachable, changes: Parameters = {}): Promise<OpenLogin> {
  const path = `/login?${authorizeQuery(changes)}`;
  const response = await get(pool, path);
  equal(response.status, 200);
  const html = await response.text();
  const csrf = /name="_csrf" value="([^"]+)"/.exec(html)?.[1];
  ok(csrf);
  return { path, html, cookies: cookies(response), csrf };
}

/** Sends the login form. */
export async function submitLogin(
  pool: Reachable,
  changes: Parameters = {},
  username = 'jane',
  secret = password,
): Promise<Response> {
  const login = await openLogin(pool, changes);
  return post(pool, login.path, { _csrf: login.csrf, username, password: secret }, { cookie: login.cookies });
}

export interface SignedIn {
  readonly code: string;
  readonly session: string;
}

/** Signs in and returns the code and the session cookie. */
export async function signIn(
  pool: Reachable,
  changes: Parameters = {},
  username = 'jane',
): Promise<SignedIn> {
  const response = await submitLogin(pool, changes, username);
  const code = new URL(location(response)).searchParams.get('code');
  ok(code);
  return { code, session: cookies(response) };
}

export interface Tokens {
  readonly access_token: string;
  readonly id_token: string;
  readonly refresh_token: string;
  readonly token_type: string;
  readonly expires_in: number;
}

/** The tokens in a response, which must have status 200. */
export async function tokensIn(response: Response): Promise<Tokens> {
  equal(response.status, 200);
  return (await response.json()) as Tokens;
}

export function exchange(
  pool: Reachable,
  code: string,
  changes: Parameters = {},
  headers: Record<string, string> = {},
): Promise<Response> {
  return post(
    pool,
    '/oauth2/token',
    {
      grant_type: 'authorization_code',
      client_id: publicClient.clientId,
      code,
      redirect_uri: callback,
      ...changes,
    },
    headers,
  );
}

/** Signs in and exchanges the code for tokens. */
export async function obtainTokens(
  pool: Reachable,
  changes: Parameters = {},
  username = 'jane',
): Promise<Tokens> {
  const { code } = await signIn(pool, changes, username);
  return tokensIn(await exchange(pool, code, { client_id: changes['client_id'] ?? publicClient.clientId }));
}

export function refresh(
  pool: Reachable,
  refreshToken: string,
  clientId = publicClient.clientId,
): Promise<Response> {
  return post(pool, '/oauth2/token', {
    grant_type: 'refresh_token',
    client_id: clientId,
    refresh_token: refreshToken,
  });
}

/** The status and the body of a response, to compare both in one assertion. */
export async function outcome(response: Response): Promise<{ status: number; body: unknown }> {
  const text = await response.text();
  return { status: response.status, body: text === '' ? '' : (JSON.parse(text) as unknown) };
}

/** The outcome of a request that is refused with an OAuth error. */
export function refused(
  status: number,
  error: string,
  description?: string,
): Awaited<ReturnType<typeof outcome>> {
  return { status, body: defined({ error, error_description: description }) };
}

/** Requests an access token of a machine client. */
export function requestMachineToken(
  pool: Reachable,
  changes: Parameters = {},
  client = machineClient,
): Promise<Response> {
  return post(pool, '/oauth2/token', { grant_type: 'client_credentials', ...changes }, basic(client));
}

export function basic(client: LocalClient, secret = client.secret ?? ''): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${client.clientId}:${secret}`).toString('base64')}` };
}

export function decode(token: string, part = 1): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[part] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >;
}

export function pkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}
