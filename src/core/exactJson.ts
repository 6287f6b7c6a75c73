import { LosslessNumber, parse, stringify } from 'lossless-json';
import { isExactNumber } from './exactNumber';

/**
 * Reads JSON, and keeps the digits of numbers that JavaScript would change.
 * @throws SyntaxError
 */
export function parseExact(text: string): unknown {
  try {
    return parse(text, undefined, {
      parseNumber: (digits) =>
        String(Number(digits)) === digits ? Number(digits) : new LosslessNumber(digits),
    });
  } catch {
    // It refuses a name that stands twice, and more nesting than its recursion can follow.
    return JSON.parse(text);
  }
}

/** Writes JSON with the digits that were read. @param indent as in JSON.stringify */
export function stringifyExact(value: unknown, indent?: number): string {
  const digits = (_name: string, item: unknown): unknown =>
    isExactNumber(item) ? new LosslessNumber(item.value) : item;
  return stringify(value, digits, indent) ?? '';
}
