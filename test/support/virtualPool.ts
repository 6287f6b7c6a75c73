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
  /** The session of a new sign-in of a user, with a valid refresh token. @param sub left out: the user of most tests */
  signIn: (sub?: string) => Session;
  /** How many requests the pool answered with new tokens. */
  readonly refreshes: number;
  /** How many requests of open windows are in progress. */
  readonly inFlight: number;
  /** Whether a refresh token is valid without a time limit. */
  isLasting: (refreshToken: string | undefined) => boolean;
  /** @param sub the user that the tokens must be of; left out: any user */
  hasIssued: (session: Session, sub?: string) => boolean;
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
  /** The users of the refresh tokens and of the access tokens. */
  const users = new Map<string, string | undefined>();
  let made = 0;
  let refreshes = 0;
  const flights = new Set<() => boolean>();

  const tokens = (sub?: string): Pick<Session, 'accessToken' | 'receivedAt' | 'expiresAt'> => {
    const receivedAt = time.now;
    const exp = Math.floor(receivedAt / 1000) + 3600;
    const accessToken = unsigned(accessClaims({ exp, jti: String(made++), ...(sub && { sub }) }));
    users.set(accessToken, sub);
    return { accessToken, receivedAt, expiresAt: exp * 1000 };
  };
  const refreshToken = (sub?: string): string => {
    const token = `refresh-${made++}`;
    validUntil.set(token, Infinity);
    users.set(token, sub);
    return token;
  };

  /** Answers a request that has arrived. */
  const answer = (sent: string): Partial<Session> => {
    if ((validUntil.get(sent) ?? -Infinity) < time.now) {
      throw new CognitoError('token_refused', { host: 'pool', status: 400, error: 'invalid_grant' });
    }
    refreshes++;
    const sub = users.get(sent);
    if (grace === undefined) return tokens(sub);
    validUntil.set(sent, Math.min(validUntil.get(sent) ?? 0, time.now + grace - 1));
    return { ...tokens(sub), refreshToken: refreshToken(sub) };
  };

  return {
    signIn: (sub) =>
      makeSession({
        id: `sign-in ${made++}`,
        idToken: undefined,
        ...tokens(sub),
        refreshToken: refreshToken(sub),
        signedInAt: time.now,
      }),
    get refreshes() {
      return refreshes;
    },
    get inFlight() {
      return [...flights].filter((alive) => alive()).length;
    },
    isLasting: (token) => validUntil.get(token ?? '') === Infinity,
    hasIssued: ({ accessToken }, sub) =>
      users.has(accessToken) && (sub === undefined || users.get(accessToken) === sub),
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
