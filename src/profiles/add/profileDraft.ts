import * as l10n from '@vscode/l10n';
import { defined } from '../../core/members';
import { isAmazon, isLookAlike, prefixDomain } from '../../core/cognitoHosts';
import { identityPoolIdPattern } from '../../core/identityPool';
import { cognitoPool, issuerOfPool, parseUrl, userPoolRegion, withoutSlash } from '../../core/issuer';
import { secureUrl, type Profile } from '../../core/profile';

/** The checked values of a profile that may be incomplete. */
export interface ProfileDraft extends Partial<
  Pick<
    Profile,
    | 'userPoolId'
    | 'domain'
    | 'issuer'
    | 'clientId'
    | 'identityProvider'
    | 'lang'
    | 'resource'
    | 'logoutUri'
    | 'identityPoolId'
  >
> {
  /** A proposal for the name. */
  readonly name?: string;
  readonly scopes?: readonly string[];
  /** The known callback URLs of the app client. */
  readonly redirectUris?: readonly string[];
}

/** An unchecked draft. Each field can have any type. */
export type RawDraft = Readonly<
  Partial<Record<Exclude<keyof ProfileDraft, 'name' | 'logoutUri'> | 'logoutUris', unknown>>
>;

export interface CleanDraft {
  readonly draft: ProfileDraft;
  /** What was left out and why, in whole sentences. */
  readonly notes: readonly string[];
}

/**
 * Keeps the valid values, and says why others are left out. With a user pool id, the domain is left out, because the pool itself
 * names its domain.
 */
export function cleanDraft(raw: RawDraft): CleanDraft {
  const notes: string[] = [];
  const keep = (name: string, value: unknown, read: Reader): string | undefined => {
    if (value === undefined || value === null || value === '') return undefined;
    const text = cleanText(value);
    const kept = text === undefined ? undefined : read(text);
    if (kept === undefined) notes.push(l10n.t`Its ${name} was left out: it cannot be one.`);
    return kept;
  };
  const list = (name: string, value: unknown, most: number, read: Reader): string[] | undefined => {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    const kept = values.slice(0, most).map((item) => keep(name, item, read));
    const unique = [...new Set(kept.filter((item) => item !== undefined))];
    return unique.length === 0 ? undefined : unique;
  };

  const userPoolId = keep(l10n.t('user pool id'), raw.userPoolId, (text) =>
    text.length <= 55 && issuerOfPool(text) !== undefined ? text : undefined,
  );
  const issuer = keep(l10n.t('issuer'), raw.issuer, (text) => secureUrl(text) && withoutSlash(text));
  const domain = keep(l10n.t('domain'), raw.domain, readDomain);
  const named = cognitoPool(issuer ?? '');
  // A replicated pool has the same id in its secondary Region, so its issuer says more.
  const isReplica =
    userPoolId !== undefined &&
    named?.userPoolId === userPoolId &&
    named.region !== userPoolRegion(userPoolId);
  const prefix = domain === undefined ? undefined : prefixDomain(domain);
  const region = named?.region ?? (userPoolId === undefined ? undefined : userPoolRegion(userPoolId));
  if (prefix && region !== undefined && prefix.region !== region) {
    notes.push(
      named === undefined
        ? l10n.t`Its domain ${domain ?? ''} was left out: it is in ${prefix.region}, the user pool probably in ${region}.`
        : l10n.t`Its domain ${domain ?? ''} was left out: it is in ${prefix.region}, the user pool in ${region}.`,
    );
  }
  const scopes = list(l10n.t('scope'), raw.scopes, 50, matching(/^[\x21\x23-\x5B\x5D-\x7E]{1,256}$/));
  const redirectUris = list(l10n.t('callback URL'), raw.redirectUris, 100, readCallback);
  const logoutUris = list(l10n.t('sign-out URL'), raw.logoutUris, 100, readCallback);
  return {
    draft: defined({
      name: prefix?.prefix ?? hostOf(domain) ?? userPoolId ?? named?.userPoolId ?? hostOf(issuer),
      userPoolId: isReplica ? undefined : userPoolId,
      issuer: userPoolId === undefined || isReplica ? issuer : undefined,
      domain: userPoolId === undefined && issuer === undefined ? domain : undefined,
      clientId: keep(l10n.t('app client id'), raw.clientId, matching(/^[\w+]{1,128}$/)),
      scopes,
      redirectUris,
      logoutUri: logoutUris?.find((uri) => uri.startsWith('https://')),
      identityProvider: keep(l10n.t('identity provider'), raw.identityProvider, matching(/^.{1,32}$/)),
      lang: keep(l10n.t('language'), raw.lang, matching(/^[A-Za-z-]{2,10}$/)),
      resource: keep(l10n.t('resource'), raw.resource, matching(/^.{1,256}$/)),
      identityPoolId: keep(l10n.t('identity pool id'), raw.identityPoolId, matching(identityPoolIdPattern)),
    }),
    notes: [...new Set(notes)],
  };
}

/** Reads a value from its trimmed text; undefined when it is not valid. */
type Reader = (text: string) => string | undefined;

function matching(pattern: RegExp): Reader {
  return (text) => (pattern.test(text) ? text : undefined);
}

/** Trimmed text of at most 4,096 characters without control or invisible characters. */
function cleanText(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 4096) return undefined;
  const text = value.trim();
  return text === '' || /[\p{C}\p{Zl}\p{Zp}]/u.test(text) ? undefined : text;
}

/** A sign-in host as a profile has it: without a scheme, or with http on loopback. */
function readDomain(address: string): string | undefined {
  const url = secureUrl(address, true);
  if (url === undefined || isLookAlike(url.hostname)) return undefined;
  if (url.protocol === 'http:') return url.origin;
  if (isAmazon(url.hostname) && prefixDomain(url.hostname) === undefined) return undefined;
  // A host without a dot is a domain prefix without its AWS Region.
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(url.hostname) ? url.host : undefined;
}

/** Callback URLs stay unchanged, because Cognito compares them character by character. */
function readCallback(text: string): string | undefined {
  const url = parseUrl(text);
  if (url === undefined || text.length > 1024 || text.includes('#') || /\s/.test(text)) return undefined;
  return /^(?:javascript|data|file|vbscript|blob|about|command):$/.test(url.protocol) ? undefined : text;
}

function hostOf(address: string | undefined): string | undefined {
  return address === undefined ? undefined : secureUrl(address, true)?.host;
}
