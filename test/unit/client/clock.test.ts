import { equal, ok } from 'node:assert/strict';
import { createCognitoClient } from '../../../src/client/cognitoClient';
import { createPoolClocks } from '../../../src/core/serverTime';
import { startFaultyPool } from '../../support/faultyPool';
import { makeProfile } from '../../support/profiles';
import { signIn, straight } from '../../support/signingIn';

describe('createCognitoClient when this computer’s clock is wrong', function () {
  this.timeout(20_000);

  for (const [ahead, words] of [
    [420, '7 minutes slow'],
    [-420, '7 minutes fast'],
    [86_400 * 3, '3 days slow'],
  ] as const) {
    it(`signs in, refreshes and reports it once when it is ${words}`, async () => {
      const told: number[] = [];
      const clocks = createPoolClocks({ onDifference: (skew) => told.push(skew) });
      const pool = await startFaultyPool({ now: () => Date.now() + ahead * 1000 });
      const client = createCognitoClient({ ...straight, clocks });
      try {
        const session = await signIn(client, makeProfile({ issuer: pool.issuer }));
        const newer = await client.refresh(session, () => Promise.resolve());
        for (const { clockSkew, checks, expiresAt } of [session, newer]) {
          ok(Math.abs((clockSkew ?? 0) - ahead * 1000) <= 2000, String(clockSkew));
          ok(Math.abs(expiresAt - clocks.now(pool.host) - 3_600_000) < 20_000);
          for (const check of [...checks.id, ...checks.access]) ok(check.status !== 'failed', check.id);
          const issued = checks.access.find(({ id }) => id === 'issued_at');
          ok(issued?.reason.includes(`this computer’s clock is ${words}`), issued?.reason);
        }
        equal(told.length, 1);
      } finally {
        await client.close();
        await pool.stop();
      }
    });
  }
});
