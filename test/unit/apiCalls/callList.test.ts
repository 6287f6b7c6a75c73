import { deepEqual, doesNotMatch, equal, ok } from 'node:assert/strict';
import { createCallList } from '../../../src/apiCalls/callList';
import type { RecordedCall } from '../../../src/handover/proxy/proxyOfEntry';
import { accessClaims, unsigned } from '../../support/tokens';
import { arrived, restApi } from './answers';

const token = unsigned(accessClaims());
const proxy = {
  name: 'orders',
  profile: 'dev',
  url: 'https://api.example.com',
  token: 'access',
  port: 0,
  origins: [],
} as const;

function call(replaced: Partial<RecordedCall> = {}): RecordedCall {
  return {
    proxy: { ...proxy, origins: [] },
    method: 'GET',
    path: '/orders',
    status: 200,
    duration: 12,
    token,
    kind: 'access',
    hasOther: true,
    ...replaced,
  };
}

const refusal = restApi(401, 'UnauthorizedException', 'Unauthorized');
const list = () => createCallList(() => arrived);

describe('createCallList', () => {
  it('shows a call without a token, a header and a body', () => {
    const calls = list();
    calls.add(call());
    deepEqual(calls.shown(), [
      {
        id: 1,
        at: arrived,
        proxy: 'orders',
        method: 'GET',
        path: '/orders',
        status: 200,
        duration: 12,
        note: undefined,
      },
    ]);
    equal(calls.actionOf(1), undefined);
  });

  it('keeps the last hundred, the newest first', () => {
    const calls = list();
    for (let i = 1; i <= 150; i++) calls.add(call({ path: `/${i}` }));
    const paths = calls.shown().map(({ path }) => path);
    deepEqual([paths.length, paths[0], paths.at(-1)], [100, '/150', '/51']);
    equal(calls.actionOf(1), undefined);
  });

  it('explains a refusal and offers the other token, and keeps neither the answer nor the token', () => {
    const calls = list();
    const tryOther = (): Promise<void> => Promise.resolve();
    calls.add(call({ status: 401, refusal, tryOther }));
    const [shown] = calls.shown();
    ok(shown?.explanation?.what.includes('wants the ID token') === true);
    deepEqual(shown.action, { id: 'try_id_token', title: 'Try with the ID Token', icon: 'debug-restart' });
    equal(calls.actionOf(shown.id), tryOther);
    doesNotMatch(JSON.stringify(calls.shown()), /eyJ|UnauthorizedException|apigw/);
  });

  it('offers the settings of the proxy when the request cannot be repeated', () => {
    const calls = list();
    calls.add(call({ method: 'POST', status: 401, refusal }));
    equal(calls.shown()[0]?.action?.title, 'Open Settings');
    deepEqual(calls.actionOf(1), {
      command: 'workbench.action.openSettings',
      argument: 'cognito.apiProxies',
    });
  });

  it('says what to change when the other token was accepted', () => {
    const calls = list();
    calls.add(call({ kind: 'id' }));
    const [shown] = calls.shown();
    equal(shown?.note, 'sent the ID token');
    equal(shown.explanation?.what, 'The API accepts the ID token.');
    equal(shown.explanation.next, 'Set “token” of this API proxy to “id”.');
    equal(shown.action?.title, 'Open Settings');
  });

  it('refreshes the tokens of the profile when the token has expired', () => {
    const calls = list();
    const body = JSON.stringify({ message: 'The incoming token has expired' });
    calls.add(call({ status: 401, refusal: { ...refusal, body } }));
    equal(calls.shown()[0]?.action?.title, 'Refresh Tokens');
    deepEqual(calls.actionOf(1), { command: 'cognito.refreshTokens', argument: 'dev' });
  });

  it('offers exactly the sign-in that the API asks for', () => {
    const challenge = 'Bearer error="insufficient_user_authentication"';
    const offered = (parameters: string): readonly unknown[] => {
      const calls = list();
      const headers = { 'www-authenticate': `${challenge}${parameters}` };
      calls.add(call({ status: 401, refusal: { ...refusal, headers } }));
      return [calls.shown()[0]?.action?.title, calls.actionOf(1)];
    };
    const command = 'cognito.signInWithLevel';
    const acrValues = ['urn:cognito:loa:4', 'gold'];
    deepEqual(offered(', acr_values="urn:cognito:loa:4 gold", max_age=300'), [
      'Sign In with This Level',
      { command, argument: { profileName: 'dev', user: undefined, acrValues, maxAge: 300 } },
    ]);
    deepEqual(offered(', max_age="0"'), [
      'Sign In Again',
      { command, argument: { profileName: 'dev', user: undefined, acrValues: undefined, maxAge: 0 } },
    ]);
    deepEqual(offered(''), [
      'Choose a Level',
      { command, argument: { profileName: 'dev', user: undefined, acrValues: undefined, maxAge: undefined } },
    ]);
  });

  it('explains a pasted answer', () => {
    const calls = list();
    calls.addPasted(refusal, undefined, 'dev');
    const [shown] = calls.shown();
    deepEqual(
      [shown?.proxy, shown?.path, shown?.status, shown?.duration],
      ['', 'pasted answer', 401, undefined],
    );
    ok(shown?.explanation !== undefined);
  });
});
