import { parse } from 'dotenv';
import { isRecord, member } from '../../../core/members';
import { withDots } from '../../../core/text';
import type { RawFind } from './find';
import { findInPairs, isUnmistakable, type Pair } from './pairs';

/** Deeper values are left out. */
const deepest = 8;

/** Prefixes of variables that frameworks pass to the browser. */
const exposed =
  /^(?:VITE|NEXT_PUBLIC|REACT_APP|EXPO_PUBLIC|NUXT_PUBLIC|NUXT|GATSBY|PUBLIC|VUE_APP|NG_APP|STORYBOOK)_/;

/** Finds the user pool in the variables of a `.env` file whose names say COGNITO, USER_POOL or IDENTITY_POOL, or whose value is Cognito's. */
export function readEnvironment(text: string): readonly RawFind[] {
  const variables = Object.entries(parse(text, { fast: true }));
  const pairs = variables.map(([key, value]): Pair => ({ key: key.replace(exposed, ''), value }));
  const used = pairs.filter(
    (pair) => /COGNITO|(?:USER|IDENTITY)_?POOL/i.test(pair.key) || isUnmistakable(pair),
  );
  return findInPairs(used, '');
}

/**
 * Finds pools and clients in the outputs of stacks: `cdk deploy --outputs-file`, `aws
 * cloudformation describe-stacks`, `sam list stack-outputs`, `terraform output -json`, `.sst/outputs.json`.
 */
export function readOutputs(root: unknown): readonly RawFind[] {
  const groups = new Map<string, Pair[]>();
  for (const pair of pairsIn(root, '', 0)) {
    const group = groups.get(pair.place);
    if (group) group.push(pair);
    else groups.set(pair.place, [pair]);
  }
  return [...groups].flatMap(([place, pairs]) => findInPairs(pairs, place));
}

interface PlacedPair extends Pair {
  /** The stack of the output. */
  readonly place: string;
}

/** @param above the name of the value, which lists and maps of clients pass on */
function pairsIn(value: unknown, place: string, depth: number, above = ''): readonly PlacedPair[] {
  if (depth > deepest) return [];
  const pair = (key: string, text: unknown): readonly PlacedPair[] =>
    typeof text === 'string' ? [{ place, key, value: text }] : [];
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => {
      if (typeof item === 'string') return pair(above, item);
      const name = member(item, 'OutputKey') ?? member(item, 'Name') ?? member(item, 'name');
      if (typeof name !== 'string') return pairsIn(item, place, depth + 1);
      const key = clients.test(above) ? `${above}_${name}` : name;
      return pair(key, member(item, 'OutputValue') ?? member(item, 'Value') ?? member(item, 'id'));
    });
  }
  if (!isRecord(value)) return [];
  const stack = member(value, 'StackName');
  return Object.entries(value).flatMap(([key, item]) => {
    if (member(item, 'sensitive') === true) return [];
    // Terraform wraps each value, and marks sensitive ones.
    const inner = member(item, 'value') ?? item;
    if (typeof inner === 'string') return pair(key, inner);
    if (clients.test(key) && isRecord(inner)) {
      return Object.entries(inner).flatMap(([name, text]) => pair(`${key}_${name}`, text));
    }
    const below = typeof stack === 'string' ? stack.slice(0, 100) : placeBelow(place, key);
    return pairsIn(inner, clients.test(key) ? place : below, depth + 1, key);
  });
}

/** The name of a list or a map of app clients. */
const clients = /clients?(?:_?ids?)?(?:_?map)?$/i;

/** The names of CloudFormation's own response members, which do not name a stack. */
function placeBelow(place: string, key: string): string {
  if (/^(?:Stacks|Outputs|Exports|value|outputs)$/.test(key)) return place;
  return withDots(place, key).slice(0, 100);
}
