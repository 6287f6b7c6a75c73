import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { CognitoError } from './errors';
import { identityPoolIdPattern } from './identityPool';
import { isCognitoIssuer, isLoopback, issuerOfPool, parseUrl, withoutSlash } from './issuer';
import { levelName, mostLevels } from './levels';

const text = v.pipe(v.string(), v.trim(), v.minLength(1));

function isSeconds(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

const profileSchema = v.object({
  name: text,
  userPoolId: v.optional(
    v.pipe(
      v.string(),
      v.trim(),
      v.regex(/^[\w-]+_[0-9a-zA-Z]+$/, l10n.t('must look like us-east-1_AbCdEf123')),
    ),
  ),
  domain: v.optional(text),
  issuer: v.optional(text),
  clientId: v.pipe(
    v.string(),
    v.trim(),
    v.regex(/^[\x21-\x7e]+$/, l10n.t('must have no spaces and no letters with accents')),
  ),
  scopes: v.optional(v.pipe(v.array(text), v.maxLength(50, l10n.t('has more than {0} of them', 50)))),
  redirectUri: v.optional(text),
  grant: v.optional(v.picklist(['authorization_code', 'client_credentials']), 'authorization_code'),
  identityProvider: v.optional(text),
  loginHint: v.optional(text),
  prompt: v.optional(text),
  lang: v.optional(text),
  resource: v.optional(text),
  acrValues: v.optional(
    v.pipe(
      v.array(
        v.pipe(
          v.string(),
          v.trim(),
          v.regex(levelName, l10n.t('must have 1 to 64 characters, and no spaces or accents')),
        ),
      ),
      v.maxLength(mostLevels, l10n.t('has more than {0} of them', mostLevels)),
    ),
  ),
  maxAge: v.optional(
    v.pipe(v.number(), v.check(isSeconds, l10n.t('must be a whole number of seconds, and not negative'))),
  ),
  logoutUri: v.optional(text),
  identityPoolId: v.optional(
    v.pipe(
      v.string(),
      v.trim(),
      v.regex(identityPoolIdPattern, l10n.t('must be an AWS Region, a colon and a UUID')),
    ),
  ),
  customRoleArn: v.optional(
    v.pipe(
      v.string(),
      v.trim(),
      v.regex(
        /^arn:aws[a-z-]*:iam::\d{12}:role\/[\x21-\x7e]{1,2000}$/,
        l10n.t('must be the ARN of an IAM role'),
      ),
    ),
  ),
  production: v.optional(v.boolean(), false),
});

/** An app client to sign in to: one entry of the setting `cognito.profiles`. */
export interface Profile extends Readonly<v.InferOutput<typeof profileSchema>> {
  /** The signed-in user that is meant: a user name, an e-mail address or a `sub`. Left out: the active user. It is no setting. */
  readonly user?: string | undefined;
}

/** An invalid entry of `cognito.profiles`, with the reason. */
export interface InvalidProfile {
  readonly name: string;
  /** Empty when the whole entry is meant. */
  readonly field: string;
  /** What is said about the field, as in “is missing”: a clause without a full stop. */
  readonly reason: string;
}

/** Reads one entry of `cognito.profiles`. @param entry of any type */
export function parseProfile(
  entry: unknown,
):
  | { readonly profile: Profile; readonly invalid?: undefined }
  | { readonly profile?: undefined; readonly invalid: InvalidProfile } {
  const name = entryName(entry) ?? l10n.t('a profile without a name');
  if (typeof entry === 'object' && entry !== null && 'clientSecret' in entry) {
    const reason = l10n.t('must not be in settings: they are plain text and may be synced');
    return { invalid: { name, field: 'clientSecret', reason } };
  }
  const parsed = v.safeParse(profileSchema, entry);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const field = issue.path?.map((item) => String(item.key)).join('.') ?? '';
    return { invalid: { name, field, reason: reasonOf(issue) } };
  }
  const invalid = inspect(parsed.output);
  return invalid ? { invalid: { name, ...invalid } } : { profile: parsed.output };
}

function reasonOf({ received, message, type }: v.BaseIssue<unknown>): string {
  if (received === 'undefined') return l10n.t('is missing');
  if (type === 'regex' || type === 'max_length' || type === 'check') return message;
  return type === 'min_length' ? l10n.t('is empty') : l10n.t('has the wrong type');
}

/** The name of a raw entry of `cognito.profiles`; undefined when it has none. */
export function entryName(entry: unknown): string | undefined {
  const name = typeof entry === 'object' && entry !== null && 'name' in entry ? entry.name : undefined;
  return typeof name === 'string' && name.trim() !== '' ? name.trim() : undefined;
}

/** Invisible characters could make two names look alike. A variation selector after an emoji is allowed. */
const invisible = /[\p{C}\u2800]|[^\S ]|(?<!\p{ExtPict})\p{DI}/u;

function inspect(profile: Profile): { field: string; reason: string } | undefined {
  if (invisible.test(profile.name)) {
    return { field: 'name', reason: l10n.t('must not have invisible characters') };
  }
  if (profile.userPoolId === undefined && profile.domain === undefined && profile.issuer === undefined) {
    return { field: 'userPoolId', reason: l10n.t('is missing: give a userPoolId, a domain or an issuer') };
  }
  if (profile.userPoolId !== undefined && issuerOfPool(profile.userPoolId) === undefined) {
    return { field: 'userPoolId', reason: l10n.t('has no AWS Region before its underscore') };
  }
  // The alphabet of Amazon's client ids. Other servers have their own.
  if (
    (profile.issuer === undefined || isCognitoIssuer(profile.issuer)) &&
    !/^[\w+]+$/.test(profile.clientId)
  ) {
    return { field: 'clientId', reason: l10n.t('must have letters, digits, _ and + only') };
  }
  if (profile.customRoleArn !== undefined && profile.identityPoolId === undefined) {
    return { field: 'customRoleArn', reason: l10n.t('has no use without an identityPoolId') };
  }
  for (const field of ['domain', 'issuer', 'redirectUri', 'logoutUri'] as const) {
    // URL parsing removes control characters such as line breaks, so the text itself is checked.
    if (/[\p{C}\s]/u.test(profile[field] ?? '')) {
      return { field, reason: l10n.t('must not have spaces or invisible characters') };
    }
  }
  for (const field of ['domain', 'issuer'] as const) {
    const value = profile[field];
    if (value !== undefined && secureUrl(value, field === 'domain') === undefined) {
      return {
        field,
        reason: l10n.t(
          'must be an https address; plain http works only for localhost, 127.0.0.1 and [::1], so set an emulator’s public address to one of them',
        ),
      };
    }
  }
  const { redirectUri } = profile;
  if (redirectUri === undefined) return undefined;
  if (parseUrl(redirectUri) === undefined) {
    return { field: 'redirectUri', reason: l10n.t('must be a full URL') };
  }
  return redirectUri.includes('#')
    ? { field: 'redirectUri', reason: l10n.t('must not have a fragment') }
    : undefined;
}

/**
 * Parses an address that the browser or tokens may be sent to: https, or http on loopback, without credentials.
 * @param address with or without a scheme when `bareHost` is set
 */
export function secureUrl(address: string, bareHost = false): URL | undefined {
  const url = parseUrl(bareHost && !address.includes('://') ? `https://${address}` : address);
  if (url === undefined || url.username !== '' || url.password !== '' || url.hash !== '') return undefined;
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  return secure ? url : undefined;
}

/** How the callback reaches the editor, which the form of `redirectUri` decides. */
export type RedirectKind = 'uri_handler' | 'loopback' | 'paste';

/**
 * @param redirectUri one of the app client's allowed callback URLs
 * @param uriScheme this editor's own scheme, `vscode` on VS Code
 * @throws CognitoError profile_invalid when the editor cannot receive such a callback
 */
export function redirectKind(redirectUri: string, uriScheme: string): RedirectKind {
  const url = parseUrl(redirectUri);
  if (url?.protocol === `${uriScheme}:`) return 'uri_handler';
  if (url?.protocol === 'http:' && isLoopback(url.hostname) && url.port !== '') return 'loopback';
  if (url?.protocol === 'https:') return 'paste';
  throw new CognitoError('profile_invalid', {
    field: 'redirectUri',
    reason: l10n.t('cannot return to {0}: here', uriScheme),
  });
}

/** The origin of a profile's sign-in host; undefined when discovery has to find it. */
export function domainOrigin(profile: Pick<Profile, 'domain'>): string | undefined {
  return profile.domain === undefined ? undefined : secureUrl(profile.domain, true)?.origin;
}

/** The issuer of a profile in its original form; undefined for a profile with only a domain. */
export function profileIssuer(profile: Pick<Profile, 'issuer' | 'userPoolId'>): string | undefined {
  if (profile.issuer !== undefined) return withoutSlash(profile.issuer);
  return profile.userPoolId === undefined ? undefined : issuerOfPool(profile.userPoolId);
}

/** Whether a profile or a session is of a machine client, which has no user. Source: RFC 6749, 4.4. */
export function isMachine({ grant }: { readonly grant?: Profile['grant'] | undefined }): boolean {
  return grant === 'client_credentials';
}

/**
 * The user pool as people call it: its id when it is known, otherwise the domain or the issuer.
 * @param issuer the issuer of a session, which is known also for a profile with only a domain
 * @returns text from settings, which can contain any characters; empty for a profile without a pool
 */
export function poolLabel(
  profile: Pick<Profile, 'userPoolId' | 'domain' | 'issuer'>,
  issuer = profile.issuer,
): string {
  const id = /\/([\w-]+_[0-9a-zA-Z]+)\/?$/.exec(issuer ?? '')?.[1];
  return profile.userPoolId ?? id ?? profile.domain ?? issuer ?? '';
}
