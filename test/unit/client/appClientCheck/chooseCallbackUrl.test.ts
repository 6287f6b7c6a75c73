import { deepEqual } from 'node:assert/strict';
import { chooseCallbackUrl } from '../../../../src/client/appClientCheck/tryAuthorize';
import { callbackUrls } from '../../../../src/client/oauth/callbackUrls';
import { callbackSource, callbackUrl } from '../../../support/fakeClient';
import { makeProfile } from '../../../support/profiles';
import { endpoints } from '../../../support/sessions';

const origin = 'https://auth.example.com';
const custom = { ...endpoints, authorization: `${origin}/oauth2/authorize` };
const profile = makeProfile({ domain: origin });

/** How a pool answers an authorization request. */
const answers = {
  accepts: () =>
    new Response(null, { status: 302, headers: { location: `/login?client_id=${profile.clientId}` } }),
  mismatch: () =>
    new Response(null, { status: 302, headers: { location: '/error?error=redirect_mismatch' } }),
  noClient: () => new Response(null, { status: 302, headers: { location: '/error?error=invalid_request' } }),
  silent: () => new Response(null, { status: 503 }),
};
type Answer = keyof typeof answers;

describe('chooseCallbackUrl', () => {
  const cases: readonly (readonly [
    own: Answer,
    shared: Answer,
    chosen: 'own' | 'shared',
    requests: number,
  ])[] = [
    ['accepts', 'mismatch', 'own', 1],
    ['mismatch', 'accepts', 'shared', 2],
    ['mismatch', 'mismatch', 'own', 2],
    ['noClient', 'noClient', 'own', 1],
    ['silent', 'accepts', 'shared', 2],
  ];
  for (const [own, shared, chosen, requests] of cases) {
    it(`chooses the ${chosen} URL when the pool answers “${own}” to the host’s own and “${shared}” to the shared one`, async () => {
      const [ownUrl] = await callbackUrls(profile, custom, callbackSource);
      const asked: string[] = [];
      const choice = await chooseCallbackUrl(profile, custom, callbackSource, (url) => {
        const redirectUri = new URL(url).searchParams.get('redirect_uri') ?? '';
        asked.push(redirectUri);
        return Promise.resolve(answers[redirectUri === ownUrl ? own : shared]());
      });
      await choice.verdict;
      deepEqual(
        { chosen: choice.redirectUri, requests: asked.length },
        { chosen: chosen === 'own' ? ownUrl : callbackUrl, requests },
      );
    });
  }
});
