import { defined } from '../../../core/members';
import { identityPoolIdPattern } from '../../../core/identityPool';
import { prefixDomain } from '../../../core/cognitoHosts';
import { withDots } from '../../../core/text';
import type { ProfileDraft, RawDraft } from '../profileDraft';
import { recognise } from '../recognise';
import { parts, type RawFind } from './find';
import { partnerOf, ranked } from './names';

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
/** Identity providers behind the pool, whose client ids are not those of its app clients. */
const otherProvider =
  /google|facebook|apple|amazon(?!.*cognito)|okta|azure|entra|microsoft|git_?(?:hub|lab)|auth0|linkedin|twitter/i;
const address = /^[a-z][a-z\d+.-]*:\/\//i;
/** The form of every client id that Cognito makes, and of older ones. */
const realClientId = /^(?=.*\d)(?=.*[a-z])[a-z0-9]{20,39}$/;

/**
 * Combines names and values into user pools with their app clients. With several pools, a client belongs to the pool whose name
 * shares the most words with its own.
 * @param place where these pairs are in their file
 */
export function findInPairs(pairs: readonly Pair[], place: string): readonly RawFind[] {
  const named = pairs.filter(({ key }) => key.length <= longestKey).slice(0, most);
  const open = named.filter(({ key }) => !secretKey.test(key));
  const hasSecret = named.some(
    ({ key, value }) => /(?:client|cognito).*secret/i.test(key) && !otherProvider.test(key) && value !== '',
  );
  const read = open.map((pair): ReadPair => ({ ...pair, draft: draftOf(pair) }));
  const pools = read.filter(({ draft }) => draft?.userPoolId !== undefined || draft?.issuer !== undefined);
  const domains = read.filter(({ draft }) => draft?.domain !== undefined);
  const clients = open.filter(isClient);
  const addresses = open.filter(({ value }) => address.test(value));
  const identityPools = open.filter(({ value }) => identityPoolIdPattern.test(value));
  const sources = pools.length > 0 ? pools : domains;
  const rest = (key: string): RawDraft => ({
    scopes: valueOf(key, open, /scopes?$/i, /[\s,]+/),
    redirectUris: valueOf(key, addresses, /redirect(?!.*(?:out|logout))|callback|sign_?in_?ur[il]/i, /,/),
    logoutUris: valueOf(key, addresses, /logout|sign_?out/i, /,/),
  });
  const find = (source: ReadPair, key: string, clientId?: string): RawFind => {
    // For a pool with an id, the domain only proposes a name.
    const domain = source.draft?.domain ?? partnerOf(source.key, domains)?.draft?.domain;
    const identityPoolId = partnerOf(source.key, identityPools)?.value;
    return {
      place: withDots(place, key),
      hasSecret,
      raw: { ...rest(source.key), ...source.draft, ...defined({ domain, clientId, identityPoolId }) },
    };
  };
  const owned = clients.map((client) => ({ client, source: partnerOf(client.key, sources) }));
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
  if (otherProvider.test(key)) return false;
  // Cognito's ids have 26 characters: beside a pool, such a value is a client under any name.
  if (!/client|cognito/i.test(key)) return realClientId.test(value) && value.length === 26;
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

function valueOf(key: string, pairs: readonly Pair[], name: RegExp, separator: RegExp): unknown {
  const [best] = ranked(
    key,
    pairs.filter((pair) => name.test(pair.key)),
  );
  return parts(best?.entry.value, separator);
}
