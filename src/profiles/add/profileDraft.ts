import { defined } from '../../core/members';
import { isAmazon, isLookAlike, prefixDomain } from '../../core/cognitoHosts';
import { issuerOfPool, parseUrl, userPoolRegion } from '../../core/issuer';
import { secureUrl, type Profile } from '../../core/profile';

/** The checked values of a profile that may be incomplete. */
export interface ProfileDraft extends Partial<
  Pick<
    Profile,
    'userPoolId' | 'domain' | 'issuer' | 'clientId' | 'identityProvider' | 'lang' | 'resource' | 'logoutUri'
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
  Partial<
    Record<
      | 'userPoolId'
      | 'issuer'
      | 'domain'
      | 'clientId'
      | 'scopes'
      | 'redirectUris'
      | 'logoutUris'
      | 'identityProvider'
      | 'lang'
      | 'resource',
      unknown
    >
  >
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
  const keep = <T>(name: string, value: unknown, read: (text: string) => T | undefined): T | undefined => {
    if (value === undefined || value === null || value === '') return undefined;
    const text = cleanText(value);
    const kept = text === undefined ? undefined : read(text);
    if (kept === undefined) notes.push(`Its ${name} was left out: it cannot be one.`);
    return kept;
  };
  const list = <T>(
    name: string,
    value: unknown,
    most: number,
    read: (text: string) => T | undefined,
  ): T[] => {
    const values: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
    const kept = values.slice(0, most).map((item) => keep(name, item, read));
    return [...new Set(kept.filter((item) => item !== undefined))];
  };

  const userPoolId = keep('user pool id', raw.userPoolId, (text) =>
    text.length <= 55 && issuerOfPool(text) !== undefined ? text : undefined,
  );
  const issuer = keep('issuer', raw.issuer, (text) => secureUrl(text) && text.replace(/\/+$/, ''));
  const domain = keep('domain', raw.domain, readDomain);
  const region = userPoolId === undefined ? undefined : userPoolRegion(userPoolId);
  const prefix = domain === undefined ? undefined : prefixDomain(domain);
  if (prefix && region !== undefined && prefix.region !== region) {
    notes.push(
      `Its domain ${domain ?? ''} was left out: it is in ${prefix.region}, the user pool in ${region}.`,
    );
  }
  const scopes = list('scope', raw.scopes, 50, (text) =>
    /^[\x21\x23-\x5B\x5D-\x7E]{1,256}$/.test(text) ? text : undefined,
  );
  const redirectUris = list('callback URL', raw.redirectUris, 100, readCallback);
  const logoutUri = list('sign-out URL', raw.logoutUris, 100, readCallback).find((uri) =>
    uri.startsWith('https://'),
  );
  const name =
    prefix?.prefix ?? (domain && parseUrl(withScheme(domain))?.host) ?? userPoolId ?? hostOf(issuer);
  return {
    draft: defined({
      name,
      userPoolId,
      issuer: userPoolId === undefined ? issuer : undefined,
      domain: userPoolId === undefined && issuer === undefined ? domain : undefined,
      clientId: keep('app client id', raw.clientId, (text) =>
        /^[\w+]{1,128}$/.test(text) ? text : undefined,
      ),
      scopes: scopes.length === 0 ? undefined : scopes,
      redirectUris: redirectUris.length === 0 ? undefined : redirectUris,
      logoutUri,
      identityProvider: keep('identity provider', raw.identityProvider, shortText(32)),
      lang: keep('language', raw.lang, (text) => (/^[A-Za-z-]{2,10}$/.test(text) ? text : undefined)),
      resource: keep('resource', raw.resource, shortText(256)),
    }),
    notes: [...new Set(notes)],
  };
}

/** Trimmed text of at most 4,096 characters without control or invisible characters. */
function cleanText(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 4096) return undefined;
  const text = value.trim();
  return text === '' || /[\p{C}\p{Zl}\p{Zp}]/u.test(text) ? undefined : text;
}

function shortText(most: number): (text: string) => string | undefined {
  return (text) => (text.length <= most ? text : undefined);
}

/** A sign-in host as a profile has it: without a scheme, or with http on loopback. */
export function readDomain(address: string): string | undefined {
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

function withScheme(domain: string): string {
  return domain.includes('://') ? domain : `https://${domain}`;
}

function hostOf(issuer: string | undefined): string | undefined {
  return issuer === undefined ? undefined : parseUrl(issuer)?.host;
}
