import type { RawFind } from './find';
import { findInPairs } from './pairs';
import type { Pair } from './pairs';
import { member } from '../../../core/members';
import { members } from './values';

/**
 * Finds the user pool among a SAM configuration's `parameter_overrides`, per environment and command.
 * Source: AWS SAM developer guide, "AWS SAM CLI configuration file".
 */
export function readSamConfig(root: unknown): readonly RawFind[] {
  return members(root).flatMap(([environment, commands]) =>
    members(commands).flatMap(([, command]) => {
      const overrides = member(command, 'parameters', 'parameter_overrides');
      return findInPairs(pairsOf(overrides), environment.slice(0, 100));
    }),
  );
}

/** `Key=Value` or `ParameterKey=Key,ParameterValue=Value`, as one text, as a list or, in YAML, as a mapping. */
function pairsOf(overrides: unknown): readonly Pair[] {
  if (Array.isArray(overrides)) return (overrides as readonly unknown[]).slice(0, 500).flatMap(pairsOf);
  if (typeof overrides !== 'string') {
    return members(overrides).flatMap(([key, value]) => (typeof value === 'string' ? [{ key, value }] : []));
  }
  // A name is tried from its beginning only: from each of its letters would take a time that grows with its square.
  const assignment =
    /(?<![A-Za-z0-9])(?:ParameterKey=)?([A-Za-z0-9]+)(?:,ParameterValue)?=("[^"]*"|'[^']*'|[^\s"']+)/g;
  return [...overrides.slice(0, 20_000).matchAll(assignment)].map(([, key = '', value = '']) => ({
    key,
    value: value.replace(/^["']|["']$/g, ''),
  }));
}
