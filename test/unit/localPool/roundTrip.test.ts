import { equal, ok } from 'node:assert/strict';
import {
  None,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  calculatePKCECodeChallenge,
  discoveryRequest,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
  getValidatedIdTokenClaims,
  processAuthorizationCodeResponse,
  processDiscoveryResponse,
  processRefreshTokenResponse,
  processRevocationResponse,
  processUserInfoResponse,
  refreshTokenGrantRequest,
  revocationRequest,
  userInfoRequest,
  validateApplicationLevelSignature,
  validateAuthResponse,
} from 'oauth4webapi';
import { callback, password, publicClient, startPool, stopPools } from '../../support/localPools';
import { cookies, get, location, post } from '../../support/localPoolRequests';

describe('local user pool with oauth4webapi, a certified client', () => {
  after(stopPools);

  it('answers discovery, sign-in, code exchange, USERINFO, refresh and revocation as that client requires', async () => {
    const pool = await startPool();
    const insecure = { [allowInsecureRequests]: true };
    const issuer = new URL(pool.issuer);
    const server = await processDiscoveryResponse(issuer, await discoveryRequest(issuer, insecure));
    const client = { client_id: publicClient.clientId };
    const verifier = generateRandomCodeVerifier();
    const state = generateRandomState();
    const nonce = generateRandomNonce();

    const url = new URL(server.authorization_endpoint ?? '');
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: client.client_id,
      redirect_uri: callback,
      scope: 'openid email profile',
      state,
      nonce,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }).toString();
    const login = new URL(location(await get(pool, url.pathname + url.search)));
    const page = await get(pool, login.pathname + login.search);
    const csrf = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
    const sent = await post(
      pool,
      login.pathname + login.search,
      { _csrf: csrf, username: 'jane', password },
      { cookie: cookies(page) },
    );

    const parameters = validateAuthResponse(server, client, new URL(location(sent)), state);
    const response = await authorizationCodeGrantRequest(
      server,
      client,
      None(),
      parameters,
      callback,
      verifier,
      insecure,
    );
    const tokens = await processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: nonce,
      requireIdToken: true,
    });
    await validateApplicationLevelSignature(server, response, insecure);
    const claims = getValidatedIdTokenClaims(tokens);
    ok(claims);
    equal(claims['cognito:username'], 'jane');

    const userInfo = await processUserInfoResponse(
      server,
      client,
      claims.sub,
      await userInfoRequest(server, client, tokens.access_token, insecure),
    );
    equal(userInfo['username'], 'jane');
    equal(userInfo['email_verified'], 'true');

    const refreshToken = tokens.refresh_token ?? '';
    const refreshed = await processRefreshTokenResponse(
      server,
      client,
      await refreshTokenGrantRequest(server, client, None(), refreshToken, insecure),
    );
    equal(getValidatedIdTokenClaims(refreshed)?.sub, claims.sub);

    await processRevocationResponse(await revocationRequest(server, client, None(), refreshToken, insecure));
    const late = await refreshTokenGrantRequest(server, client, None(), refreshToken, insecure);
    equal(late.status, 400);
  });
});
