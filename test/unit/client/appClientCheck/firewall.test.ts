import { deepEqual, match } from 'node:assert/strict';
import { createCognitoClient } from '../../../../src/client/cognitoClient';
import { explain } from '../../../../src/problems/explain';
import { callbackSource } from '../../../support/fakeClient';
import { startFaultyPool } from '../../../support/faultyPool';
import { html } from '../../../support/faultyPoolAnswers';
import { makeProfile } from '../../../support/profiles';
import { straight } from '../../../support/signingIn';

describe('Check App Client behind a firewall', () => {
  it('says nothing about the pool when status 403 answers in place of its discovery document', async () => {
    const pool = await startFaultyPool();
    pool.faults.discovery = html(403);
    const client = createCognitoClient(straight);
    const profile = makeProfile({ issuer: pool.issuer });
    const checks = await client.checkAppClient(profile, {
      source: callbackSource,
      approve: () => Promise.resolve(),
    });
    const found = checks.find(({ id }) => id === 'pool');
    deepEqual([found?.status, found?.error?.detail.status], ['unknown', 403]);
    match(explain(found?.error, {}).why, /firewall probably refused the request/);
    await client.close();
    await pool.stop();
  });
});
