import { defined } from '../../../core/members';
import { prefixDomain } from '../../../core/cognitoHosts';
import { withDots } from '../../../core/text';
import type { ProfileDraft, RawDraft } from '../profileDraft';
import { recognise } from '../recognise';
import { parts, type RawFind } from './find';

/** A name and its value: a stack's output, an environment variable, a parameter. */
export interface Pair {
  readonly key: string;
  readonly value: string;
}

interface ReadPair extends Pair {
  readonly draft: ProfileDraft | undefined;
}

/** A stack has fewer outputs. */
const most = 500;
/** Longer names are ignored, because comparing names takes more than linear time. */
const longestKey = 200;

const clientKey = /client[_-]?(?:id|ref)?$/i;
const secretKey = /secret|password|token|private/i;
/** The form of every client id that Cognito makes. */
const realClientId = /^(?=.*\d)(?=.*[a-z])[a-z0-9]{20,39}$/;

/**
 * Combines names and values into user pools with their app clients. With several pools, a client belongs to the pool whose name
 * shares the longest beginning with its own.
 * @param place where these pairs are in their file
 */
export function findInPairs(pairs: readonly Pair[], place: string): readonly RawFind[] {
  const named = pairs.filter(({ key }) => key.length <= longestKey).slice(0, most);
  const open = named.filter(({ key }) => !secretKey.test(key));
  const hasSecret = named.some(({ key }) => /client_?-?secret/i.test(key));
  const read = open.map((pair): ReadPair => ({ ...pair, draft: draftOf(pair) }));
  const pools = read.filter(({ draft }) => draft?.userPoolId !== undefined || draft?.issuer !== undefined);
  const domains = read.filter(({ draft }) => draft?.domain !== undefined);
  const clients = open.filter(isClient);
  const sources = pools.length > 0 ? pools : domains;
  const rest: RawDraft = {
    scopes: valueOf(open, /scopes?$/i, /[\s,]+/),
    redirectUris: valueOf(open, /redirect(?!.*(?:out|logout))|callback|sign_?in_?ur[il]/i, /,/),
    logoutUris: valueOf(open, /logout|sign_?out/i, /,/),
  };
  const find = (source: ReadPair, key: string, clientId?: string): RawFind => {
    // For a pool with an id, the domain only proposes a name.
    const domain = source.draft?.domain ?? closest(source.key, domains)?.draft?.domain;
    return {
      place: withDots(place, key),
      hasSecret,
      raw: { ...rest, ...source.draft, ...defined({ domain, clientId }) },
    };
  };
  const owned = clients.map((client) => ({ client, source: closest(client.key, sources) }));
  const served = new Set(owned.map(({ source }) => source));
  const alone = sources.filter((source) => !served.has(source));
  return [
    ...owned.flatMap(({ client, source }) =>
      source ? [find(source, clients.length > 1 ? client.key : '', client.value)] : [],
    ),
    ...alone.map((source) => find(source, sources.length > 1 ? source.key : '')),
  ];
}

/** Whether a value alone shows that it belongs to Cognito. */
export function isUnmistakable({ key, value }: Pair): boolean {
  if (realClientId.test(value)) return clientKey.test(key) && !secretKey.test(key);
  const draft = draftOf({ key, value });
  return (
    draft?.userPoolId !== undefined ||
    (draft?.domain !== undefined && prefixDomain(draft.domain) !== undefined)
  );
}

function isClient({ key, value }: Pair): boolean {
  if (!/client/i.test(key)) return false;
  return (
    realClientId.test(value) ||
    (clientKey.test(key) && /^\w{1,128}$/.test(value) && draftOf({ key, value }) === undefined)
  );
}

/** The field that a value belongs to. A custom domain is recognised only by its name. */
function draftOf({ key, value }: Pair): ProfileDraft | undefined {
  if (value.length > 2048 || /\s/.test(value.trim())) return undefined;
  const recognised = recognise(value);
  if (recognised === undefined || 'inputError' in recognised) return undefined;
  const { draft } = recognised;
  if (draft.clientId !== undefined && draft.domain === undefined && draft.userPoolId === undefined) {
    return undefined;
  }
  const custom = draft.domain !== undefined && prefixDomain(draft.domain) === undefined;
  const called = /domain|hosted_?ui|login|authority|issuer|cognito_?(?:base_?)?ur[il]/i.test(key);
  return custom && (!called || /redirect|callback/i.test(key)) ? undefined : draft;
}

function valueOf(pairs: readonly Pair[], name: RegExp, separator: RegExp): unknown {
  return parts(pairs.find(({ key }) => name.test(key))?.value, separator);
}

/** The entry whose name shares the longest beginning with `key`; the first of several. */
function closest<T extends { readonly key: string }>(key: string, among: readonly T[]): T | undefined {
  let best: T | undefined;
  let length = -1;
  for (const candidate of among) {
    const shared = sharedLength(key.toLowerCase(), candidate.key.toLowerCase());
    if (shared > length) [best, length] = [candidate, shared];
  }
  return best;
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
