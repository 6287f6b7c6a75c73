import { randomInt } from 'node:crypto';

const lowercase = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Random text, by default of lower-case letters and digits as in the ids of Cognito. @param length in characters */
export function randomText(length: number, characters = lowercase): string {
  return Array.from({ length }, () => characters[randomInt(characters.length)]).join('');
}
