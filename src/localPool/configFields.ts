import * as l10n from '@vscode/l10n';
import * as v from 'valibot';

/** A value with the text that the editor shows about it. */
export function about<Schema extends v.GenericSchema>(
  description: string,
  schema: Schema,
): v.GenericSchema<v.InferInput<Schema>, v.InferOutput<Schema>> {
  return v.pipe(schema, v.description(description));
}

/** Text that is not empty. */
export const text = v.pipe(v.string(), v.minLength(1, l10n.t('must not be empty')));

/** Text of a pattern. @param rule what is said about other text */
export function matching(pattern: RegExp, rule: string): v.GenericSchema<string> {
  return v.pipe(v.string(), v.regex(pattern, rule));
}

/** A whole number. @param rule what is said about any other number */
export function whole(least: number, most: number, rule: string): v.GenericSchema<number> {
  return v.pipe(v.number(), v.integer(rule), v.minValue(least, rule), v.maxValue(most, rule));
}

/** How many seconds something is valid. */
export function lifetime(most: number): v.GenericSchema<number> {
  return v.pipe(
    v.number(),
    v.integer(l10n.t('must be a whole number of seconds')),
    v.minValue(1, l10n.t('must be at least 1 second')),
    v.maxValue(most, l10n.t`must be at most ${most} seconds`),
  );
}

/** Callback URLs or sign-out URLs. */
export const callbackUrls = v.pipe(
  v.array(
    v.pipe(
      v.string(),
      v.maxLength(1024, l10n.t('is longer than 1024 characters')),
      v.check(
        isCallbackUrl,
        l10n.t('must be https, http on loopback, or a custom scheme, without a fragment'),
      ),
    ),
  ),
  v.maxLength(100, l10n.t('has more than 100 URLs')),
);

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Schemes whose redirect the browser would run or show itself. */
const activeSchemes = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'file:', 'about:']);

/**
 * Whether a client may register `url` as callback or sign-out URL: absolute, no fragment, `https`, `http` on loopback,
 * or a custom scheme.
 *
 * Source: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 */
function isCallbackUrl(url: string): boolean {
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u.test(url) || url.includes('#') || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' ? loopbackHosts.has(hostname) : !activeSchemes.has(protocol);
}
