import { deepEqual, equal, ok } from 'node:assert/strict';
import { isRecord } from '../../../src/core/members';
import { poolConfigSchema } from '../../../scripts/poolConfigSchema';

/** The members that a JSON schema describes, at every level, by their paths. */
function membersOf(schema: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (Array.isArray(schema)) return schema.flatMap((one) => membersOf(one, path));
  if (!isRecord(schema)) return [];
  const { properties = {}, items, anyOf } = schema;
  return [
    ...Object.entries(properties as object).flatMap(([name, member]) => [
      [`${path}${name}`, member] as const,
      ...membersOf(member, `${path}${name}.`),
    ]),
    ...membersOf([items, anyOf], path),
  ];
}

describe('JSON schema of the local user pool’s configuration', () => {
  const schema = poolConfigSchema() as Readonly<Record<string, unknown>>;
  const members = new Map(membersOf(schema));

  it('describes every member', () => {
    for (const path of ['clients.rotation.graceSeconds', 'sessionTracking.maxPerUser']) {
      ok(members.has(path), path);
    }
    for (const [path, member] of members) {
      ok(isRecord(member) && typeof member['description'] === 'string', path);
    }
  });

  it('allows no other member, and requires none at the top', () => {
    equal(schema['additionalProperties'], false);
    deepEqual(schema['required'], []);
  });

  it('explains each pattern in words', () => {
    const poolId = members.get('poolId');
    ok(isRecord(poolId));
    equal(poolId['patternErrorMessage'], 'must look like us-east-1_AbCdEf123');
  });
});
