import type { RawFind } from './find';
import { findInPairs, type Pair } from './pairs';
import { member } from '../../../core/members';
import { members } from './values';

/** Limits for files of outputs. */
const deepest = 8;
const most = 20_000;

/**
 * Finds pools and clients in the outputs of stacks: `cdk deploy --outputs-file`, `aws
 * cloudformation describe-stacks`, `sam list stack-outputs`, `terraform output -json`, `.sst/outputs.json`.
 */
export function readOutputs(root: unknown): readonly RawFind[] {
  const groups = new Map<string, Pair[]>();
  const budget = { left: most };
  collect(root, '', 0, groups, budget);
  return [...groups].flatMap(([place, pairs]) => findInPairs(pairs, place));
}

function collect(
  value: unknown,
  place: string,
  depth: number,
  groups: Map<string, Pair[]>,
  budget: { left: number },
): void {
  if (depth > deepest || (budget.left -= 1) < 0) return;
  const add = (key: string, text: unknown): void => {
    if (typeof text !== 'string' || (budget.left -= 1) < 0) return;
    const group = groups.get(place) ?? [];
    groups.set(place, group);
    group.push({ key, value: text });
  };
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[]) {
      const name = outputName(item);
      if (name === undefined) collect(item, place, depth + 1, groups, budget);
      else add(name, member(item, 'OutputValue') ?? member(item, 'Value'));
    }
    return;
  }
  const stack = member(value, 'StackName');
  const here = typeof stack === 'string' ? stack.slice(0, 100) : undefined;
  for (const [key, item] of members(value)) {
    // Terraform wraps each value, and marks sensitive ones.
    const wrapped = member(item, 'value');
    if (member(item, 'sensitive') === true) continue;
    if (typeof item === 'string') add(key, item);
    else if (typeof wrapped === 'string') add(key, wrapped);
    else collect(item, here ?? placeBelow(place, key), depth + 1, groups, budget);
  }
}

function outputName(item: unknown): string | undefined {
  const name = member(item, 'OutputKey') ?? member(item, 'Name');
  return typeof name === 'string' ? name : undefined;
}

/** The names of CloudFormation's own response members, which do not name a stack. */
function placeBelow(place: string, key: string): string {
  if (/^(?:Stacks|Outputs|Exports|value|outputs)$/.test(key)) return place;
  return (place === '' ? key : `${place} · ${key}`).slice(0, 100);
}
