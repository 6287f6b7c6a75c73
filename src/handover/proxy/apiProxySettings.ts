import * as v from 'valibot';
import { secureUrl } from '../../core/profile';

const text = v.pipe(v.string(), v.trim(), v.minLength(1, 'is empty'));

const apiProxySchema = v.object({
  name: text,
  profile: text,
  /** As a URL parser writes it, so that it is shown as it is used. */
  url: v.pipe(
    text,
    v.check(isTarget, 'must be an https URL without a query; plain http works on loopback only'),
    v.transform((url) => new URL(url).href),
  ),
  token: v.optional(v.picklist(['access', 'id'], 'must be access or id'), 'access'),
  port: v.optional(
    v.pipe(v.number(), v.integer('must be a whole number'), v.minValue(0), v.maxValue(65_535, 'is no port')),
    0,
  ),
  origins: v.optional(v.array(v.pipe(text, v.check(isOrigin, 'must be like https://example.com'))), []),
  /** Left out: true for a production profile. */
  readOnly: v.optional(v.boolean()),
});

/** One entry of the setting `cognito.apiProxies`. */
export type ApiProxySettings = Readonly<v.InferOutput<typeof apiProxySchema>>;

/** Who wrote an entry. A workspace or a remote machine can name any URL. */
export type ApiProxySource = 'user' | 'workspace' | 'machine';

export interface ApiProxyEntry {
  readonly settings: ApiProxySettings;
  readonly source: ApiProxySource;
}

/** An entry that cannot be used, with the reason. */
export interface InvalidApiProxy {
  readonly name: string;
  readonly field: string;
  readonly reason: string;
}

/**
 * Reads the layers of `cognito.apiProxies`. Of entries with one name, that of the first layer counts. An entry that the user has
 * written in exactly the same way is the user's.
 * @param layers the layer with the highest precedence first; values of any type
 */
export function parseApiProxies(
  layers: readonly { readonly source: ApiProxySource; readonly value: unknown }[],
): { readonly entries: readonly ApiProxyEntry[]; readonly invalidEntries: readonly InvalidApiProxy[] } {
  const entries = new Map<string, ApiProxyEntry>();
  const invalidEntries = new Map<string, InvalidApiProxy>();
  const ofUser = layers.flatMap(({ source, value }) =>
    source === 'user' && Array.isArray(value) ? value.map((entry) => JSON.stringify(entry)) : [],
  );
  for (const { source, value } of layers) {
    if (value === undefined) continue;
    if (!Array.isArray(value)) {
      const name = 'cognito.apiProxies';
      invalidEntries.set(name, { name, field: '', reason: 'must be a list' });
      continue;
    }
    for (const entry of value as readonly unknown[]) {
      const parsed = v.safeParse(apiProxySchema, entry);
      const name = nameOf(entry);
      if (entries.has(name) || invalidEntries.has(name)) continue;
      const isOfUser = ofUser.includes(JSON.stringify(entry));
      if (parsed.success) {
        entries.set(name, { settings: parsed.output, source: isOfUser ? 'user' : source });
      } else invalidEntries.set(name, { name, ...faultOf(parsed.issues[0]) });
    }
  }
  return { entries: [...entries.values()], invalidEntries: [...invalidEntries.values()] };
}

function nameOf(entry: unknown): string {
  const name = typeof entry === 'object' && entry !== null && 'name' in entry ? entry.name : undefined;
  return typeof name === 'string' && name.trim() !== '' ? name.trim() : 'an API proxy without a name';
}

function faultOf(issue: v.BaseIssue<unknown>): { readonly field: string; readonly reason: string } {
  const field = issue.path?.map((item) => String(item.key)).join('.') ?? '';
  const isTyped = issue.type === 'string' || issue.type === 'number' || issue.type === 'boolean';
  const reason =
    issue.received === 'undefined' ? 'is missing' : isTyped ? 'has the wrong type' : issue.message;
  return { field, reason };
}

function isTarget(url: string): boolean {
  return secureUrl(url)?.search === '' && !/[\p{C}\s]/u.test(url);
}

function isOrigin(origin: string): boolean {
  return URL.canParse(origin) && new URL(origin).origin === origin;
}
