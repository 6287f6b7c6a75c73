import { deepEqual, equal } from 'node:assert/strict';
import { CognitoError } from '../../../src/core/errors';
import { parseProfiles } from '../../../src/core/profile';
import type { Profile } from '../../../src/core/profile';
import type { Session } from '../../../src/core/session';
import { createMachineSignIn } from '../../../src/signIn/machineSignIn';
import type { MachineContext } from '../../../src/signIn/machineSignIn';
import { fakeClient } from '../../support/fakeClient';
import { endpoints, makeMachineSession } from '../../support/sessions';
import { fails } from '../../support/answers';

describe('machine sign-in', () => {
  const profile = parseProfiles([
    { name: 'job', clientId: 'abc', domain: 'auth.example.com', grant: 'client_credentials' },
  ]).profiles[0]!;
  let steps: string[];
  let saved: Session[];
  beforeEach(() => {
    steps = [];
    saved = [];
  });

  const create = (approve?: MachineContext['approve']): ((profile: Profile) => Promise<Session>) => {
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

  it('asks for approval before it asks a host, and before the secret goes there', async () => {
    const session = await create()(profile);
    deepEqual(steps, ['approve', 'discover', 'approve its host', 'obtain']);
    deepEqual(saved, [session]);
  });

  it('sends nothing when the person declines', async () => {
    const decline = (): Promise<void> => Promise.reject(new CognitoError('sign_in_cancelled'));
    await fails(create(decline)(profile), 'sign_in_cancelled');
    deepEqual([steps, saved], [[], []]);
  });

  it('sends no secret to a host that the person declines', async () => {
    const decline: MachineContext['approve'] = (_, known) =>
      known === undefined ? Promise.resolve() : Promise.reject(new CognitoError('sign_in_cancelled'));
    await fails(create(decline)(profile), 'sign_in_cancelled');
    deepEqual([steps, saved], [['discover'], []]);
  });

  it('gets one token for all who ask at the same time, and another one afterwards', async () => {
    const obtain = create();
    const all = await Promise.all(Array.from({ length: 100 }, () => obtain({ ...profile })));
    for (const one of all) equal(one, all[0]);
    equal(saved.length, 1);
    await obtain(profile);
    equal(saved.length, 2);
  });

  it('does not give a profile the token that another one asked for', async () => {
    const obtain = create();
    await Promise.all([obtain(profile), obtain({ ...profile, scopes: ['orders/read'] })]);
    equal(saved.length, 2);
  });
});
