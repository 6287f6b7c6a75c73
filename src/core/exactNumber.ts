import { member } from './members';

/** A number of a JSON text that JavaScript would change, with its digits: 100002348117421473, 1.0. */
export interface ExactNumber {
  readonly isLosslessNumber: true;
  readonly value: string;
}

/** It is recognised by its shape, because storing it as JSON loses its class. */
export function isExactNumber(value: unknown): value is ExactNumber {
  if (member(value, 'isLosslessNumber') !== true) return false;
  const digits = member(value, 'value');
  return typeof digits === 'string' && /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(digits);
}

/** @returns undefined for anything but a number */
export function numberOf(value: unknown): number | undefined {
  if (isExactNumber(value)) return Number(value.value);
  return typeof value === 'number' ? value : undefined;
}
