import * as l10n from '@vscode/l10n';
import { tokenTitles } from './anyToken';
import { typeInWords } from './claims';
import { whyDifferent, type Source } from './differences';
import { tokenSlots, type TokenClaims, type TokenSlot } from './tokenSet';
import { claimText } from './claimParts';
import type { Claims } from '../../core/jwt';
import { truncate, sentences } from '../../core/text';

/** One claim in all columns. A cell is null where the claim is missing. */
export interface ComparedRow {
  readonly name: string;
  readonly cells: readonly (string | null)[];
  /**
   * `type`: the same text with different types; the cells show JSON. `missing`: not in every column, and equal where it is.
   */
  readonly mark: 'same' | 'type' | 'different' | 'missing';
  /** Why the values differ, if the reason is known. */
  readonly why?: string;
}

export interface Comparison {
  readonly id: 'side_by_side' | 'refresh' | 'other';
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly ComparedRow[];
  /** Shown below the table, or instead of it when there is nothing to compare. */
  readonly note?: string;
}

/** The claims of one column. */
export interface Column {
  readonly source: Source;
  readonly claims: Claims;
}

/** The most claims that a comparison shows, and the most characters of a value. */
const mostRows = 500;
const longestCell = 400;

/** One row for each claim that any column has, in the order in which the claims first appear. */
export function compareClaims(columns: readonly Column[]): readonly ComparedRow[] {
  const names = new Set(columns.flatMap(({ claims }) => Object.keys(claims)));
  const sources = columns.map(({ source }) => source);
  return [...names].map((name) => {
    const values = columns.map(({ claims }) => (Object.hasOwn(claims, name) ? claims[name] : undefined));
    const mark = markOf(values);
    const why = mark === 'same' ? undefined : whyDifferent(name, values, sources, mark === 'type');
    return { name, cells: values.map((value) => cell(value, mark)), mark, why };
  });
}

/**
 * Compares the ID token, the access token and USERINFO of one session.
 * @param id undefined when there is no ID token
 * @param userInfo undefined when USERINFO has not answered
 */
export function sideBySide(id: Claims | undefined, access: Claims, userInfo: Claims | undefined): Comparison {
  const columns: readonly (Column & { readonly title: string })[] = [
    ...(id ? [{ source: 'id', title: tokenTitles.id, claims: id } as const] : []),
    { source: 'access', title: tokenTitles.access, claims: access },
    ...(userInfo ? [{ source: 'userInfo', title: 'USERINFO', claims: userInfo } as const] : []),
  ];
  const alone = columns.length === 1;
  const rows = alone ? [] : compareClaims(columns);
  return {
    id: 'side_by_side',
    title: l10n.t('Side by side'),
    columns: columns.map(({ title }) => title),
    rows: rows.slice(0, mostRows),
    note: alone ? l10n.t('There is only an access token, so there is nothing to compare.') : cutNote(rows),
  };
}

/**
 * Compares two sets of tokens, each token with the one of its kind.
 * @param titles the titles of the two columns
 * @param relation `refresh` when a refresh replaced the first tokens with the second
 */
export function comparePairs(
  first: TokenClaims,
  second: TokenClaims,
  titles: readonly [string, string],
  relation: 'refresh' | 'other',
): Comparison {
  const kinds = tokenSlots.filter((kind) => first[kind] ?? second[kind]);
  const shared = kinds.filter((kind) => first[kind] && second[kind]);
  const slotIn = (claims: TokenClaims): TokenSlot => tokenSlots.find((slot) => claims[slot]) ?? 'other';
  // Without a kind in common, compare tokens of different kinds, because the user asked for it.
  const pairs =
    shared.length > 0
      ? shared.map((kind) => ({
          label: kinds.length > 1 ? `${tokenTitles[kind]}: ` : '',
          from: kind,
          to: kind,
        }))
      : [{ label: '', from: slotIn(first), to: slotIn(second) }];
  const renewed = relation === 'refresh';
  const rows = pairs.flatMap(({ label, from, to }) =>
    compareClaims([
      { source: renewed ? 'before' : from, claims: first[from] ?? {} },
      { source: renewed ? 'after' : to, claims: second[to] ?? {} },
    ]).map((row) => ({ ...row, name: `${label}${row.name}` })),
  );
  return {
    id: relation,
    title: renewed ? l10n.t('Before and after the refresh') : l10n.t`Compared with ${titles[1]}`,
    columns: titles,
    rows: rows.slice(0, mostRows),
    note: sentences(summary(rows), cutNote(rows)),
  };
}

function summary(rows: readonly ComparedRow[]): string {
  const different = rows.filter(({ mark }) => mark !== 'same').length;
  if (different === 0) return l10n.t('All claims are the same.');
  if (different === 1) return l10n.t`1 of ${rows.length} claims differs.`;
  return l10n.t`${different} of ${rows.length} claims differ.`;
}

function cutNote({ length }: readonly ComparedRow[]): string | undefined {
  return length > mostRows ? l10n.t`Only the first ${mostRows} of ${length} claims are shown.` : undefined;
}

/** Different values come before a missing one, because they tell the user more. */
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
