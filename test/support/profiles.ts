import { equal } from 'node:assert/strict';
import { parseProfile, type Profile } from '../../src/core/profile';
import { publicClient } from './localClients';

/** A valid profile, read from an entry of the settings. The name and the client id have defaults. */
export function makeProfile(entry: Readonly<Record<string, unknown>> = {}): Profile {
  const { profile, invalid } = parseProfile({ name: 'test', clientId: publicClient, ...entry });
  equal(invalid, undefined);
  return profile;
}
