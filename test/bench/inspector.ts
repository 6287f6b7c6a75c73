import { equal } from 'node:assert/strict';
import { defaultLocalPoolConfig, shippedPassword } from '../../src/localPool/defaults';
import type { LocalPool } from '../../src/localPool/localPool';
import { accessClaims, unsigned } from '../support/tokens';
import type { HostWindow } from './hostWindow';
import { signIn } from './signIns';
import { median, percentile } from './statistics';
import type { Group } from './table';
import type { LocalPoolConfig } from '../../src/localPool/configSchema';

const member = { username: 'member', password: shippedPassword };
const groups = 500;
const claims = 500;
const typed = 'claim_499';

/** The shipped pool with one more user, whose groups make an ID token of 16 kB. */
export function poolWithMember(): LocalPoolConfig {
  const config = defaultLocalPoolConfig();
  const user = {
    ...member,
    attributes: { email: 'member@example.com' },
    groups: Array.from({ length: groups }, (_, index) => `team-${String(index).padStart(4, '0')}-europe-1`),
  };
  return { ...config, users: [...config.users, user] };
}

/** Measures a large ID token in an open inspector, and the filter over as many claims as the inspector shows. */
export async function measureInspector(window: HostWindow, pool: LocalPool, times: number): Promise<Group> {
  await signIn(window, pool, member);
  const drawn: number[] = [];
  for (let round = 0; round < times; round++) drawn.push((await signIn(window, pool, member)).sinceTokens);
  await window.call('closeEditors');
  const many = Object.fromEntries(
    Array.from({ length: claims }, (_, index) => [`custom:claim_${index}`, `value ${index}`]),
  );
  await window.call('inspectToken', unsigned(accessClaims(many)));
  const keys: number[] = [];
  for (let round = 0; round < times; round++) keys.push(...(await window.typeFilter(typed)));
  equal(keys.length, times * typed.length);
  const most = (ms: number): { text: string; most: number } => ({ text: `${ms} ms`, most: ms });
  return {
    title: 'Inspector',
    method: [
      `Tokens: medians of ${times} sign-ins with the inspector open, as a member of ${groups} groups: an ID token of 16 kB. From the`,
      'end of the user pool’s token answer until the claims are drawn: decoding, verifying both tokens, asking USERINFO, storing',
      `and painting. Filter: ${keys.length} keys typed over ${claims} claims, from each key’s input event until its frame is drawn.`,
    ],
    rows: [
      { what: 'tokens to claims drawn', unit: 'ms', ours: median(drawn), bar: most(150) },
      { what: 'tokens to claims drawn, 9 of 10', unit: 'ms', ours: percentile(drawn, 0.9) },
      { what: 'filter keystroke', unit: 'ms', ours: median(keys), bar: most(50) },
      { what: 'filter keystroke, 9 of 10', unit: 'ms', ours: percentile(keys, 0.9), bar: most(50) },
    ],
  };
}
