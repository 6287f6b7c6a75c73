import type { CognitoClient } from '../../src/client/cognitoClient';
import { CognitoError } from '../../src/core/errors';
import type { Session } from '../../src/core/session';
import { fakeClient } from './fakeClient';
import { makeSession } from './sessions';
import { accessClaims, unsigned } from './tokens';
import type { VirtualTime } from './virtualTime';

/** How a request ends. */
export type Fate = 'answered' | 'request lost' | 'answer lost';

export interface VirtualPool {
  /** The session of a sign-in, with a valid refresh token. */
  readonly session: Session;
  /** The number of requests that were answered with new tokens. */
  readonly refreshes: number;
  /** The number of pending requests of running windows. */
  readonly inFlight: number;
  /** Whether a refresh token stays valid without a time limit. */
  isLasting: (refreshToken: string | undefined) => boolean;
  hasIssued: (session: Session) => boolean;
  /** The client of one window. */
  client: (alive: () => boolean) => CognitoClient;
}

/** A pool's token endpoint in virtual time. @param grace of a rotated refresh token, in milliseconds; undefined: it does not rotate */
export function createVirtualPool(
  time: VirtualTime,
  grace: number | undefined,
  { latency, fate }: { readonly latency: () => number; readonly fate: () => Fate },
): VirtualPool {
  /** The time until which each refresh token is valid. */
  const good = new Map<string, number>();
  const issued = new Set<string>();
  let made = 0;
  let refreshes = 0;
  const flights = new Set<() => boolean>();

  const tokens = (): Pick<Session, 'accessToken' | 'receivedAt' | 'expiresAt'> => {
    const receivedAt = Math.floor(time.now / 1000);
    const exp = receivedAt + 3600;
    const accessToken = unsigned(accessClaims({ exp, jti: String(made++) }));
    issued.add(accessToken);
    return { accessToken, receivedAt, expiresAt: exp };
  };
  const refreshToken = (): string => {
    const token = `refresh-${made++}`;
    good.set(token, Infinity);
    return token;
  };

  /** Handles a request that has arrived. */
  const answer = (sent: string): Partial<Session> => {
    if ((good.get(sent) ?? -Infinity) < time.now) {
      throw new CognitoError('token_refused', { host: 'pool', status: 400, error: 'invalid_grant' });
    }
    refreshes++;
    if (grace === undefined) return tokens();
    good.set(sent, Math.min(good.get(sent) ?? 0, time.now + grace - 1));
    return { ...tokens(), refreshToken: refreshToken() };
  };

  return {
    session: makeSession({ idToken: undefined, ...tokens(), refreshToken: refreshToken() }),
    get refreshes() {
      return refreshes;
    },
    get inFlight() {
      return [...flights].filter((alive) => alive()).length;
    },
    isLasting: (token) => good.get(token ?? '') === Infinity,
    hasIssued: ({ accessToken }) => issued.has(accessToken),
    client: (alive) => {
      const arrival = async (): Promise<void> => {
        await time.sleep(latency());
        // A window that has ended never continues.
        if (!alive()) await new Promise(() => undefined);
      };
      const lost = new CognitoError('network', { host: 'pool', reason: 'ECONNRESET' });
      return fakeClient({
        refresh: async (session, keep) => {
          const flight = (): boolean => alive();
          flights.add(flight);
          let fields: Partial<Session>;
          try {
            const end = fate();
            await time.sleep(latency());
            if (end === 'request lost') throw lost;
            fields = answer(session.refreshToken ?? '');
            await arrival();
            if (end === 'answer lost') throw lost;
          } finally {
            flights.delete(flight);
          }
          if (fields.refreshToken !== undefined) {
            await keep({ ...session, refreshToken: fields.refreshToken });
          }
          // Time for another response, because the key set may have to be read.
          await arrival();
          return { ...session, ...fields };
        },
      });
    },
  };
}
