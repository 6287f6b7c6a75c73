import { deepEqual, equal, match, notEqual } from 'node:assert/strict';
import { callbackUrls, isOwnCallbackUrl } from '../../../../src/client/oauth/callbackUrls';
import type { Endpoints } from '../../../../src/core/endpoints';
import { fails } from '../../../support/answers';
import { callbackUrl as editorUrl } from '../../../support/fakeClient';
import { makeProfile } from '../../../support/profiles';
import { endpoints } from '../../../support/sessions';

const issuer = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf123';
const at = (origin: string, named: string | undefined): Endpoints => ({
  ...endpoints,
  issuer: named,
  authorization: `${origin}/oauth2/authorize`,
});
const custom = at('https://auth.example.com', issuer);
const mine = { editorUrl, writtenByUser: true };
const theirs = { editorUrl, writtenByUser: false };

describe('callbackUrls', () => {
  const own = async (of: Endpoints): Promise<string> =>
    (await callbackUrls(makeProfile({ issuer }), of, theirs))[0];

  it('returns the editor’s URL for a prefix domain', async () => {
    for (const source of [mine, theirs]) {
      deepEqual(await callbackUrls(makeProfile({ issuer }), endpoints, source), [editorUrl]);
    }
  });

  it('returns the host’s own URL, and then the editor’s URL for a profile that the user wrote', async () => {
    const url = await own(custom);
    match(url, /^vscode:\/\/cognito-tools\.cognito-token-inspector\/callback\/[\da-f]{32}$/);
    deepEqual(await callbackUrls(makeProfile({ issuer }), custom, mine), [url, editorUrl]);
    deepEqual(await callbackUrls(makeProfile({ issuer }), custom, theirs), [url]);
  });

  it('returns the editor’s URL first on loopback for a profile that the user wrote only', async () => {
    const local = at('http://127.0.0.1:9270', 'http://127.0.0.1:9270/local_Pool00001');
    deepEqual(await callbackUrls(makeProfile({ issuer }), local, mine), [editorUrl, await own(local)]);
    deepEqual(await callbackUrls(makeProfile({ issuer }), local, theirs), [await own(local)]);
  });

  it('returns another URL for each issuer and each origin, and the same for both forms of an issuer', async () => {
    const url = await own(custom);
    notEqual(await own(at('https://auth.example.org', issuer)), url);
    notEqual(await own(at('https://auth.example.com:8443', issuer)), url);
    notEqual(await own(at('https://auth.example.com', undefined)), url);
    notEqual(await own(at('https://auth.example.com', 'https://auth.example.com')), url);
    equal(await own(at('https://auth.example.com', issuer.replace('//', '//issuer-'))), url);
  });

  it('returns the redirectUri of a profile that the user wrote', async () => {
    for (const redirectUri of ['http://localhost:8400/callback', 'https://app.example.com/', editorUrl]) {
      deepEqual(await callbackUrls(makeProfile({ issuer, redirectUri }), custom, mine), [redirectUri]);
    }
  });

  it('accepts a redirectUri of a workspace only with the path of the sign-in host at its end', async () => {
    const path = (await own(custom)).slice(editorUrl.length);
    for (const base of ['http://localhost:8400/callback', 'https://app.example.com/cb', editorUrl]) {
      await fails(
        callbackUrls(makeProfile({ issuer, redirectUri: base }), custom, theirs),
        'profile_invalid',
        {
          field: 'redirectUri',
        },
      );
      const redirectUri = `${base}${path}`;
      deepEqual(await callbackUrls(makeProfile({ issuer, redirectUri }), custom, theirs), [redirectUri]);
      equal(await isOwnCallbackUrl(redirectUri, custom), true);
      equal(await isOwnCallbackUrl(base, custom), false);
    }
  });

  it('refuses the editor’s URL with the path of another sign-in host', async () => {
    const redirectUri = await own(at('https://auth.example.org', issuer));
    for (const source of [mine, theirs]) {
      await fails(callbackUrls(makeProfile({ issuer, redirectUri }), custom, source), 'profile_invalid', {
        field: 'redirectUri',
      });
    }
  });
});
