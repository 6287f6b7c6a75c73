import { defaultLocalPoolConfig, shippedPassword } from '../../src/localPool/defaults';
import type { LocalClient } from '../../src/localPool/configSchema';

const { clients, poolId } = defaultLocalPoolConfig();

/** The id of the local user pool as shipped. */
export const localPoolId = poolId;

/** The client ids of the shipped public client and of the one that rotates refresh tokens. */
export const publicClient = shipped('Public app').clientId;
export const rotatingClient = shipped('Rotating app').clientId;

/** The shipped clients with a client secret. */
export const confidentialClient = withSecret('Confidential app');
export const machineClient = withSecret('Machine to machine');

/** A user of the shipped local user pool. */
export const jane = { username: 'jane', password: shippedPassword };

function shipped(name: string): LocalClient {
  const client = clients.find((candidate) => candidate.name === name);
  if (!client) throw new Error(`The local user pool has no app client “${name}”.`);
  return client;
}

function withSecret(name: string): { readonly clientId: string; readonly secret: string } {
  const { clientId, secret } = shipped(name);
  if (secret === undefined) throw new Error(`The app client “${name}” has no client secret.`);
  return { clientId, secret };
}
