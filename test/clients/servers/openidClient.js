// A server that signs in with openid-client, and an API that checks the token with aws-jwt-verify.
import { JwtVerifier } from 'aws-jwt-verify';
import * as client from 'openid-client';
import { receive, send } from './lines.js';

async function main() {
  const { issuer, clientId, callback } = await receive();
  const config = await client.discovery(new URL(issuer), clientId, undefined, client.None());
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const expectedNonce = client.randomNonce();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope: 'openid email',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
  });
  send({ url });
  const { url: returned } = await receive();
  const checks = { pkceCodeVerifier, expectedState, expectedNonce };
  const tokens = await client.authorizationCodeGrant(config, new URL(returned), checks);
  const { sub, email } = tokens.claims();
  const userInfo = await client.fetchUserInfo(config, tokens.access_token, sub);
  const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token);
  // The verifier reads the keys of the pool itself.
  const verifier = JwtVerifier.create({ issuer, audience: null });
  const verified = await verifier.verify(refreshed.access_token);
  await client.tokenRevocation(config, tokens.refresh_token);
  const afterRevocation = await client
    .refreshTokenGrant(config, tokens.refresh_token)
    .catch((error) => error.error);
  send({ email, userInfo: userInfo.email, username: verified.username, afterRevocation });
}

main().then(
  () => process.exit(),
  (error) => {
    send({ error: String(error), cause: String(error.cause) });
    process.exit(1);
  },
);
