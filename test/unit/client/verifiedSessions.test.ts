import { equal } from 'node:assert/strict';
import { createVerifiedSessions, type SentRequest } from '../../../src/client/verifiedSessions';
import { createKeyCache } from '../../../src/client/verification/keys';
import type { Fetch, TokenSet } from '../../../src/client/oauth/tokenRequest';
import { createPoolClocks, type PoolClocks } from '../../../src/core/serverTime';
import type { Session } from '../../../src/core/session';
import { fails, json } from '../../support/answers';
import { domainOnly, endpoints, makeSession } from '../../support/sessions';
import { accessClaims, clientId, idClaims, issuer, now, poolKeys, type PoolKeys } from '../../support/tokens';
import { discoveryDocument } from './oauth/discoveryDocument';

const nonce = 'n-0S6_WzA2Mj';

describe('createVerifiedSessions', () => {
  let keys: PoolKeys;
  let fetched: string[];
  /** What the pool's discovery document says. */
  let document: object;
  let keySet: () => Response;
  let clocks: PoolClocks;

  before(async () => {
    keys = await poolKeys();
  });

  beforeEach(() => {
    fetched = [];
    document = discoveryDocument();
    keySet = () => json(keys.jwks);
    clocks = createPoolClocks({ now: time });
  });

  const fetch: Fetch = (url) => {
    fetched.push(new URL(url).pathname.split('/').at(-1) ?? '');
    if (url.endsWith('jwks.json')) return Promise.resolve(keySet());
    if (url.endsWith('openid-configuration')) return Promise.resolve(json(document));
    return Promise.resolve(json({ sub: idClaims().sub }));
  };
  const time = (): number => now * 1000;
  const sessions = (): ReturnType<typeof createVerifiedSessions> =>
    createVerifiedSessions({
      fetch,
      keys: createKeyCache(fetch, time),
      clocks,
      now: time,
    });

  const tokens = async (
    id: Readonly<Record<string, unknown>> = {},
    access: Readonly<Record<string, unknown>> = {},
  ): Promise<TokenSet> => ({
    idToken: await keys.sign(idClaims({ nonce, ...id })),
    accessToken: await keys.sign(accessClaims(access)),
    issuer,
    expiresIn: 600_000,
  });
  const signIn = (given: TokenSet, replaced: Partial<SentRequest> = {}): Promise<Session> => {
    const request: SentRequest = {
      clientId,
      endpoints,
      redirectUri: 'vscode://a.b/callback',
      state: 'state',
      nonce,
      codeVerifier: 'verifier',
      ...replaced,
    };
    return sessions().ofSignIn(given, request, { endpoints: request.endpoints, clientId, fetch, now: time });
  };

  it('accepts an access token only for the resource that was asked for', async () => {
    const resource = 'https://api.example.com';
    equal((await signIn(await tokens({}, { aud: resource }), { resource })).resource, resource);
    const other = signIn(await tokens({}, { aud: 'https://other.example.com' }), { resource });
    await fails(other, 'token_unsound', { check: 'audience' });
  });

  it('refuses tokens whose signature could not be checked', async () => {
    keySet = () => json({}, 503);
    await fails(signIn(await tokens()), 'token_unsound', { check: 'signature' });
  });

  it('accepts the pool that tokens name for a domain only when that pool names the domain', async () => {
    const evil = Object.fromEntries(
      Object.entries(domainOnly).map(([name, url]) => [
        name,
        url.replace(/^https:\/\/[^/]+/, 'https://evil.example'),
      ]),
    ) as typeof domainOnly;
    await fails(signIn(await tokens(), { endpoints: evil }), 'domain_foreign', { host: 'evil.example' });
  });

  it('asks no discovery document when the issuer is known', async () => {
    const custom = { ...endpoints, authorization: 'https://auth.example.com/oauth2/authorize' };
    await signIn(await tokens(), { endpoints: custom });
    equal(fetched.includes('openid-configuration'), false);
  });

  it('takes the end of the access token from its exp, or else from expires_in', async () => {
    equal((await signIn(await tokens({}, { exp: now + 1234 }))).expiresAt, (now + 1234) * 1000);
    // Cognito always sends exp, but another provider may leave it out.
    const iss = 'https://id.example.com';
    const given = { ...(await tokens({ iss }, { iss, exp: undefined })), issuer: iss };
    const session = await signIn(given, { endpoints: { ...endpoints, issuer: iss } });
    equal(session.expiresAt, now * 1000 + 600_000);
    // By the pool's clock, which is five minutes ahead.
    const headers = new Headers({ date: new Date((now + 300) * 1000).toUTCString() });
    clocks.record(new URL(endpoints.token).host, headers, (now + 300) * 1000);
    const ahead = await signIn(given, { endpoints: { ...endpoints, issuer: iss } });
    equal(ahead.expiresAt, now * 1000 + 300_000 + 600_000);
  });

  it('keeps no ID token in a session that had none', async () => {
    const session = makeSession({ idToken: undefined });
    const { idToken, ...access } = await tokens();
    equal((await sessions().renewed(session, access)).idToken, undefined);
    equal((await sessions().renewed(makeSession(), { ...access, idToken: idToken ?? '' })).idToken, idToken);
  });

  it('refuses refreshed tokens of another user', async () => {
    const other = await tokens({ sub: 'zoë', nonce: undefined }, { sub: 'zoë' });
    await fails(sessions().renewed(makeSession(), other), 'token_unsound', { check: 'subject' });
  });

  it('compares the users of access tokens when a refresh brings the first ID token', async () => {
    const session = makeSession({ idToken: undefined });
    // Another provider may name the user differently in each token.
    const given = await tokens({ sub: 'of the ID token', nonce: undefined });
    equal((await sessions().renewed(session, given)).idToken, given.idToken);
    const other = await tokens({ nonce: undefined }, { sub: 'zoë' });
    await fails(sessions().renewed(session, other), 'token_unsound', { check: 'subject' });
  });

  it('refuses refreshed tokens of another issuer, also when only the session names its issuer', async () => {
    const session = makeSession({ idToken: undefined, endpoints: domainOnly });
    const other = { iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other0000' };
    const { accessToken } = await tokens({}, other);
    const renewal = sessions().renewed(session, { accessToken, issuer: undefined });
    await fails(renewal, 'token_unsound', { check: 'issuer' });
    const { accessToken: own } = await tokens();
    equal((await sessions().renewed(session, { accessToken: own, issuer: undefined })).accessToken, own);
  });
});
