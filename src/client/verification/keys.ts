import * as l10n from '@vscode/l10n';
import type { JSONWebKeySet } from 'jose';
import type { Fetch } from '../oauth/tokenRequest';
import { isRecent } from '../../core/age';
import { isCognitoError } from '../../core/errors';
import { member } from '../../core/members';
import { isUnread, keyIsMissing, type PoolKeys } from './verifyToken';

/** The key sets of pools, by address. */
export interface KeyCache {
  /**
   * The key set at `uri`, read again only when one of `tokens` names a key that is not in it.
   * @returns the reason when the set cannot be read
   * Source: AWS, "Verifying JSON web tokens".
   */
  for: (uri: string, tokens: readonly (string | undefined)[]) => Promise<PoolKeys>;
}

/** A key set is read again at most this often, in milliseconds, even when tokens name many unknown keys. */
const keyPause = 30_000;
/** A cached key set is used for so long, in milliseconds, because a pool may withdraw a key. */
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
      const known = isRecent(found?.readAt, now(), keyAge) ? found : undefined;
      const set = await (known?.keys ?? read(uri));
      if (known === undefined || isUnread(set) || isRecent(known.readAt, now(), keyPause)) return set;
      if (!tokens.some((token) => token !== undefined && keyIsMissing(token, set))) return set;
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
    if (response.status !== 200) {
      const cause = response.status === 403 ? l10n.t(' A firewall probably refused the request.') : '';
      return { unread: l10n.t`${host} answered with status ${response.status}.${cause}` };
    }
    const set: unknown = await response.json();
    const keys = member(set, 'keys');
    return Array.isArray(keys) && keys.every((key) => typeof key === 'object' && key !== null)
      ? { keys: keys as JSONWebKeySet['keys'] }
      : { unread: l10n.t`The answer of ${host} is not a key set.` };
  } catch (error) {
    return { unread: whyUnread(host, error) };
  }
}

/** Why a key could not be read, as a whole sentence. */
export function whyUnread(host: string, error: unknown): string {
  if (!isCognitoError(error)) return l10n.t`${host} could not be read.`;
  switch (error.code) {
    case 'network':
      return l10n.t`${host} could not be reached.`;
    case 'timeout':
      return l10n.t`${host} did not answer in time.`;
    default:
      return l10n.t`The request to ${host} failed (${error.code}).`;
  }
}
