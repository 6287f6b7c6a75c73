import * as l10n from '@vscode/l10n';
import { headerMeaning, meaningOf, rankOf, type ClaimGroup } from './claimMeanings';
import { claimText, jsonInText, partsOf, type Part } from './claimParts';
import { isExactNumber } from '../../core/exactNumber';
import { furthestTime, timeClaim, whyNoTime, type Claims } from '../../core/jwt';
import { localTime } from '../../core/localTime';
import { truncate } from '../../core/text';

/** One named value as text. Copying goes by the name, and gives the whole value. */
export interface Row {
  readonly name: string;
  /** At most 10,000 characters; a longer value is shown in part. */
  readonly value: string;
  /** The moment that the value names, when it is a point in time. */
  readonly moment?: number;
  /** Absent for a name without a documented meaning. */
  readonly meaning?: string;
}

/** A claim, or a member of USERINFO, with its meaning. */
export interface Claim extends Row {
  readonly group: ClaimGroup;
  /** In words: "text", "number", "true or false", "list of 3", "object", "null". */
  readonly type: string;
  /** Whether the value is a text without JSON: it may say more than its parts. */
  readonly isText: boolean;
  /** The items of a list, or the parts of a structured text. */
  readonly parts?: readonly Part[];
}

/** The rows that are sent to the view, and how many there are in all. */
export interface Rows<R extends Row> {
  readonly shown: readonly R[];
  readonly total: number;
}

/** More than an HTTP header can carry. The view shows 500 of them, and its filter finds the others. */
const mostRows = 10_000;
const longestValue = 10_000;

/** Every claim with its meaning: first the documented ones in a fixed order, then the others as they came. */
export function describeClaims(claims: Claims): Rows<Claim> {
  const ordered = Object.entries(claims).toSorted(([one], [other]) => rankOf(one) - rankOf(other));
  return firstRows(ordered, (name, value) => {
    const { group, meaning } = meaningOf(name);
    const moment = group === 'when' ? timeClaim(claims, name) : undefined;
    const holdsJson = jsonInText(value) !== undefined;
    const parts =
      group === 'when' && moment === undefined ? [noTimePart(claims, name)] : partsOf(name, value);
    return {
      ...row(name, value),
      group,
      type: holdsJson ? l10n.t('text that holds JSON') : typeInWords(value),
      isText: typeof value === 'string' && !holdsJson,
      moment,
      meaning,
      parts: parts.length === 0 ? undefined : parts,
    };
  });
}

/** Why a claim is not the time that it should be, and the time that was probably meant. */
function noTimePart(claims: Claims, name: string): Part {
  const milliseconds = Number(claimText(claims[name]));
  const isTime = milliseconds > 1e11 && milliseconds <= furthestTime;
  return {
    text: whyNoTime(claims, name),
    note: isTime ? l10n.t`perhaps ${localTime(milliseconds)}` : undefined,
  };
}

/** Every field of a token's header, with its meaning. */
export function headerRows(header: Claims): Rows<Row> {
  const encrypted = typeof header.enc === 'string';
  return firstRows(Object.entries(header), (name, value) => ({
    ...row(name, value),
    meaning: headerMeaning(name, encrypted),
  }));
}

function firstRows<R extends Row>(
  entries: readonly (readonly [string, unknown])[],
  describe: (name: string, value: unknown) => R,
): Rows<R> {
  return {
    shown: entries.slice(0, mostRows).map(([name, value]) => describe(name, value)),
    total: entries.length,
  };
}

function row(name: string, value: unknown): Row {
  const whole = claimText(value);
  // Indentation is no part of the value: it does not count.
  return { name, value: whole.length > longestValue ? truncate(whole, longestValue) : claimText(value, 2) };
}

/** A JSON value's type in words. */
export function typeInWords(value: unknown): string {
  if (Array.isArray(value)) return l10n.t`list of ${value.length}`;
  if (value === null) return 'null';
  if (isExactNumber(value) || typeof value === 'number') return l10n.t('number');
  if (typeof value === 'string') return l10n.t('text');
  return typeof value === 'boolean' ? l10n.t('true or false') : l10n.t('object');
}
