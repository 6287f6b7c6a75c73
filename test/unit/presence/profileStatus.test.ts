import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { assert as holds, integer, property, string } from 'fast-check';
import { isMachine, type Profile } from '../../../src/core/profile';
import {
  describePhase,
  phaseOf,
  profileStatuses,
  type ProfileStatus,
} from '../../../src/presence/profileStatus';
import type { Session } from '../../../src/core/session';
import { statusBarContent } from '../../../src/presence/statusBarContent';
import { makeProfile } from '../../support/profiles';
import { makeSession } from '../../support/sessions';
import { clientId, issuer, now as seconds, userPoolId } from '../../support/tokens';

const now = seconds * 1000;
const minute = 60_000;

/** A profile with any `fields`, also such as the settings would refuse. */
function profile(fields: Partial<Profile> = {}): Profile {
  return { ...makeProfile({ name: 'dev', userPoolId, clientId }), ...fields };
}

interface Situation {
  readonly session?: Session;
  readonly fields?: Partial<Profile>;
  readonly signingIn?: boolean;
}

function status({ session, fields, signingIn = false }: Situation): ProfileStatus {
  const [first] = profileStatuses(
    [{ profile: profile(fields), source: 'user' }],
    session === undefined ? [] : [session],
    {
      active: fields?.name ?? 'dev',
      signingIn: signingIn ? (fields?.name ?? 'dev') : undefined,
      userOf: () => undefined,
    },
  );
  ok(first);
  return first;
}

const notRenewable = { refreshToken: undefined } as const;
const machine = { ...notRenewable, idToken: undefined, grant: 'client_credentials' } as const;

describe('profileStatuses, phaseOf and describePhase', () => {
  it('finds the session of each profile, and marks the active profile and the one that signs in', () => {
    const entries = [
      { profile: profile(), source: 'user' },
      { profile: profile({ name: 'other', clientId: 'another' }), source: 'workspace' },
    ] as const;
    const [dev, other] = profileStatuses(entries, [makeSession()], {
      active: 'other',
      signingIn: 'dev',
      userOf: () => undefined,
    });
    deepEqual(dev?.session, {
      user: 'janedoe@example.com',
      issuer,
      expiresAt: now + 60 * minute,
      renewable: true,
      ended: false,
    });
    ok(!other?.session);
    deepEqual([dev.active, dev.signingIn], [false, true]);
    deepEqual([other?.active, other?.signingIn, other?.source], [true, false, 'workspace']);
  });

  it('changes the phase as time passes', () => {
    for (const [situation, later, phase] of [
      [{}, 0, 'signed_out'],
      [{ signingIn: true }, 0, 'signingIn'],
      [{ signingIn: true, session: makeSession() }, 0, 'signingIn'],
      [{ session: makeSession() }, 0, 'valid'],
      [{ session: makeSession() }, 60 * minute - 1, 'valid'],
      [{ session: makeSession() }, 60 * minute, 'renewable'],
      [{ session: makeSession(notRenewable) }, 60 * minute - 1, 'valid'],
      [{ session: makeSession(notRenewable) }, 60 * minute, 'expired'],
      [{ session: makeSession({ ...notRenewable, endedAt: seconds }) }, 0, 'expired'],
      [{ session: makeSession(machine) }, 60 * minute, 'renewable'],
    ] as const) {
      equal(phaseOf(status(situation), now + later), phase);
    }
  });

  it('subtracts the clock skew from the time left when the clock of the pool is ahead', () => {
    const ahead = status({ session: makeSession({ clockSkew: 1_800_000 }) });
    equal(describePhase(ahead, now).text, '30 min');
  });

  it('returns a whole sentence in every phase, also for a machine client', () => {
    const fields = { grant: 'client_credentials' } as const;
    const cases: readonly (readonly [Situation, number, RegExp])[] = [
      [{}, 0, /You are not signed in/],
      [{ fields }, 0, /no access token yet/],
      [{ signingIn: true }, 0, /waits for the browser/],
      [{ session: makeSession() }, 18 * minute, /good for 42 min more/],
      [{ session: makeSession() }, 99 * minute, /next use fetches a new one/],
      [{ session: makeSession(notRenewable) }, 99 * minute, /cannot be renewed: sign in again/],
      [{ session: makeSession({ ...notRenewable, endedAt: seconds }) }, 0, /has ended: sign in again/],
    ];
    for (const [situation, later, expected] of cases) {
      match(describePhase(status(situation), now + later).sentence, expected);
    }
    ok(isMachine(status({ fields }).profile));
  });
});

describe('statusBarContent', () => {
  const textOf = (situation: Situation, later = 0): string | undefined =>
    statusBarContent([status(situation)], now + later)?.text;

  it('returns undefined without a profile', () => {
    equal(statusBarContent([], now), undefined);
  });

  it('shows the active profile and how long its token is valid', () => {
    equal(textOf({ session: makeSession() }), '$(key) dev · 1 h');
    equal(textOf({ session: makeSession() }, 18 * minute), '$(key) dev · 42 min');
    equal(textOf({ session: makeSession() }, 61 * minute), '$(key) dev · renews on use');
    equal(textOf({ signingIn: true }), '$(loading~spin) dev · signing in…');
  });

  it('shows the warning icon when a sign-in is needed', () => {
    equal(textOf({}), '$(warning) dev · sign in');
    equal(textOf({ session: makeSession(notRenewable) }, 61 * minute), '$(warning) dev · sign in');
  });

  it('shows no warning icon for a machine client, which needs no sign-in by a user', () => {
    const fields = { grant: 'client_credentials' } as const;
    equal(textOf({ fields }), '$(key) dev · no token yet');
    equal(textOf({ fields, session: makeSession(machine) }, 61 * minute), '$(key) dev · renews on use');
  });

  it('opens the inspector, or signs in when a sign-in is needed', () => {
    const run = (situation: Situation): unknown => statusBarContent([status(situation)], now)?.command;
    deepEqual(run({ session: makeSession() }), { id: 'cognito.openInspector', profile: 'dev' });
    deepEqual(run({ signingIn: true }), { id: 'cognito.openInspector', profile: 'dev' });
    deepEqual(run({}), { id: 'cognito.signIn', profile: 'dev' });
  });

  it('has the warning colour for a production profile, and names production for screen readers', () => {
    const content = statusBarContent(
      [status({ session: makeSession(), fields: { production: true } })],
      now + 18 * minute,
    );
    equal(content?.warning, true);
    equal(
      content.spoken,
      'Cognito profile dev, production. Signed in as janedoe@example.com. The access token is good for 42 min more.',
    );
    equal(statusBarContent([status({})], now)?.warning, false);
  });

  it('opens the list of profiles when there are several profiles and the user has not selected one', () => {
    const content = statusBarContent([{ ...status({}), active: false }], now);
    equal(content?.text, '$(key) Cognito');
    deepEqual(content.command, { id: 'cognito.selectProfile' });
  });

  it('shows any profile name in one short line and without icons', () => {
    holds(
      property(
        string({ unit: 'binary-ascii', minLength: 1, maxLength: 60 }),
        integer({ min: 0 }),
        (name, at) => {
          const [, icon, rest] =
            /^(\$\([a-z~]+\)) ([^]*)$/.exec(textOf({ fields: { name } }, at) ?? '') ?? [];
          ok(icon !== undefined && rest !== undefined);
          ok(!rest.includes('$('), rest);
          ok(rest.length < 50 && !/[\n\r\u202e]/.test(rest), rest);
        },
      ),
      { numRuns: 50 },
    );
    equal(textOf({ fields: { name: '$(flame) x' } }), '$(warning) $ (flame) x · sign in');
  });
});
