import type { CognitoClient } from '../../src/client/cognitoClient';
import { CognitoError } from '../../src/core/errors';
import type { Session } from '../../src/core/session';
import { fakeClient } from './fakeClient';
import { makeSession } from './sessions';
import { accessClaims, unsigned } from './tokens';
import type { VirtualTime } from './virtualTime';

/** How a request ends. */
export type Outcome = 'answered' | 'request lost' | 'answer lost';

export interface VirtualPool {
  /** The session of a sign-in, with a valid refresh token. */
  readonly session: Session;
  /** How many requests the pool answered with new tokens. */
  readonly refreshes: number;
  /** How many requests of open windows are in progress. */
  readonly inFlight: number;
  /** Whether a refresh token is valid without a time limit. */
  isLasting: (refreshToken: string | undefined) => boolean;
  hasIssued: (session: Session) => boolean;
  /** The client of one window. @param alive whether the window is open */
  client: (alive: () => boolean) => CognitoClient;
}

/**
 * The token endpoint of a pool in virtual time.
 * @param grace how long a rotated refresh token stays valid, in milliseconds; undefined: refresh tokens do not rotate
 */
export function createVirtualPool(
  time: VirtualTime,
  grace: number | undefined,
  { latency, outcome }: { readonly latency: () => number; readonly outcome: () => Outcome },
): VirtualPool {
  /** Until when each refresh token is valid. */
  const validUntil = new Map<string, number>();
  const issued = new Set<string>();
  let made = 0;
  let refreshes = 0;
  const flights = new Set<() => boolean>();

  const tokens = (): Pick<Session, 'accessToken' | 'receivedAt' | 'expiresAt'> => {
    const receivedAt = time.now;
    const exp = Math.floor(receivedAt / 1000) + 3600;
    const accessToken = unsigned(accessClaims({ exp, jti: String(made++) }));
    issued.add(accessToken);
    return { accessToken, receivedAt, expiresAt: exp * 1000 };
  };
  const refreshToken = (): string => {
    const token = `refresh-${made++}`;
    validUntil.set(token, Infinity);
    return token;
  };

  /** Answers a request that has arrived. */
  const answer = (sent: string): Partial<Session> => {
    if ((validUntil.get(sent) ?? -Infinity) < time.now) {
      throw new CognitoError('token_refused', { host: 'pool', status: 400, error: 'invalid_grant' });
    }
    refreshes++;
    if (grace === undefined) return tokens();
    validUntil.set(sent, Math.min(validUntil.get(sent) ?? 0, time.now + grace - 1));
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
    isLasting: (token) => validUntil.get(token ?? '') === Infinity,
    hasIssued: ({ accessToken }) => issued.has(accessToken),
    client: (alive) => {
      const arrival = async (): Promise<void> => {
        await time.sleep(latency());
        // A closed window never continues.
        if (!alive()) await new Promise(() => undefined);
      };
      const lost = new CognitoError('network', { host: 'pool', reason: 'ECONNRESET' });
      return fakeClient({
        refresh: async (session, keep) => {
          const flight = (): boolean => alive();
          flights.add(flight);
          try {
            const end = outcome();
            await time.sleep(latency());
            if (end === 'request lost') throw lost;
            const fields = answer(session.refreshToken ?? '');
            await arrival();
            if (end === 'answer lost') throw lost;
            if (fields.refreshToken !== undefined) {
              await keep({ ...session, refreshToken: fields.refreshToken });
            }
            // The real client may have to read the key set before it accepts the tokens.
            await arrival();
            return { ...session, ...fields };
          } finally {
            flights.delete(flight);
          }
        },
      });
    },
  };
}
