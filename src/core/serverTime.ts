import { duration } from './duration';

/** How far each server's clock differs from this computer's. */
export interface PoolClocks {
  /**
   * Notes the `Date` of an answer that no cache can have kept (RFC 9110 section 6.6.1). A proxy can have written it, so it
   * is believed only when a token that came with it was issued then.
   * @param host as in a URL, with its port
   * @param issuedAt the token's `iat`, in seconds since 1970
   */
  heard: (host: string, date: string | null, issuedAt: number | undefined) => void;
  /**
   * How far a host's clock is ahead of this computer's, in seconds.
   * @param stored what a session remembers of it, for a host that has not been heard yet
   */
  skew: (host: string, stored?: number) => number;
  /**
   * The time at a host, in seconds since 1970.
   * @param stored as in `skew`: what was heard later never makes a session look younger than it did when it came
   */
  now: (host: string, stored?: number) => number;
}

export interface ClockOptions {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Milliseconds since any point in time, by a clock that cannot be set. */
  readonly elapsed?: () => number;
  /** Called for each host whose clock is found to differ by more than tokens forgive. */
  readonly onDifference?: (skew: number, host: string) => void;
}

/** A `Date` header has whole seconds and is a little old: a smaller difference, in seconds, counts as none. */
const precision = 10;
/** Differences are reported from here on, in seconds: token checks tolerate less. */
const notable = 60;

export function createPoolClocks({
  now = Date.now,
  elapsed = () => performance.now(),
  onDifference = () => undefined,
}: ClockOptions = {}): PoolClocks {
  const heard = new Map<string, { readonly skew: number; readonly drift: number }>();
  const told = new Set<string>();
  const drift = (): number => now() - elapsed();

  const skew = (host: string, stored = 0): number => {
    const known = heard.get(host);
    // If the local clock was set back, the measured skew would make tokens look too fresh: ignore it.
    if (known !== undefined && known.drift - drift() < precision * 1000) return known.skew;
    // For the same reason, only a slow local clock is remembered with a session.
    return Math.max(0, stored);
  };

  return {
    skew,
    now: (host, stored) => now() / 1000 + Math.max(skew(host, stored), stored ?? -Infinity),
    heard: (host, date, issuedAt = NaN) => {
      const time = Date.parse(date ?? '');
      // Missing values are NaN: the comparison then fails.
      if (!(Math.abs(time / 1000 - issuedAt) <= notable)) return;
      const difference = Math.round((time - now()) / 1000);
      const found = Math.abs(difference) < precision ? 0 : difference;
      heard.set(host, { skew: found, drift: drift() });
      if (Math.abs(found) < notable || told.has(host)) return;
      told.add(host);
      onDifference(found, host);
    },
  };
}

/**
 * A difference in words: `7 minutes slow`.
 * @param skew how far the other clock is ahead, in seconds
 * @returns undefined for one that is not worth a word
 */
export function clockDifference(skew: number): string | undefined {
  const seconds = Math.abs(skew);
  if (seconds < notable) return undefined;
  return `${duration(seconds * 1000)} ${skew > 0 ? 'slow' : 'fast'}`;
}
