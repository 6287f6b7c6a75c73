import { startLocalPool, type LocalPool, type LocalPoolOptions } from '../../src/localPool/localPool';
import { createSigningKeys, type SigningKeys } from '../../src/localPool/keys';
import { defaultLocalPoolConfig, shippedPassword } from '../../src/localPool/defaults';
import type { LocalClient, LocalPoolConfig, LocalUser } from '../../src/localPool/configSchema';

export const password = shippedPassword;
export const callback = 'http://localhost:8400/callback';

const shipped = defaultLocalPoolConfig().clients;
export const publicClient = shipped[0]!;
export const confidentialClient = shipped[1]!;
export const machineClient = shipped[2]!;
export const rotatingClient = shipped[3]!;

/** A clock that a test moves by hand. */
export class Clock {
  ms = Date.UTC(2026, 0, 15, 12);
  readonly now = (): number => this.ms;

  forward(seconds: number): void {
    this.ms += seconds * 1000;
  }
}

let sharedKeys: Promise<SigningKeys> | undefined;
const running: LocalPool[] = [];

/** Starts a pool on a free port, with signing keys that all tests share. `stopPools` stops it. */
export async function startPool(options: Partial<LocalPoolOptions> = {}): Promise<LocalPool> {
  const keys = await (sharedKeys ??= createSigningKeys());
  const pool = await startLocalPool({ host: '127.0.0.1', port: 0, keys, ...options });
  running.push(pool);
  return pool;
}

export async function stopPools(): Promise<void> {
  await Promise.all(running.splice(0).map((pool) => pool.stop()));
}

/** The shipped configuration with changes to the public client. */
export function withPublicClient(changes: Partial<LocalClient>): LocalPoolConfig {
  const config = defaultLocalPoolConfig();
  return { ...config, clients: [{ ...publicClient, ...changes }, ...config.clients.slice(1)] };
}

/** The shipped configuration with a resource server that has no scopes. */
export function withResourceServer(identifier: string): LocalPoolConfig {
  return { ...defaultLocalPoolConfig(), resourceServers: [{ identifier, scopes: [] }] };
}

/** The shipped configuration with one user, kim. */
export function withKim(changes: Partial<LocalUser> = {}): LocalPoolConfig {
  const kim = { username: 'kim', password, attributes: {}, ...changes };
  return { ...defaultLocalPoolConfig(), users: [kim] };
}
