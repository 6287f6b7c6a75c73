import {
  array,
  boolean,
  finite,
  literal,
  nullish,
  number,
  object,
  optional,
  picklist,
  pipe,
  safeParse,
  string,
  transform,
  union,
  variant,
} from 'valibot';
import type { GenericSchema } from 'valibot';
import type { HostMessage, InspectorModel } from '../protocol';

const seconds = pipe(number(), finite());
const tokenKind = picklist(['id', 'access', 'refresh', 'other']);
const part = object({ text: string(), note: optional(string()) });
const row = object({
  name: string(),
  value: string(),
  seconds: optional(seconds),
  meaning: optional(string()),
});
const claim = object({
  ...row.entries,
  group: picklist(['who', 'where_from', 'when', 'rights', 'cognito', 'custom', 'other']),
  type: string(),
  parts: optional(array(part)),
});

const token = object({
  kind: tokenKind,
  title: string(),
  header: array(row),
  claims: array(claim),
  checks: array(
    object({
      title: string(),
      status: picklist(['passed', 'failed', 'not_checked']),
      reason: string(),
      until: optional(seconds),
    }),
  ),
  expiresAt: optional(seconds),
  length: number(),
  sealed: optional(literal(true)),
  note: optional(string()),
});

const userInfo = variant('state', [
  object({ state: literal('shown'), claims: array(claim) }),
  object({ state: literal('asking') }),
  object({ state: literal('missing'), reason: string(), canAsk: boolean() }),
]);

const guidance = object({
  summary: string(),
  scopes: array(part),
  advice: array(
    object({
      target: string(),
      send: picklist(['id', 'access', 'either', 'neither']),
      reason: string(),
    }),
  ),
});

/** The editor sends messages as JSON, where a list has null for what is not there. */
const cell = pipe(
  nullish(string()),
  transform((text) => text ?? undefined),
);

const comparison = object({
  id: picklist(['side_by_side', 'refresh', 'other']),
  title: string(),
  columns: array(string()),
  rows: array(
    object({
      name: string(),
      cells: array(cell),
      mark: picklist(['same', 'type', 'different', 'missing']),
      why: optional(string()),
    }),
  ),
  note: optional(string()),
});

const model: GenericSchema<unknown, InspectorModel> = object({
  key: string(),
  heading: string(),
  production: boolean(),
  pool: string(),
  clientId: string(),
  machine: boolean(),
  phase: picklist(['signed_out', 'signing_in', 'signed_in', 'token', 'unknown']),
  problem: optional(string()),
  tokens: optional(
    object({
      user: string(),
      idToken: optional(token),
      accessToken: optional(token),
      otherToken: optional(token),
      userInfo: optional(userInfo),
      guidance: optional(guidance),
      comparisons: array(comparison),
      canRefresh: boolean(),
      ended: optional(literal(true)),
      canVerify: union([literal(false), picklist(['first', 'again'])]),
      issuedAt: optional(seconds),
      clockSkew: optional(seconds),
    }),
  ),
});

const hostMessage: GenericSchema<unknown, HostMessage> = variant('type', [
  object({ type: literal('show'), model }),
  object({ type: literal('raw'), token: tokenKind, text: string() }),
  object({ type: literal('conceal') }),
  object({
    type: literal('copied'),
    source: picklist(['id', 'access', 'refresh', 'other', 'userInfo']),
    name: string(),
    what: picklist(['name', 'value']),
  }),
]);

/** A message of the host's; undefined when its shape is not whole: a half-formed one is dropped, not half shown. */
export function readMessage(data: unknown): HostMessage | undefined {
  const parsed = safeParse(hostMessage, data);
  return parsed.success ? parsed.output : undefined;
}
