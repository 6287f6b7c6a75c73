import type { Problem } from '../../src/problems/problem';

/** The sign-in host that the problems of tests are about. */
export const host = 'acme.auth.us-east-1.amazoncognito.com';

/** The whole text of a problem, as a message shows it. */
export function textOf({ what, why, next }: Problem): string {
  return `${what} ${why} ${next}`;
}
