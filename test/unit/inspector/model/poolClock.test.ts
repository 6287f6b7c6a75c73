import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { defined } from '../../../../src/core/members';
import { describePhase, phaseOf, profileStatuses } from '../../../../src/presence/profileStatus';
import type { Session } from '../../../../src/core/session';
import type { ShownTokens } from '../../../../src/inspector/protocol';
import { sessionModel } from '../../../../src/inspector/model/inspectorModel';
import { readSession } from '../../../../src/inspector/model/tokenSet';
import { isPast, poolTime, relative, untilChange } from '../../../../src/inspector/view/time';
import { isExpired, verdictOf } from '../../../../src/inspector/view/verdict';
import { makeProfile } from '../../../support/profiles';
import { makeSession } from '../../../support/sessions';
import { clientId, now, userPoolId } from '../../../support/tokens';

const profile = makeProfile({ name: 'dev', userPoolId, clientId });

/** A session whose access token is valid for an hour, received at `now` by the pool’s clock. */
function received(clockSkew: number): {
  readonly session: Session;
  readonly shown: ShownTokens;
} {
  const passed = [{ id: 'signature', status: 'passed', reason: '' }] as const;
  const session = makeSession({
    receivedAt: (now - clockSkew) * 1000,
    ...defined({ clockSkew: clockSkew === 0 ? undefined : clockSkew * 1000 }),
    checks: { id: [...passed], access: [...passed] },
  });
  const { tokens } = sessionModel(profile, session, readSession(session));
  ok(tokens);
  return { session, shown: tokens };
}

describe('sessionModel with clock skew', () => {
  for (const clockSkew of [0, 7200, -7200]) {
    it(`shows the same times as the status bar when the clock skew is ${clockSkew} seconds`, () => {
      const { session, shown } = received(clockSkew);
      const [status] = profileStatuses([{ profile, source: 'user' }], [session], {
        active: undefined,
        signingIn: undefined,
        userOf: () => undefined,
      });
      const { accessToken, issuedAt } = shown;
      ok(status && accessToken?.expiresAt !== undefined && issuedAt !== undefined);
      const { expiresAt, claims } = accessToken;
      // The row of the exp claim uses the same clock.
      deepEqual(
        claims.shown.filter(({ name }) => name === 'exp').map(({ moment }) => moment),
        [expiresAt],
      );
      for (const [passed, bar, inspector] of [
        [0, '1 h', 'in 1 hour'],
        [18 * 60, '42 min', 'in 42 minutes'],
        [3600, 'renews on use', 'less than a minute ago'],
      ] as const) {
        // The time on this computer, `passed` seconds after it received the tokens.
        const local = (now - clockSkew + passed) * 1000;
        const time = poolTime(shown, local);
        equal(describePhase(status, local).text, bar);
        equal(relative(expiresAt, time), inspector);
        equal(isExpired(accessToken, time), phaseOf(status, local) !== 'valid');
        equal(verdictOf(accessToken, time)?.status, passed < 3600 ? 'passed' : 'unknown');
        equal(isPast(issuedAt, time), true);
        match(relative(issuedAt, time), passed === 0 ? /^less than a minute/ : /^18|^1 hour/);
        ok(untilChange(expiresAt, time) <= 60_000);
      }
    });
  }

  it('shows the same claims with and without clock skew', () => {
    const values = (clockSkew: number): unknown => received(clockSkew).shown.accessToken?.claims;
    deepEqual(values(7200), values(0));
  });
});
