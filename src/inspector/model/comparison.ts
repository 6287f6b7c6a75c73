import { typeInWords } from './claims';
import { whyDifferent } from './differences';
import type { Source } from './differences';
import { tokenSlots } from './tokenSet';
import type { TokenClaims, TokenSlot } from './tokenSet';
import { claimText } from './claimText';
import type { Claims } from '../../core/jwt';
import { truncate } from '../../core/text';

/** A claim in every column. A cell is null where the claim is missing. */
export interface ComparedRow {
  readonly name: string;
  readonly cells: readonly (string | null)[];
  /** `type`: the same text, of another type; the cells are JSON then. `missing`: those that have it agree. */
  readonly mark: 'same' | 'type' | 'different' | 'missing';
  /** Why they differ, when it is known. */
  readonly why?: string;
}

export interface Comparison {
  readonly id: 'side_by_side' | 'refresh' | 'other';
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly ComparedRow[];
  /** Shown where there is nothing to compare, or below the table. */
  readonly note?: string;
}

/** One set of claims that is compared, and what it comes from. */
export interface Column {
  readonly source: Source;
  readonly claims: Claims;
}

/** A table shows so many claims, and so many characters of each value. */
const mostRows = 500;
const longestCell = 400;

/** Every claim of any of the columns in one row each, in the order they first come. */
export function compareClaims(columns: readonly Column[]): readonly ComparedRow[] {
  const names = new Set(columns.flatMap(({ claims }) => Object.keys(claims)));
  const sources = columns.map(({ source }) => source);
  return [...names].map((name) => {
    const values = columns.map(({ claims }) => (Object.hasOwn(claims, name) ? claims[name] : undefined));
    const mark = markOf(values);
    const why = mark === 'same' ? undefined : whyDifferent(name, values, sources);
    return {
      name,
      cells: values.map((value) => cell(value, mark)),
      mark,
      why,
    };
  });
}

/** ID token, access token and USERINFO of one session, as far as there are any. */
export function sideBySide(id: Claims | undefined, access: Claims, userInfo: Claims | undefined): Comparison {
  const columns: readonly (Column & { readonly title: string })[] = [
    ...(id ? [{ source: 'id', title: 'ID token', claims: id } as const] : []),
    { source: 'access', title: 'Access token', claims: access },
    ...(userInfo ? [{ source: 'userInfo', title: 'USERINFO', claims: userInfo } as const] : []),
  ];
  const alone = columns.length === 1;
  const rows = alone ? [] : compareClaims(columns);
  return {
    id: 'side_by_side',
    title: 'Side by side',
    columns: columns.map(({ title }) => title),
    rows: rows.slice(0, mostRows),
    note: alone ? 'There is only an access token, and nothing to compare it with.' : cutNote(rows),
  };
}

/**
 * Two sets of tokens, each compared with its own kind.
 * @param titles the two columns
 * @param relation `refresh` when the second came from the first
 */
export function comparePairs(
  first: TokenClaims,
  second: TokenClaims,
  titles: readonly [string, string],
  relation: 'refresh' | 'other',
): Comparison {
  const kinds = tokenSlots.filter((kind) => first[kind] ?? second[kind]);
  const shared = kinds.filter((kind) => first[kind] && second[kind]);
  // Tokens of different kinds are compared all the same: that is what was asked for.
  const pairs =
    shared.length > 0
      ? shared.map((kind) => ({ label: kinds.length > 1 ? labels[kind] : '', from: kind, to: kind }))
      : [{ label: '', from: only(first), to: only(second) }];
  const renewed = relation === 'refresh';
  const rows = pairs.flatMap(({ label, from, to }) =>
    compareClaims([
      { source: renewed ? 'before' : from, claims: first[from] ?? {} },
      { source: renewed ? 'after' : to, claims: second[to] ?? {} },
    ]).map((row) => ({ ...row, name: `${label}${row.name}` })),
  );
  const changed = rows.filter(({ mark }) => mark !== 'same').length;
  return {
    id: relation,
    title: renewed ? 'Before and after the refresh' : `Compared with ${titles[1]}`,
    columns: titles,
    rows: rows.slice(0, mostRows),
    note: [
      changed === 0 ? 'They say the same.' : `${changed} of ${rows.length} claims differ.`,
      cutNote(rows),
    ]
      .filter((sentence) => sentence !== undefined)
      .join(' '),
  };
}

function cutNote({ length }: readonly ComparedRow[]): string | undefined {
  return length > mostRows ? `Only the first ${mostRows} of ${length} claims are shown.` : undefined;
}

const labels = { id: 'ID token: ', access: 'Access token: ', other: 'Token: ' } as const;

function only(claims: TokenClaims): TokenSlot {
  return claims.id ? 'id' : claims.access ? 'access' : 'other';
}

/** Values that contradict each other say more than one that is missing. */
function markOf(values: readonly unknown[]): ComparedRow['mark'] {
  const present = values.filter((value) => value !== undefined);
  const [first] = present;
  const text = claimText(first);
  if (present.some((value) => claimText(value) !== text)) return 'different';
  const type = typeInWords(first);
  if (present.some((value) => typeInWords(value) !== type)) return 'type';
  return present.length < values.length ? 'missing' : 'same';
}

function cell(value: unknown, mark: ComparedRow['mark']): string | null {
  if (value === undefined) return null;
  // With another type the texts are equal, so the cells show JSON: "true" and true.
  const text = mark === 'type' && typeof value === 'string' ? JSON.stringify(value) : claimText(value);
  return truncate(text, longestCell);
}
