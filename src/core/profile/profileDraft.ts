import { isAmazon, isLookAlike, prefixDomain } from '../cognitoHosts';
import { issuerOfPool, parseUrl, userPoolRegion } from '../issuer';
import { plain } from '../problem';
import { parseProfiles, redirectKind, secureUrl } from './profile';
import type { Profile } from './profile';

/** What is known of a profile before it is one: every value has been looked at. */
export interface ProfileDraft extends Partial<
  Pick<
    Profile,
    'userPoolId' | 'domain' | 'issuer' | 'clientId' | 'identityProvider' | 'lang' | 'resource' | 'logoutUri'
  >
> {
  /** A name to go by unless the user has a better one. */
  readonly name?: string;
  readonly scopes?: readonly string[];
  /** The app client's callback URLs, as far as they are known. */
  readonly redirectUris?: readonly string[];
}

/** The same as somebody else wrote it, whatever its shape. */
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

export interface Sifted {
  readonly draft: ProfileDraft;
  /** What was left out and why, as sentences. */
  readonly notes: readonly string[];
}

/**
 * Takes what can be used and leaves the rest, with the reason. With a pool's id the domain is not kept: the pool itself
 * says which one it has, so nobody else can.
 */
export function siftDraft(raw: RawDraft): Sifted {
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

/** Text of a sane length without control or invisible characters, trimmed. */
function cleanText(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 4096) return undefined;
  const text = value.trim();
  return text === '' || /[\p{C}\p{Zl}\p{Zp}]/u.test(text) ? undefined : text;
}

function shortText(most: number): (text: string) => string | undefined {
  return (text) => (text.length <= most ? text : undefined);
}

/** A sign-in host as a profile keeps it: bare, or with its scheme where that is http on loopback. */
export function readDomain(address: string): string | undefined {
  const url = secureUrl(address, true);
  if (url === undefined || isLookAlike(url.hostname)) return undefined;
  if (url.protocol === 'http:') return url.origin;
  if (isAmazon(url.hostname) && prefixDomain(url.hostname) === undefined) return undefined;
  // A host without a dot is a prefix whose AWS Region nobody told.
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(url.hostname) ? url.host : undefined;
}

/** A callback URL is compared character for character, so it is kept as it is written. */
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

/** Without the members that are undefined. */
function defined<T extends object>(value: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries) as { readonly [K in keyof T]?: Exclude<T[K], undefined> };
}

/** What a profile still needs. */
export type MissingField = 'pool' | 'clientId';

export function missingFields(draft: ProfileDraft): readonly MissingField[] {
  const pool = draft.userPoolId ?? draft.domain ?? draft.issuer;
  return [
    ...(pool === undefined ? (['pool'] as const) : []),
    ...(draft.clientId === undefined ? (['clientId'] as const) : []),
  ];
}

/**
 * What a draft holds, for people, in short.
 * @param ownCallback this editor's own callback URL, which needs no spelling out
 */
export function describeDraft(draft: ProfileDraft, ownCallback: string): readonly string[] {
  const { scopes, redirectUris = [] } = draft;
  const { redirectUri = ownCallback } = chooseCallback(redirectUris, ownCallback);
  return [
    draft.userPoolId,
    draft.domain && withoutScheme(draft.domain),
    draft.issuer && withoutScheme(draft.issuer),
    draft.clientId && `app client ${draft.clientId}`,
    scopes && (scopes.length === 1 ? `scope ${scopes[0] ?? ''}` : `${scopes.length} scopes`),
    redirectUris.length > 0 &&
      (redirectUri === ownCallback ? 'back to this editor' : `back to ${withoutScheme(redirectUri)}`),
  ].filter((part): part is string => typeof part === 'string');
}

function withoutScheme(address: string): string {
  return plain(address.replace(/^https?:\/\//, ''));
}

/** An entry of `cognito.profiles` as it is written: only what is not a default. */
export type NewProfile = Pick<Profile, 'name' | 'clientId'> & Partial<Profile>;

export interface Completed {
  readonly profile: NewProfile;
  readonly notes: readonly string[];
}

/**
 * Makes a profile of a draft that misses nothing.
 * @param taken the names in use
 * @param ownCallback this editor's own callback URL, which a profile leaves out
 * @returns a fault in words when no profile can be made of it
 */
export function completeDraft(
  draft: ProfileDraft,
  taken: ReadonlySet<string>,
  ownCallback: string,
): Completed | { readonly fault: string } {
  const { name = 'Cognito', redirectUris, scopes, ...rest } = draft;
  const { redirectUri, note } = chooseCallback(redirectUris ?? [], ownCallback);
  const entry = defined({
    name: freeName(name, taken),
    ...rest,
    scopes: scopes && [...scopes],
    redirectUri,
  });
  const { profiles, faults } = parseProfiles([entry]);
  const [fault] = faults;
  if (fault) return { fault: `Its ${fault.field} ${fault.reason}.` };
  const [profile] = profiles;
  return profile === undefined
    ? { fault: 'No profile can be made of it.' }
    : { profile: entry as NewProfile, notes: note === undefined ? [] : [note] };
}

/** The profile that a draft would only repeat. */
export function sameProfile(profiles: readonly Profile[], draft: ProfileDraft): Profile | undefined {
  const same = (profile: Profile): boolean =>
    profile.clientId === draft.clientId &&
    profile.userPoolId === draft.userPoolId &&
    profile.issuer === draft.issuer &&
    (profile.domain === draft.domain || draft.domain === undefined);
  return profiles.find(same);
}

/** A name that no profile has: with a number behind it where somebody has it already. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number += 1) {
    if (!taken.has(`${name} ${number}`)) return `${name} ${number}`;
  }
}

/** The callback URL that works here with the least effort; none when this editor's own is among them. */
function chooseCallback(
  uris: readonly string[],
  ownCallback: string,
): { readonly redirectUri?: string; readonly note?: string } {
  if (uris.length === 0 || uris.includes(ownCallback)) return {};
  const scheme = ownCallback.slice(0, ownCallback.indexOf(':'));
  const ofKind = (kind: 'loopback' | 'paste'): string | undefined =>
    uris.find((uri) => {
      try {
        return redirectKind(uri, scheme) === kind;
      } catch {
        return false;
      }
    });
  const redirectUri = ofKind('loopback') ?? ofKind('paste');
  if (redirectUri !== undefined) return { redirectUri };
  return {
    note: `Its callback ${plain(uris[0] ?? '')} belongs to another program. Add ${ownCallback} to the app client’s allowed callback URLs.`,
  };
}
