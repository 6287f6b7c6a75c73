import { importJWK, jwtVerify, type JWK } from 'jose';
import { defaultLocalPoolConfig, shippedPassword } from '../../src/localPool/defaults';
import { createSigningKeys, type SigningKeys } from '../../src/localPool/keys';
import type { LocalClient } from '../../src/localPool/configSchema';
import { send, startFaultyPool, type Fault, type FaultyPool, type Route } from './faultyPool';

/** What happens to the requests of the windows. The probabilities are from 0 to 1. */
export interface Network {
  /** How likely a request does not reach the pool. */
  readonly requestsLost: number;
  /** How likely the pool's answer does not come back. */
  readonly answersLost: number;
}

export const goodNetwork: Network = { requestsLost: 0, answersLost: 0 };

/** The user pool of a working week. */
export interface WeekPool {
  readonly issuer: string;
  /** How many codes and refresh tokens the pool has exchanged for tokens. */
  readonly signIns: number;
  /** Refreshes whose answer was lost are counted too. */
  readonly refreshes: number;
  network: Network;
  /** Replaces both signing keys. The key set has the new ones only. */
  rotateKeys: () => Promise<void>;
  /** @throws when the pool did not sign the token, or it has expired */
  verify: (token: string) => Promise<void>;
  stop: FaultyPool['stop'];
}

/** Access tokens last as short as Cognito allows. */
const tokenSeconds = 300;

/** The app clients of the week: how each of them treats refresh tokens. */
export const weekClients = {
  grace: { graceSeconds: 60 },
  noGrace: { graceSeconds: 0 },
  noRotation: undefined,
} as const satisfies Record<string, LocalClient['rotation']>;

export type WeekClient = keyof typeof weekClients;

/** The routes that the windows use, and no browser. */
const routes: readonly Route[] = ['discovery', 'jwks', 'token', 'userInfo', 'revoke'];

/** @param loopback a callback URL at a loopback address @param now the pool's clock @param random from 0 to 1 */
export async function startWeekPool(
  usernames: readonly string[],
  loopback: string,
  now: () => number,
  random: () => number,
): Promise<WeekPool> {
  const config = defaultLocalPoolConfig();
  const [shipped] = config.clients;
  if (shipped === undefined) throw new Error('The local user pool has no app client.');
  const clients = Object.entries(weekClients).map(([clientId, rotation]): LocalClient => ({
    ...shipped,
    clientId,
    name: clientId,
    redirectUris: [...shipped.redirectUris, loopback],
    accessTokenSeconds: tokenSeconds,
    idTokenSeconds: tokenSeconds,
    ...(rotation && { rotation }),
  }));
  const users = usernames.map((username) => ({ username, password: shippedPassword, attributes: {} }));
  // The pool signs with the members that this object has at the moment.
  const keys: { -readonly [Use in keyof SigningKeys]: SigningKeys[Use] } = await createSigningKeys();
  const known = new Map<string, JWK>();
  const remember = ({ id, access }: SigningKeys): void => {
    for (const { kid, jwk } of [id, access]) known.set(kid, jwk);
  };
  remember(keys);
  const faulty = await startFaultyPool({
    config: { ...config, users, clients, identityPools: [] },
    now,
    keys,
  });

  let [signIns, refreshes] = [0, 0];
  const week: WeekPool = {
    issuer: faulty.issuer,
    get signIns() {
      return signIns;
    },
    get refreshes() {
      return refreshes;
    },
    network: goodNetwork,
    rotateKeys: async () => {
      const next = await createSigningKeys();
      remember(next);
      Object.assign(keys, next);
    },
    verify: async (token) => {
      await jwtVerify(token, async ({ kid = '' }) => importJWK(known.get(kid) ?? { kty: 'oct' }, 'RS256'), {
        issuer: faulty.issuer,
        currentDate: new Date(now()),
      });
    },
    stop: faulty.stop,
  };
  const pass: Fault = async ({ message, response, pass: forward }) => {
    if (random() < week.network.requestsLost) {
      response.destroy();
      return;
    }
    const answer = await forward();
    if (message.route === 'token' && answer.status === 200) {
      if (new URLSearchParams(message.body).get('grant_type') === 'refresh_token') refreshes += 1;
      else signIns += 1;
    }
    if (random() < week.network.answersLost) response.destroy();
    else send(response, answer);
  };
  for (const route of routes) faulty.faults[route] = pass;
  return week;
}
