import { deepEqual, equal } from 'node:assert/strict';
import type { Memento } from 'vscode';
import { createRegisteredClients } from '../../../../src/profiles/add/registeredClients';
import { callbackUrl } from '../../../support/fakeClient';
import { issuer } from '../../../support/tokens';

/** The global state that all windows of an editor share. */
function sharedState(): Pick<Memento, 'get' | 'update'> {
  const values = new Map<string, unknown>();
  return {
    get: <T>(key: string, fallback?: T) => (values.get(key) ?? fallback) as T,
    update: (key, value) => {
      values.set(key, value);
      return Promise.resolve();
    },
  };
}

describe('createRegisteredClients', () => {
  const known = { clientId: 'registered1', withToken: false };

  it('knows in every window what one window has registered', async () => {
    const state = sharedState();
    await createRegisteredClients(state, callbackUrl).add(issuer, known);
    const otherWindow = createRegisteredClients(state, callbackUrl);
    deepEqual(otherWindow.find(issuer), known);
    deepEqual(otherWindow.find(issuer.replace('//cognito-idp.', '//issuer-cognito-idp.')), known);
  });

  it('keeps the app clients of other pools and other editors apart', async () => {
    const state = sharedState();
    await createRegisteredClients(state, callbackUrl).add(issuer, known);
    const fork = createRegisteredClients(state, callbackUrl.replace('vscode:', 'cursor:'));
    equal(fork.find(issuer), undefined);
    await fork.add(issuer, { clientId: 'registered2', withToken: true });
    deepEqual(createRegisteredClients(state, callbackUrl).find(issuer), known);
    equal(createRegisteredClients(state, callbackUrl).find(`${issuer}2`), undefined);
  });
});
