import { equal } from 'node:assert/strict';
import { createIdentityIds } from '../../../src/sessions/identityIds';
import { createSessionStore } from '../../../src/sessions/store';
import { createMemorySecrets } from '../../support/memorySecrets';
import { identityPool } from '../../support/profileDrafts';
import { makeSession, makeSessionOf } from '../../support/sessions';
import { openVault } from '../../support/stores';
import { updatedIssuer } from '../../support/tokens';

describe('createIdentityIds', () => {
  const jane = makeSession();
  const zoë = makeSessionOf('zoë');
  const otherPool = identityPool.replace('us-east-1', 'eu-west-1');

  it('keeps one id for each issuer, app client, user and identity pool, for every window', async () => {
    const secrets = createMemorySecrets();
    const [one, other] = [1, 2].map(() => createIdentityIds(openVault(secrets)));
    await one!.set(jane, identityPool, 'of jane');
    equal(await other!.get(jane, identityPool), 'of jane');
    equal(await other!.get(makeSession({ issuer: updatedIssuer }), identityPool), 'of jane');
    equal(await other!.get(jane, otherPool), undefined);
    equal(await other!.get(zoë, identityPool), undefined);
    equal(await other!.get(makeSession({ clientId: 'other' }), identityPool), undefined);
  });

  it('deletes the ids of a user, and no other record', async () => {
    const secrets = createMemorySecrets();
    const vault = openVault(secrets);
    const ids = createIdentityIds(vault);
    const store = createSessionStore(vault);
    const other = makeSession({ clientId: `${jane.clientId}x` });
    await store.save(jane);
    await ids.set(jane, identityPool, 'of jane');
    await ids.set(jane, otherPool, 'of jane in the other pool');
    await ids.set(zoë, identityPool, 'of zoë');
    await ids.set(other, identityPool, 'of another app client');
    await ids.deleteAll(jane);
    equal(await ids.get(jane, identityPool), undefined);
    equal(await ids.get(jane, otherPool), undefined);
    equal(await ids.get(zoë, identityPool), 'of zoë');
    equal(await ids.get(other, identityPool), 'of another app client');
    equal((await store.list()).length, 1);
  });
});
