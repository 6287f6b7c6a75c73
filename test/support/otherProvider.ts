import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { defined } from '../../src/core/members';

export interface OtherProvider {
  readonly issuer: string;
  /** The app client, whose id has characters that Amazon's client ids do not have. */
  readonly clientId: string;
  readonly stop: () => Promise<void>;
}

/**
 * An OpenID provider that is not Amazon's: its paths are its own, and it signs in its only user at once. Its tokens have the
 * claims of Cognito's tokens.
 * @param issuerPath the path of its issuer, with a slash at its end or without
 */
export async function startOtherProvider(issuerPath = '/realms/shop'): Promise<OtherProvider> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' };
  const clientId = 'my-app.web~1';
  const codes = new Map<string, { readonly challenge: string; readonly nonce: string }>();
  const refreshTokens = new Set<string>();
  let issuer = '';
  let base = '';

  const sign = (claims: Readonly<Record<string, unknown>>): Promise<string> =>
    new SignJWT({ sub: 'user-1', username: 'kim', email: 'kim@example.com', ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: jwk.kid })
      .setIssuer(issuer)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
  const tokens = async (nonce?: string): Promise<object> => {
    const refreshToken = randomUUID();
    refreshTokens.add(refreshToken);
    return {
      access_token: await sign({ token_use: 'access', client_id: clientId, scope: 'openid email' }),
      id_token: await sign({ token_use: 'id', aud: clientId, ...defined({ nonce }) }),
      refresh_token: refreshToken,
      token_type: 'Bearer',
      expires_in: 3600,
    };
  };
  const token = async (form: URLSearchParams): Promise<object | undefined> => {
    if (form.get('grant_type') === 'refresh_token') {
      return refreshTokens.delete(form.get('refresh_token') ?? '') ? tokens() : undefined;
    }
    const code = codes.get(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    return code?.challenge === challenge ? tokens(code.nonce) : undefined;
  };

  const json = (response: ServerResponse, body: object, status = 200): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', issuer);
    switch (url.href.slice(base.length).split('?')[0]) {
      case '/.well-known/openid-configuration':
        json(response, {
          issuer,
          authorization_endpoint: `${base}/authorize`,
          token_endpoint: `${base}/token`,
          userinfo_endpoint: `${base}/me`,
          revocation_endpoint: `${base}/token/revocation`,
          end_session_endpoint: `${base}/session/end`,
          jwks_uri: `${base}/keys`,
        });
        return;
      case '/keys':
        json(response, { keys: [jwk] });
        return;
      case '/authorize': {
        const { searchParams } = url;
        const code = randomUUID();
        codes.set(code, {
          challenge: searchParams.get('code_challenge') ?? '',
          nonce: searchParams.get('nonce') ?? '',
        });
        const state = searchParams.get('state') ?? '';
        const location = `${searchParams.get('redirect_uri') ?? ''}?code=${code}&state=${state}`;
        response.writeHead(302, { location }).end();
        return;
      }
      case '/token': {
        let body = '';
        for await (const chunk of request) body += String(chunk);
        const issued = await token(new URLSearchParams(body));
        json(response, issued ?? { error: 'invalid_grant' }, issued === undefined ? 400 : 200);
        return;
      }
      case '/me':
        json(response, { sub: 'user-1', email: 'kim@example.com', employee: 1 });
        return;
      default:
        response.writeHead(404).end();
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}${issuerPath}`;
  base = issuer.replace(/\/$/, '');
  return {
    issuer,
    clientId,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
