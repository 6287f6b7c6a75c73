import { parse } from 'dotenv';
import type { RawFind } from './find';
import { findInPairs, isUnmistakable, type Pair } from './pairs';

/** Prefixes of variables that frameworks pass to the browser. */
const exposed =
  /^(?:VITE|NEXT_PUBLIC|REACT_APP|EXPO_PUBLIC|NUXT_PUBLIC|NUXT|GATSBY|PUBLIC|VUE_APP|NG_APP|STORYBOOK)_/;

/** Finds the user pool in the variables of a `.env` file whose names say COGNITO or USER_POOL, or whose value is Cognito's. */
export function readEnvironment(text: string): readonly RawFind[] {
  const pairs = Object.entries(parse(text, { fast: true })).map(([key, value]): Pair => ({
    key: key.replace(exposed, ''),
    value,
  }));
  return findInPairs(
    pairs.filter((pair) => /COGNITO|USER_?POOL/i.test(pair.key) || isUnmistakable(pair)),
    '',
  );
}
