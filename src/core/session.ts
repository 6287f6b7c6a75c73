import {
  array,
  custom,
  literal,
  number,
  object,
  optional,
  picklist,
  pipe,
  record,
  safeParse,
  string,
  transform,
  union,
  variant,
} from 'valibot';
import type { InferOutput } from 'valibot';
import { endpointsSchema } from './endpoints';
import { originalForm } from './issuer';
import { decodeJwt, textClaim, timeClaim } from './jwt';
import type { Claims } from './jwt';

/** Earlier versions wrote `not_checked` for `unknown`. */
const checkStatus = pipe(
  picklist(['passed', 'failed', 'unknown', 'not_checked']),
  transform((status) => (status === 'not_checked' ? 'unknown' : status)),
);
const checks = array(object({ id: string(), status: checkStatus, reason: string() }));

/** Any object, as it is: a schema of members would leave out those that are named like JavaScript's own. */
const claims = custom<Claims>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

const userInfoSchema = variant('state', [
  object({ state: literal('answered'), claims }),
  object({
    state: literal('failed'),
    code: string(),
    detail: record(string(), optional(union([string(), number()]))),
  }),
  object({ state: literal('not_asked') }),
]);

const sessionSchema = object({
  version: literal(2),
  /** Names the sign-in: the same for as long as its tokens are refreshed. Not secret. */
  id: string(),
  /** Counts what was written since the sign-in: of two records of one sign-in the higher one is the newer. */
  generation: number(),
  issuer: string(),
  clientId: string(),
  /** The endpoints that issued these tokens. They are sent there and nowhere else, also when the profile changes. */
  endpoints: endpointsSchema,
  accessToken: string(),
  idToken: optional(string()),
  refreshToken: optional(string()),
  /** Seconds since 1970, by this computer's clock. */
  receivedAt: number(),
  /** When the access token expires, in seconds since 1970. */
  expiresAt: number(),
  /** How far the pool's clock was ahead of this computer's, in seconds. */
  clockSkew: optional(number()),
  /** When the pool refused the refresh token, which is then gone, in seconds since 1970. */
  endedAt: optional(number()),
  resource: optional(string()),
  /** An app client that acts for itself: no person, no ID token, no refresh token; its token is fetched anew. */
  grant: optional(literal('client_credentials')),
  /** What such a client asked for; left out, all that it may have. */
  scopes: optional(array(string())),
  checks: object({ id: checks, access: checks }),
  userInfo: userInfoSchema,
});

/** What is kept for one signed-in app client. One record per issuer and client id, never per profile name. */
export type Session = Readonly<InferOutput<typeof sessionSchema>>;

/** USERINFO's answer as a session keeps it; `failed` keeps a CognitoError's code and detail. */
export type UserInfo = InferOutput<typeof userInfoSchema>;

/** What identifies a session. */
export interface SessionKey {
  /** In its original form. */
  readonly issuer: string;
  readonly clientId: string;
}

/** A text that identifies a session, for locks and maps. */
export function sessionName({ issuer, clientId }: SessionKey): string {
  return `${originalForm(issuer)}|${clientId}`;
}

export function sessionKey(issuer: string, clientId: string): SessionKey {
  return { issuer: originalForm(issuer), clientId };
}

/** The record of a sign-in that has just been made. */
export function newSession(fields: Omit<Session, 'version' | 'id' | 'generation'>): Session {
  return { version: 2, id: crypto.randomUUID(), generation: 0, ...fields };
}

/**
 * Reads a stored record, also one of an earlier version.
 * @returns `newer` for a record that a later version of this extension wrote, undefined for a damaged one
 */
export function parseSession(text: string): Session | 'newer' | undefined {
  try {
    const record: unknown = JSON.parse(text);
    if (isNewer(record)) return 'newer';
    const parsed = safeParse(sessionSchema, migrated(record));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

function isNewer(record: unknown): boolean {
  return hasVersion(record) && typeof record.version === 'number' && record.version > 2;
}

/** Version 1 did not name its sign-in. Every window has to give it the same name, and no other sign-in may have it. */
function migrated(record: unknown): unknown {
  if (!hasVersion(record) || record.version !== 1) return record;
  const { issuer, clientId }: Readonly<Record<string, unknown>> = { ...record };
  return { ...record, version: 2, id: `version 1 ${String(issuer)} ${String(clientId)}`, generation: 0 };
}

function hasVersion(record: unknown): record is { readonly version: unknown } {
  return typeof record === 'object' && record !== null && 'version' in record;
}

/** A token handed out should be good for at least this long, in seconds. */
export const shortestUse = 60;

/**
 * Whether one of the tokens has expired or is about to: an app client sets their lifetimes apart.
 * @param now seconds since 1970, by the pool's clock
 */
export function needsRefresh(session: Session, now: number): boolean {
  const idTokenExpiry = timeClaim(decodeJwt(session.idToken ?? '')?.claims ?? {}, 'exp');
  return Math.min(session.expiresAt, idTokenExpiry ?? Infinity) - now < shortestUse;
}

/** Whether newer tokens can be had without a person. */
export function canRefresh(session: Session): boolean {
  return session.refreshToken !== undefined || session.grant === 'client_credentials';
}

/** Whether the pool has refused the refresh token, so that these tokens are the last. */
export function hasEnded(session: Session): boolean {
  return session.endedAt !== undefined && !canRefresh(session);
}

/**
 * Whether only a new sign-in can help.
 * @param now seconds since 1970, by the pool's clock
 */
export function needsSignIn(session: Session, now: number): boolean {
  return hasEnded(session) || (!canRefresh(session) && session.expiresAt <= now);
}

/** Whether two sessions speak for the same user. */
export function isSameUser(one: Session, other: Session): boolean {
  return subject(one) === subject(other);
}

function subject({ idToken, accessToken }: Session): string | undefined {
  return textClaim(decodeJwt(idToken ?? accessToken)?.claims ?? {}, 'sub');
}
