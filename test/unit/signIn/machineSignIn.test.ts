import { deepEqual, equal } from 'node:assert/strict';
import { CognitoError } from '../../../src/core/errors';
import type { Session } from '../../../src/core/session';
import {
  createMachineSignIn,
  type MachineContext,
  type MachineSignIn,
} from '../../../src/signIn/machineSignIn';
import { fakeClient } from '../../support/fakeClient';
import { makeProfile } from '../../support/profiles';
import { endpoints, makeMachineSession } from '../../support/sessions';
import { fails } from '../../support/answers';

describe('createMachineSignIn', () => {
  const profile = makeProfile({ name: 'job', domain: 'auth.example.com', grant: 'client_credentials' });
  let steps: string[];
  let saved: Session[];
  beforeEach(() => {
    steps = [];
    saved = [];
  });

  const create = (approve?: MachineContext['approve']): MachineSignIn => {
    const client = fakeClient({
      discover: () => {
        steps.push('discover');
        return Promise.resolve(endpoints);
      },
      obtain: () => {
        steps.push('obtain');
        return Promise.resolve(makeMachineSession());
      },
    });
    return createMachineSignIn({
      client: () => Promise.resolve(client),
      approve:
        approve ??
        ((_, known) => {
          steps.push(known === undefined ? 'approve' : 'approve its host');
          return Promise.resolve();
        }),
      save: (session) => {
        saved.push(session);
        return Promise.resolve();
      },
    });
  };

  it('asks for approval before discovery and again before it sends the client secret', async () => {
    const session = await create()(profile);
    deepEqual(steps, ['approve', 'discover', 'approve its host', 'obtain']);
    deepEqual(saved, [session]);
  });

  it('stores nothing when the pool grants other scopes than expected', async () => {
    await fails(create()(profile, { scopes: ['orders/write'] }), 'scopes_differ');
    deepEqual(saved, []);
  });

  it('sends no request when the user declines', async () => {
    const decline = (): Promise<void> => Promise.reject(new CognitoError('sign_in_cancelled'));
    await fails(create(decline)(profile), 'sign_in_cancelled');
    deepEqual([steps, saved], [[], []]);
  });

  it('sends no client secret when the user declines the host found by discovery', async () => {
    const decline: MachineContext['approve'] = (_, known) =>
      known === undefined ? Promise.resolve() : Promise.reject(new CognitoError('sign_in_cancelled'));
    await fails(create(decline)(profile), 'sign_in_cancelled');
    deepEqual([steps, saved], [['discover'], []]);
  });

  it('gets one token for calls at the same time and a new one for a later call', async () => {
    const obtain = create();
    const all = await Promise.all(Array.from({ length: 100 }, () => obtain({ ...profile })));
    for (const one of all) equal(one, all[0]);
    equal(saved.length, 1);
    await obtain(profile);
    equal(saved.length, 2);
  });

  it('gets separate tokens for profiles with different scopes', async () => {
    const obtain = create();
    await Promise.all([obtain(profile), obtain({ ...profile, scopes: ['orders/read'] })]);
    equal(saved.length, 2);
  });
});
