import { headerMeaning, meaningOf, rankOf } from './claimMeanings';
import type { ClaimGroup } from './claimMeanings';
import { partsOf } from './claimParts';
import type { Part } from './claimParts';
import { timeClaim, valueText } from '../../core/jwt';
import type { Claims } from '../../core/jwt';

/** One named value as people read it. Values are text already. */
export interface Row {
  readonly name: string;
  readonly value: string;
  /** The moment that the value names, when it is a point in time. */
  readonly moment?: number;
  /** Absent where nobody documents one. */
  readonly meaning?: string;
}

/** A claim, or a member of USERINFO, with what it means. */
export interface Claim extends Row {
  readonly group: ClaimGroup;
  /** In words: "text", "number", "true or false", "list of 3", "object", "null". */
  readonly type: string;
  /** The items of a list, or what a value is made of. */
  readonly parts?: readonly Part[];
}

/** Every claim with its meaning: the documented ones in the order that people read them, the others as they came. */
export function describeClaims(claims: Claims): readonly Claim[] {
  const ordered = Object.entries(claims).toSorted(([one], [other]) => rankOf(one) - rankOf(other));
  return ordered.map(([name, value]) => {
    const { group, meaning, isTime } = meaningOf(name);
    const seconds = isTime ? timeClaim(claims, name) : undefined;
    const parts = partsOf(name, value);
    return {
      name,
      value: valueText(value, 2) ?? '',
      group,
      type: typeInWords(value),
      moment: seconds === undefined ? undefined : seconds * 1000,
      ...(meaning === undefined ? {} : { meaning }),
      ...(parts.length === 0 ? {} : { parts }),
    };
  });
}

/** Every field of a token's header, with what it means. */
export function headerRows(header: Claims): readonly Row[] {
  const encrypted = typeof header.enc === 'string';
  return Object.entries(header).map(([name, value]) => {
    const meaning = headerMeaning(name, encrypted);
    return { name, value: valueText(value, 2) ?? '', ...(meaning === undefined ? {} : { meaning }) };
  });
}

/** A JSON value's type as people say it. */
export function typeInWords(value: unknown): string {
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (value === null) return 'null';
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'boolean':
      return 'true or false';
    default:
      return typeof value;
  }
}
