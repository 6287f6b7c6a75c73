import { deepEqual } from 'node:assert/strict';
import { parseProfiles, type Profile } from '../../src/core/profile';
import { publicClient } from './localClients';

/** A valid profile, read from an entry of the settings. The name and the client id have defaults. */
export function makeProfile(entry: Readonly<Record<string, unknown>> = {}): Profile {
  const { profiles, invalidEntries } = parseProfiles([{ name: 'test', clientId: publicClient, ...entry }]);
  deepEqual(invalidEntries, []);
  return profiles[0]!;
}
