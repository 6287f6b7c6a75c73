import * as l10n from '@vscode/l10n';
import { CognitoError } from '../../core/errors';
import { skewOf } from '../../core/serverTime';
import type { Fetch } from '../oauth/tokenRequest';
import { clockTolerance } from '../verification/claimChecks';
import { failed, passed, unknown, type AppClientCheck } from './checks';

/** A fetch for one run of the checks: it requests each address once, and records the time of every server. */
export interface ObservedFetch {
  readonly fetch: Fetch;
  /** Whether this computer's clock is right, by the answer whose time differs least. */
  readonly clockCheck: () => AppClientCheck;
}

/** @param now milliseconds since 1970 */
export function recordServerTimes(fetch: Fetch, now: () => number): ObservedFetch {
  const reads = new Map<string, Promise<Response>>();
  const seen: ServerSkew[] = [];
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
    clockCheck: () => judge(seen.toSorted((a, b) => Math.abs(a.skew) - Math.abs(b.skew))[0]),
  };
}

interface ServerSkew {
  /** How far the server's clock is ahead of this computer's, in milliseconds. */
  readonly skew: number;
  readonly host: string;
}

/** With a wrong clock, valid tokens look expired or not valid yet. */
function judge(found: ServerSkew | undefined): AppClientCheck {
  if (found === undefined) return unknown('clock', l10n.t('No answer contained the server’s time.'));
  const { host, skew } = found;
  const seconds = Math.abs(skew) / 1000;
  const seen =
    seconds < 2
      ? l10n.t`This computer’s clock is in sync with ${host}.`
      : skew < 0
        ? l10n.t`This computer’s clock is ${seconds} seconds ahead of ${host}.`
        : l10n.t`This computer’s clock is ${seconds} seconds behind ${host}.`;
  return Math.abs(skew) <= clockTolerance
    ? passed('clock', seen)
    : failed('clock', seen, new CognitoError('clock_wrong', { host, skew }));
}
