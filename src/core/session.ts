import * as v from 'valibot';
import { endpointsSchema } from './endpoints';
import { originalForm } from './issuer';
import { decodeJwt, textClaim, timeClaim, type Claims } from './jwt';

/** Earlier versions wrote `not_checked` for `unknown`. */
const checkStatus = v.pipe(
  v.picklist(['passed', 'failed', 'unknown', 'not_checked']),
  v.transform((status) => (status === 'not_checked' ? 'unknown' : status)),
);
const checks = v.array(v.object({ id: v.string(), status: checkStatus, reason: v.string() }));

/** Any object, as it is: a schema of members would leave out those that are named like JavaScript's own. */
const claims = v.custom<Claims>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

const userInfoSchema = v.variant('state', [
  v.object({ state: v.literal('answered'), claims }),
  v.object({
    state: v.literal('failed'),
    code: v.string(),
    detail: v.record(v.string(), v.optional(v.union([v.string(), v.number()]))),
  }),
  v.object({ state: v.literal('not_asked') }),
]);

const sessionSchema = v.object({
  version: v.literal(2),
  /** Names the sign-in: the same for as long as its tokens are refreshed. Not secret. */
  id: v.string(),
  /** Counts what was written since the sign-in: of two records of one sign-in the higher one is the newer. */
  generation: v.number(),
  issuer: v.string(),
  clientId: v.string(),
  /** The endpoints that issued these tokens. They are sent there and nowhere else, also when the profile changes. */
  endpoints: endpointsSchema,
  accessToken: v.string(),
  idToken: v.optional(v.string()),
  refreshToken: v.optional(v.string()),
  /** Seconds since 1970, by this computer's clock. */
  receivedAt: v.number(),
  /** When the access token expires, in seconds since 1970. */
  expiresAt: v.number(),
  /** How far the pool's clock was ahead of this computer's, in seconds. */
  clockSkew: v.optional(v.number()),
  /** When the pool refused the refresh token, which is then gone, in seconds since 1970. */
  endedAt: v.optional(v.number()),
  resource: v.optional(v.string()),
  /** An app client that acts for itself: no person, no ID token, no refresh token; its token is fetched anew. */
  grant: v.optional(v.literal('client_credentials')),
  /** What such a client asked for; left out, all that it may have. */
  scopes: v.optional(v.array(v.string())),
  checks: v.object({ id: checks, access: checks }),
  userInfo: userInfoSchema,
});

/** What is kept for one signed-in app client. One record per issuer and client id, never per profile name. */
export type Session = Readonly<v.InferOutput<typeof sessionSchema>>;

/** USERINFO's answer as a session keeps it; `failed` keeps a CognitoError's code and detail. */
export type UserInfo = v.InferOutput<typeof userInfoSchema>;

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
    const parsed = v.safeParse(sessionSchema, migrated(record));
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
