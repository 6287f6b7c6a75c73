import { untranslated } from './text';
import * as v from 'valibot';
import { endpointsSchema } from './endpoints';
import { originalForm } from './issuer';
import { isRecord } from './members';
import { isMachine } from './profile';
import { claimsOf, textClaim, timeClaim, type Claims } from './jwt';

/** Earlier versions wrote `not_checked` for `unknown`. */
const checkStatus = v.pipe(
  v.picklist(['passed', 'failed', 'unknown', 'not_checked']),
  v.transform((status) => (status === 'not_checked' ? 'unknown' : status)),
);
const checks = v.array(v.object({ id: v.string(), status: checkStatus, reason: v.string() }));

/** Any object, unchanged. A schema of members would lose claims such as `__proto__`. */
const claims = v.custom<Claims>(isRecord);

/** Milliseconds. Infinity could not be stored as JSON. */
const time = v.pipe(v.number(), v.finite());

const userInfoSchema = v.union([
  v.object({ state: v.literal('answered'), claims }),
  v.object({
    state: v.literal('failed'),
    code: v.string(),
    detail: v.record(v.string(), v.optional(v.union([v.string(), v.number()]))),
  }),
  v.object({ state: v.literal('not_asked') }),
]);

const sessionSchema = v.object({
  version: v.literal(3),
  /** Identifies the sign-in, and stays the same when its tokens are refreshed. Not secret. */
  id: v.string(),
  /** How often the record was written since the sign-in. The record with the higher number is newer. */
  generation: v.number(),
  issuer: v.string(),
  clientId: v.string(),
  /** The endpoints that issued these tokens. The tokens are sent only there, even when the profile changes. */
  endpoints: endpointsSchema,
  accessToken: v.string(),
  idToken: v.optional(v.string()),
  refreshToken: v.optional(v.string()),
  /** When these tokens were received, in milliseconds since 1970 by this computer's clock. */
  receivedAt: time,
  /** When the access token expires, in milliseconds since 1970 by the pool's clock. */
  expiresAt: time,
  /** How far the pool's clock was ahead of this computer's, in milliseconds. */
  clockSkew: v.optional(time),
  /** When the pool refused the refresh token, which is then deleted, in milliseconds since 1970. */
  endedAt: v.optional(time),
  /** When the user signed in first, in milliseconds since 1970 by this computer's clock. Earlier versions did not store it. */
  signedInAt: v.optional(time),
  resource: v.optional(v.string()),
  /** The levels that the sign-in asked for, the best one first. */
  acrValues: v.optional(v.array(v.string())),
  /** How many seconds ago the user may have signed in, as the sign-in asked for it. */
  maxAge: v.optional(v.number()),
  /** Present for a machine client, which has no user, no ID token and no refresh token. */
  grant: v.optional(v.literal('client_credentials')),
  /** The scopes that a machine client requests; left out: all that it is allowed. */
  scopes: v.optional(v.array(v.string())),
  checks: v.object({ id: checks, access: checks }),
  userInfo: userInfoSchema,
});

/**
 * The stored session of one user of one app client, or of a machine client. There is one record for each issuer, client id and user,
 * not for each profile.
 */
export type Session = Readonly<v.InferOutput<typeof sessionSchema>>;

/** The answer of USERINFO as a session stores it; `failed` has the code and detail of a CognitoError. */
export type UserInfo = v.InferOutput<typeof userInfoSchema>;

/** A text that identifies an app client. It is the same for both forms of the issuer. */
export function clientName({ issuer, clientId }: Pick<Session, 'issuer' | 'clientId'>): string {
  return `${originalForm(issuer)}|${clientId}`;
}

/** A text that identifies a session, for the storage, locks and maps: its app client and its user. A machine client has no user. */
export function sessionName(
  session: Pick<Session, 'issuer' | 'clientId' | 'grant' | 'idToken' | 'accessToken'>,
): string {
  return isMachine(session) ? clientName(session) : `${clientName(session)}|${subjectOf(session) ?? ''}`;
}

/** The record of a sign-in that has just been made. */
export function newSession(fields: Omit<Session, 'version' | 'id' | 'generation' | 'signedInAt'>): Session {
  const { receivedAt: signedInAt } = fields;
  return { version: 3, id: crypto.randomUUID(), generation: 0, signedInAt, ...fields };
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
  return isRecord(record) && typeof record.version === 'number' && record.version > 3;
}

/** Version 1 had no id, so that every window derives the same one. Versions 1 and 2 had their times in seconds. */
function migrated(record: unknown): unknown {
  if (!isRecord(record) || (record.version !== 1 && record.version !== 2)) return record;
  const id = untranslated(`version 1 ${String(record.issuer)} ${String(record.clientId)}`);
  const named = record.version === 1 ? { id, generation: 0 } : undefined;
  const times = ['receivedAt', 'expiresAt', 'clockSkew', 'endedAt'].flatMap((name) => {
    const seconds = record[name];
    return typeof seconds === 'number' ? [[name, seconds * 1000] as const] : [];
  });
  return { ...record, ...named, ...Object.fromEntries(times), version: 3 };
}

/**
 * A token that is handed out or sent to an API should be valid for at least this long, in milliseconds. Amazon Bedrock AgentCore
 * refuses a token in its last minute, and a request takes time.
 */
export const shortestUse = 120_000;

/**
 * Whether the access token or the ID token has expired or is about to. An app client sets each lifetime separately.
 * @param now milliseconds since 1970, by the pool's clock
 * @param use how long the tokens must still be valid, in milliseconds
 */
export function needsRefresh(session: Session, now: number, use = shortestUse): boolean {
  const idTokenExpiry = timeClaim(claimsOf(session.idToken), 'exp');
  return Math.min(session.expiresAt, idTokenExpiry ?? Infinity) - now < use;
}

/** Whether new tokens can be requested without the user. */
export function canRefresh(session: Session): boolean {
  return session.refreshToken !== undefined || isMachine(session);
}

/** Whether the pool has refused the refresh token, so that no newer tokens can follow. */
export function hasEnded(session: Session): boolean {
  return session.endedAt !== undefined && !canRefresh(session);
}

/** The `sub` of the ID token, or of the access token when there is no ID token. */
export function subjectOf({
  idToken,
  accessToken,
}: Pick<Session, 'idToken' | 'accessToken'>): string | undefined {
  return textClaim(claimsOf(idToken ?? accessToken), 'sub');
}
