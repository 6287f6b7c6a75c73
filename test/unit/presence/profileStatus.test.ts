import { strict as assert } from 'node:assert';
import { assert as holds, integer, property, string } from 'fast-check';
import type { Profile } from '../../../src/core/profile';
import {
  isMachine,
  phaseOf,
  phaseSentence,
  phaseText,
  profileStatuses,
} from '../../../src/presence/profileStatus';
import type { ProfileStatus } from '../../../src/presence/profileStatus';
import type { Session } from '../../../src/core/session';
import { statusBarContent } from '../../../src/presence/statusBarContent';
import { makeSession } from '../../support/sessions';
import { clientId, issuer, now as seconds, userPoolId } from '../../support/tokens';

const now = seconds * 1000;
const minute = 60_000;

function profile(fields: Partial<Profile> = {}): Profile {
  return { name: 'dev', userPoolId, clientId, grant: 'authorization_code', production: false, ...fields };
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
    { active: fields?.name ?? 'dev', signingIn: signingIn ? (fields?.name ?? 'dev') : undefined },
  );
  assert(first);
  return first;
}

const lasting = { refreshToken: undefined } as const;
const machine = { ...lasting, idToken: undefined, grant: 'client_credentials' } as const;

describe('profile status', () => {
  it('finds the session of each profile, and marks the active one and the one that signs in', () => {
    const entries = [
      { profile: profile(), source: 'user' },
      { profile: profile({ name: 'other', clientId: 'another' }), source: 'workspace' },
    ] as const;
    const [dev, other] = profileStatuses(entries, [makeSession()], { active: 'other', signingIn: 'dev' });
    assert.deepEqual(dev?.session, {
      user: 'janedoe@example.com',
      issuer,
      expiresAt: now + 60 * minute,
      renewable: true,
      ended: false,
    });
    assert(!other?.session);
    assert.deepEqual([dev.active, dev.signingIn], [false, true]);
    assert.deepEqual([other?.active, other?.signingIn, other?.source], [true, false, 'workspace']);
  });

  it('goes through its phases as time passes', () => {
    for (const [situation, later, phase] of [
      [{}, 0, 'signed_out'],
      [{ signingIn: true }, 0, 'signingIn'],
      [{ signingIn: true, session: makeSession() }, 0, 'signingIn'],
      [{ session: makeSession() }, 0, 'valid'],
      [{ session: makeSession() }, 60 * minute - 1, 'valid'],
      [{ session: makeSession() }, 60 * minute, 'renewable'],
      [{ session: makeSession(lasting) }, 60 * minute - 1, 'valid'],
      [{ session: makeSession(lasting) }, 60 * minute, 'expired'],
      [{ session: makeSession({ ...lasting, endedAt: seconds }) }, 0, 'expired'],
      [{ session: makeSession(machine) }, 60 * minute, 'renewable'],
    ] as const) {
      assert.equal(phaseOf(status(situation), now + later), phase);
    }
  });

  it('counts by this computer’s clock when the pool’s is ahead', () => {
    const ahead = status({ session: makeSession({ clockSkew: 1800 }) });
    assert.equal(phaseText(ahead, now), '30 min');
  });

  it('says a whole sentence in every phase, also for a machine', () => {
    const fields = { grant: 'client_credentials' } as const;
    const cases: readonly (readonly [Situation, number, RegExp])[] = [
      [{}, 0, /You are not signed in/],
      [{ fields }, 0, /no access token yet/],
      [{ signingIn: true }, 0, /waits for the browser/],
      [{ session: makeSession() }, 18 * minute, /good for 42 min more/],
      [{ session: makeSession() }, 99 * minute, /next use fetches a new one/],
      [{ session: makeSession(lasting) }, 99 * minute, /cannot be renewed: sign in again/],
      [{ session: makeSession({ ...lasting, endedAt: seconds }) }, 0, /has ended: sign in again/],
    ];
    for (const [situation, later, expected] of cases) {
      assert.match(phaseSentence(status(situation), now + later), expected);
    }
    assert(isMachine(status({ fields })));
  });
});

describe('status bar', () => {
  const said = (situation: Situation, later = 0): string | undefined =>
    statusBarContent([status(situation)], now + later)?.text;

  it('is hidden without a profile', () => {
    assert.equal(statusBarContent([], now), undefined);
  });

  it('says which profile is active and how long its token is good for', () => {
    assert.equal(said({ session: makeSession() }), '$(key) dev · 1 h');
    assert.equal(said({ session: makeSession() }, 18 * minute), '$(key) dev · 42 min');
    assert.equal(said({ session: makeSession() }, 61 * minute), '$(key) dev · renews on use');
    assert.equal(said({ signingIn: true }), '$(loading~spin) dev · signing in…');
  });

  it('warns when a sign-in is needed', () => {
    assert.equal(said({}), '$(warning) dev · sign in');
    assert.equal(said({ session: makeSession(lasting) }, 61 * minute), '$(warning) dev · sign in');
  });

  it('does not warn of a machine client, which needs nobody', () => {
    const fields = { grant: 'client_credentials' } as const;
    assert.equal(said({ fields }), '$(key) dev · no token yet');
    assert.equal(said({ fields, session: makeSession(machine) }, 61 * minute), '$(key) dev · renews on use');
  });

  it('opens the inspector, or signs in when that is what is needed', () => {
    const run = (situation: Situation): unknown => statusBarContent([status(situation)], now)?.command;
    assert.deepEqual(run({ session: makeSession() }), { id: 'cognito.openInspector', profile: 'dev' });
    assert.deepEqual(run({ signingIn: true }), { id: 'cognito.openInspector', profile: 'dev' });
    assert.deepEqual(run({}), { id: 'cognito.signIn', profile: 'dev' });
  });

  it('has the warning colour for production, and says so to a screen reader', () => {
    const content = statusBarContent(
      [status({ session: makeSession(), fields: { production: true } })],
      now + 18 * minute,
    );
    assert.equal(content?.warning, true);
    assert.equal(
      content.spoken,
      'Cognito profile dev, production. Signed in as janedoe@example.com. The access token is good for 42 min more.',
    );
    assert.equal(statusBarContent([status({})], now)?.warning, false);
  });

  it('offers a choice when there are several profiles and none is active', () => {
    const content = statusBarContent([{ ...status({}), active: false }], now);
    assert.equal(content?.text, '$(key) Cognito');
    assert.deepEqual(content.command, { id: 'cognito.selectProfile' });
  });

  it('shows any name in one short line without icons of its own', () => {
    holds(
      property(
        string({ unit: 'binary-ascii', minLength: 1, maxLength: 60 }),
        integer({ min: 0 }),
        (name, at) => {
          const [, icon, rest] = /^(\$\([a-z~]+\)) ([^]*)$/.exec(said({ fields: { name } }, at) ?? '') ?? [];
          assert(icon !== undefined && rest !== undefined);
          assert(!rest.includes('$('), rest);
          assert(rest.length < 50 && !/[\n\r\u202e]/.test(rest), rest);
        },
      ),
      { numRuns: 50 },
    );
    assert.equal(said({ fields: { name: '$(flame) x' } }), '$(warning) $ (flame) x · sign in');
  });
});
