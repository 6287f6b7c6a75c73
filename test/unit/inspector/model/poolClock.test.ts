import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { profileStatuses, phaseOf, phaseText } from '../../../../src/presence/profileStatus';
import type { Session } from '../../../../src/core/session';
import type { ShownTokens } from '../../../../src/inspector/protocol';
import { sessionModel } from '../../../../src/inspector/model/sessionModel';
import { readSession } from '../../../../src/inspector/model/tokenSet';
import { isPast, poolTime, relative, untilChange } from '../../../../src/inspector/view/time';
import { isExpired, verdictOf } from '../../../../src/inspector/view/verdict';
import { makeSession } from '../../../support/sessions';
import { clientId, now, userPoolId } from '../../../support/tokens';

const profile = {
  name: 'dev',
  userPoolId,
  clientId,
  grant: 'authorization_code',
  production: false,
} as const;

/** A session of an hour, received at `now` by the pool's clock. */
function received(clockSkew: number): {
  readonly session: Session;
  readonly shown: ShownTokens;
} {
  const passed = [{ id: 'signature', status: 'passed', reason: '' }] as const;
  const session = makeSession({
    receivedAt: now - clockSkew,
    ...(clockSkew === 0 ? {} : { clockSkew }),
    checks: { id: [...passed], access: [...passed] },
  });
  const { tokens } = sessionModel(profile, session, readSession(session));
  ok(tokens);
  return { session, shown: tokens };
}

describe('times in the inspector when the pool has another clock', () => {
  for (const clockSkew of [0, 7200, -7200]) {
    it(`agree with the status bar when this computer’s clock is ${clockSkew} seconds behind`, () => {
      const { session, shown } = received(clockSkew);
      const [status] = profileStatuses([{ profile, source: 'user' }], [session], {
        active: undefined,
        signingIn: undefined,
      });
      const { accessToken, issuedAt } = shown;
      ok(status && accessToken?.expiresAt !== undefined && issuedAt !== undefined);
      const { expiresAt, claims } = accessToken;
      // The claim's own row counts from the same clock.
      deepEqual(
        claims.shown.filter(({ name }) => name === 'exp').map(({ moment }) => moment),
        [expiresAt],
      );
      for (const [passed, bar, inspector] of [
        [0, '1 h', 'in 1 hour'],
        [18 * 60, '42 min', 'in 42 minutes'],
        [3600, 'renews on use', 'less than a minute ago'],
      ] as const) {
        // This computer's clock, so many seconds after the tokens came.
        const local = (now - clockSkew + passed) * 1000;
        const time = poolTime(shown, local);
        equal(phaseText(status, local), bar);
        equal(relative(expiresAt, time), inspector);
        equal(isExpired(accessToken, time), phaseOf(status, local) !== 'valid');
        equal(verdictOf(accessToken, time).status, passed < 3600 ? 'passed' : 'unknown');
        equal(isPast(issuedAt, time), true);
        match(relative(issuedAt, time), passed === 0 ? /^less than a minute/ : /^18|^1 hour/);
        ok(untilChange(expiresAt, time) <= 60_000);
      }
    });
  }

  it('leave the claims unchanged', () => {
    const values = (clockSkew: number): unknown => received(clockSkew).shown.accessToken?.claims;
    deepEqual(values(7200), values(0));
  });
});
