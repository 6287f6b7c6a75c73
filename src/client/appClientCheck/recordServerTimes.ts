import type { Fetch } from '../oauth/tokenRequest';

/** A fetch for one run: the same address is asked for once, and every answer tells the server's time. */
export interface ObservedFetch {
  readonly fetch: Fetch;
  /** By how many seconds this computer's clock is ahead, judged by the answer that agrees best; undefined without any. */
  readonly ahead: () => { readonly seconds: number; readonly host: string } | undefined;
}

/** @param now milliseconds since 1970 */
export function recordServerTimes(fetch: Fetch, now: () => number): ObservedFetch {
  const reads = new Map<string, Promise<Response>>();
  const seen: { readonly seconds: number; readonly host: string }[] = [];
  const ask: Fetch = async (url, init) => {
    const response = await fetch(url, init);
    // RFC 9110 section 6.6.1; an answer from a cache is older by its age (RFC 9111 section 5.1).
    const sentAt = Date.parse(response.headers.get('date') ?? '') / 1000;
    const age = Number(response.headers.get('age') ?? 0) || 0;
    if (!Number.isNaN(sentAt)) seen.push({ seconds: now() / 1000 - sentAt - age, host: new URL(url).host });
    return response;
  };
  return {
    fetch: async (url, init) => {
      if (init.method !== undefined) return ask(url, init);
      const read = reads.get(url) ?? ask(url, init);
      reads.set(url, read);
      return (await read).clone();
    },
    ahead: () => seen.toSorted((a, b) => Math.abs(a.seconds) - Math.abs(b.seconds))[0],
  };
}
