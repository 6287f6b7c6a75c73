/** What a name says about the role of its value. The other words say which pool, client or stage it belongs to. */
const roles =
  /^(?:aws|cognito|amplify|auth|user|identity|pool|pools|userpool|id|ids|client|clients|app|application|domain|url|uri|base|host|hosted|ui|login|issuer|authority|region|output|ref|web|default|value)$/;

const stages =
  /^(?:dev|develop|development|test|testing|qa|uat|int|integration|stage|staging|stg|preprod|demo|sandbox|local|prod|production|live)$/;

/** The suffix that the CDK adds to the names of outputs. */
const cdkHash = /[0-9A-F]{8}$/;

/** The words of a name, which may be written in any case: `USER_POOL_ID_DEV`, `userPoolIdDev`, `user-pool-id-dev`. */
function wordsOf(name: string): readonly string[] {
  const spaced = name
    .replace(cdkHash, '')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2');
  return spaced.toLowerCase().split(/[^a-z\d]+/);
}

/**
 * The entry that a name belongs to: the one that shares the most words before and after the role, and never one of another
 * stage.
 * @returns undefined when several fit equally well
 */
export function partnerOf<T extends { readonly key: string }>(
  key: string,
  among: readonly T[],
): T | undefined {
  const [best, second] = ranked(key, among);
  return best !== undefined && best.score === second?.score ? undefined : best?.entry;
}

/** The entries of the same stage as a name, or of none, the best fitting first. */
export function ranked<T extends { readonly key: string }>(
  key: string,
  among: readonly T[],
): readonly { readonly entry: T; readonly score: number }[] {
  const own = distinctive(key);
  return among
    .map((entry) => ({ entry, words: distinctive(entry.key) }))
    .filter(({ words }) => sameStage(own, words))
    .map(({ entry, words }) => ({ entry, score: similarity(own, words) }))
    .sort((one, other) => other.score - one.score);
}

function distinctive(key: string): readonly string[] {
  return [...new Set(wordsOf(key))].filter((word) => word !== '' && !roles.test(word));
}

function sameStage(one: readonly string[], other: readonly string[]): boolean {
  const [first, second] = [one, other].map((words) => words.filter((word) => stages.test(word)).join(' '));
  return first === second || first === '' || second === '';
}

/** Shared words count most. Of two names that share the same words, the one with fewer others fits better. */
function similarity(one: readonly string[], other: readonly string[]): number {
  const shared = one.filter((word) => other.includes(word)).length;
  return shared * 1000 - (one.length + other.length - 2 * shared);
}
