import {
  array,
  literal,
  number,
  object,
  optional,
  picklist,
  record,
  safeParse,
  string,
  union,
  unknown,
  variant,
} from 'valibot';
import type { InferOutput } from 'valibot';
import { endpointsSchema } from './endpoints';
import { originalForm } from './issuer';
import { decodeJwt, timeClaim } from './jwt';

const checks = array(
  object({ id: string(), status: picklist(['passed', 'failed', 'not_checked']), reason: string() }),
);

const userInfoSchema = variant('state', [
  object({ state: literal('answered'), claims: record(string(), unknown()) }),
  object({
    state: literal('failed'),
    code: string(),
    detail: record(string(), optional(union([string(), number()]))),
  }),
  object({ state: literal('not_asked') }),
]);

const sessionSchema = object({
  version: literal(1),
  issuer: string(),
  clientId: string(),
  /** The endpoints that issued these tokens. They are sent there and nowhere else, whatever a profile says later. */
  endpoints: endpointsSchema,
  accessToken: string(),
  idToken: optional(string()),
  refreshToken: optional(string()),
  /** Seconds since 1970, by this computer's clock. */
  receivedAt: number(),
  /** When the access token expires, in seconds since 1970. */
  expiresAt: number(),
  resource: optional(string()),
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

export function sessionKey(issuer: string, clientId: string): SessionKey {
  return { issuer: originalForm(issuer), clientId };
}

/** Reads a stored record; undefined when it is damaged or of an unknown version. */
export function parseSession(text: string): Session | undefined {
  try {
    const parsed = safeParse(sessionSchema, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

/** A token handed out should be good for at least this long, in seconds. */
export const shortestUse = 60;

/** Whether one of the tokens has expired or is about to: an app client sets their lifetimes apart. @param now seconds since 1970 */
export function needsRefresh(session: Session, now: number): boolean {
  const idTokenExpiry = timeClaim(decodeJwt(session.idToken ?? '')?.claims ?? {}, 'exp');
  return Math.min(session.expiresAt, idTokenExpiry ?? Infinity) - now < shortestUse;
}
