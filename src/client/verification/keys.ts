import type { JSONWebKeySet } from 'jose';
import type { Fetch } from '../oauth/tokenRequest';
import { isCognitoError } from '../../core/errors';
import { isUnread, keyIsMissing, type PoolKeys } from './verifyToken';

/** The key sets of pools, by address. */
export interface KeyCache {
  /**
   * The key set at `uri`, read anew only when one of `tokens` names a key that is not in it.
   * @returns why, when the set cannot be had: a signature that cannot be checked is reported as that
   * Source: AWS, "Verifying JSON web tokens".
   */
  for: (uri: string, tokens: readonly (string | undefined)[]) => Promise<PoolKeys>;
}

/** A key set is asked for again at most this often, in milliseconds, however many unknown keys turn up. */
const keyPause = 30_000;
/** A key that a pool has withdrawn is trusted no longer than this, in milliseconds. */
const keyAge = 3_600_000;

/** @param now milliseconds since 1970 */
export function createKeyCache(fetch: Fetch, now: () => number): KeyCache {
  const sets = new Map<string, { readonly readAt: number; readonly keys: Promise<PoolKeys> }>();
  const read = (uri: string): Promise<PoolKeys> => {
    const keys = fetchKeys(uri, fetch).then((set) => {
      // A failure is not cached: the next call tries again.
      if (isUnread(set)) sets.delete(uri);
      return set;
    });
    sets.set(uri, { readAt: now(), keys });
    return keys;
  };
  return {
    for: async (uri, tokens) => {
      const found = sets.get(uri);
      const known = found !== undefined && now() - found.readAt < keyAge ? found : undefined;
      const set = await (known?.keys ?? read(uri));
      if (!isUnread(set) && !tokens.some((token) => token !== undefined && keyIsMissing(token, set))) {
        return set;
      }
      if (known === undefined || isUnread(set) || now() - known.readAt < keyPause) return set;
      // Another call may have read the set again already.
      const current = sets.get(uri);
      return current === undefined || current === known ? read(uri) : current.keys;
    },
  };
}

async function fetchKeys(uri: string, fetch: Fetch): Promise<PoolKeys> {
  const { host } = new URL(uri);
  try {
    const response = await fetch(uri, {});
    if (response.status !== 200) return { unread: `${host} answered with status ${response.status}.` };
    const set: unknown = await response.json();
    const keys: unknown = typeof set === 'object' && set !== null && 'keys' in set ? set.keys : undefined;
    return Array.isArray(keys) && keys.every((key) => typeof key === 'object' && key !== null)
      ? { keys: keys as JSONWebKeySet['keys'] }
      : { unread: `${host} answered with something that is no key set.` };
  } catch (error) {
    // A signature that cannot be checked is reported as that, with the token it belongs to.
    return { unread: whyUnread(host, error) };
  }
}

function whyUnread(host: string, error: unknown): string {
  if (!isCognitoError(error)) return `${host} could not be read.`;
  switch (error.code) {
    case 'network':
      return `${host} could not be reached.`;
    case 'timeout':
      return `${host} did not answer in time.`;
    default:
      return `The request to ${host} failed (${error.code}).`;
  }
}
