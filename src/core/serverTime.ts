import * as l10n from '@vscode/l10n';
import { duration } from './duration';

/** How far the clocks of servers differ from this computer's. Every time and difference is in milliseconds. */
export interface PoolClocks {
  /**
   * Records the time in the answer of a token endpoint. A proxy may have written the `Date` header, so it counts only when a
   * token in the same answer was issued at that time.
   * @param host the host of a URL, with its port
   * @param issuedAt the token's `iat`
   */
  record: (host: string, headers: Headers, issuedAt: number | undefined) => void;
  /**
   * How far a host's clock is ahead of this computer's.
   * @param stored the skew that a session remembers, for a host that has not answered yet
   */
  skew: (host: string, stored?: number) => number;
  /**
   * The time at a host, since 1970.
   * @param stored as in `skew`; a skew recorded later never makes a session look younger than when it was issued
   */
  now: (host: string, stored?: number) => number;
}

export interface ClockOptions {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Milliseconds since any point in time, by a clock that cannot be set. */
  readonly elapsed?: () => number;
  /** Called once for each host whose clock differs by more than token checks tolerate. */
  readonly onDifference?: (skew: number, host: string) => void;
}

/** A `Date` header has whole seconds and is a little old: a smaller difference counts as none. Milliseconds. */
const precision = 10_000;
/** Differences are reported from here on, because token checks tolerate less. Milliseconds. */
const notable = 60_000;

export function createPoolClocks({
  now = Date.now,
  elapsed = () => performance.now(),
  onDifference = () => undefined,
}: ClockOptions = {}): PoolClocks {
  const recorded = new Map<string, { readonly skew: number; readonly drift: number }>();
  const reported = new Set<string>();
  const drift = (): number => now() - elapsed();

  const skew = (host: string, stored = 0): number => {
    const known = recorded.get(host);
    // If the local clock was set back, the measured skew would make tokens look too fresh: ignore it.
    if (known !== undefined && known.drift - drift() < precision) return known.skew;
    // For the same reason, only a slow local clock is remembered with a session.
    return Math.max(0, stored);
  };

  return {
    skew,
    now: (host, stored) => now() + Math.max(skew(host, stored), stored ?? -Infinity),
    record: (host, headers, issuedAt = NaN) => {
      const at = now();
      const difference = skewOf(headers, at);
      // Missing values are NaN: the comparison then fails.
      if (!(Math.abs(at + difference - issuedAt) <= notable)) return;
      const found = Math.abs(difference) < precision ? 0 : difference;
      recorded.set(host, { skew: found, drift: drift() });
      if (Math.abs(found) < notable || reported.has(host)) return;
      reported.add(host);
      onDifference(found, host);
    },
  };
}

/**
 * How far the clock of a server is ahead of this computer's, by the headers of its answer. An answer from a cache is older
 * by its age. Source: RFC 9110 section 6.6.1, RFC 9111 section 5.1.
 * @param now milliseconds since 1970
 * @returns milliseconds, in whole seconds; NaN without a valid `Date`
 */
export function skewOf(headers: Headers, now: number): number {
  const age = /^\d{1,9}$/.test(headers.get('age') ?? '') ? Number(headers.get('age')) : 0;
  const time = Date.parse(headers.get('date') ?? '') + age * 1000;
  return Math.round((time - now) / 1000) * 1000;
}

/**
 * A difference in words: `7 minutes slow`.
 * @param skew how far the other clock is ahead, in milliseconds
 * @returns undefined for one that is too small to be reported
 */
export function clockDifference(skew: number): string | undefined {
  if (Math.abs(skew) < notable) return undefined;
  const length = duration(Math.abs(skew));
  return skew > 0 ? l10n.t('{0} slow', length) : l10n.t('{0} fast', length);
}
