import { skewOf } from '../../core/serverTime';
import type { Fetch } from '../oauth/tokenRequest';

/** A fetch for one run of the checks: it requests each address once, and records the time of every server. */
export interface ObservedFetch {
  readonly fetch: Fetch;
  /**
   * How far a server's clock is ahead of this computer's, in milliseconds, by the answer that differs least.
   * @returns undefined when no answer had a time
   */
  readonly skew: () => { readonly skew: number; readonly host: string } | undefined;
}

/** @param now milliseconds since 1970 */
export function recordServerTimes(fetch: Fetch, now: () => number): ObservedFetch {
  const reads = new Map<string, Promise<Response>>();
  const seen: { readonly skew: number; readonly host: string }[] = [];
  const send: Fetch = async (url, init) => {
    const response = await fetch(url, init);
    const skew = skewOf(response.headers, now());
    if (!Number.isNaN(skew)) seen.push({ skew, host: new URL(url).host });
    return response;
  };
  return {
    fetch: async (url, init) => {
      if (init.method !== undefined) return send(url, init);
      const read = reads.get(url) ?? send(url, init);
      reads.set(url, read);
      return (await read).clone();
    },
    skew: () => seen.toSorted((a, b) => Math.abs(a.skew) - Math.abs(b.skew))[0],
  };
}
