import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares two secrets in constant time. Their hashes are compared, because they have one length. */
export function isSameSecret(one: string, other: string): boolean {
  return timingSafeEqual(sha256(one), sha256(other));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
