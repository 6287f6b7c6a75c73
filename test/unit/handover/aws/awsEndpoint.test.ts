import { deepEqual, equal, match, notEqual } from 'node:assert/strict';
import { CognitoError } from '../../../../src/core/errors';
import { startAwsEndpoint, type RunningAwsEndpoint } from '../../../../src/handover/aws/awsEndpoint';
import { createAwsEndpoints } from '../../../../src/handover/aws/awsEndpoints';
import type { AwsEndpoint } from '../../../../src/handover/terminal/protocol';
import { sendRaw } from '../../../support/apiProxies';
import { eventually } from '../../../support/waiting';

const keys = {
  accessKeyId: 'ASIAKEY',
  secretAccessKey: 'the-secret-key',
  sessionToken: 'the-session-token',
  expiresAt: Date.UTC(2030, 0, 1),
};

describe('startAwsEndpoint', () => {
  let endpoint: RunningAwsEndpoint;
  let asked: number;
  let failure: CognitoError | undefined;

  beforeEach(async () => {
    asked = 0;
    failure = undefined;
    endpoint = await startAwsEndpoint({
      keys: () => {
        asked += 1;
        return failure === undefined ? Promise.resolve(keys) : Promise.reject(failure);
      },
      explain: () => Promise.resolve('You are not signed in.'),
    });
  });
  afterEach(() => endpoint.close());

  const ask = (headers: Record<string, string> = {}, init: RequestInit = {}): Promise<Response> =>
    fetch(endpoint.url, { ...init, headers: { authorization: endpoint.authorization, ...headers } });

  it('gives credentials in the form of a container', async () => {
    const response = await ask();
    equal(response.status, 200);
    equal(response.headers.get('cache-control'), 'no-store');
    deepEqual(await response.json(), {
      AccessKeyId: 'ASIAKEY',
      SecretAccessKey: 'the-secret-key',
      Token: 'the-session-token',
      Expiration: '2030-01-01T00:00:00.000Z',
    });
  });

  it('says why there are none', async () => {
    failure = new CognitoError('session_missing');
    const response = await ask();
    equal(response.status, 400);
    deepEqual(await response.json(), { code: 'NoCredentials', message: 'You are not signed in.' });
  });

  const attacks: readonly (readonly [string, () => Promise<Response>])[] = [
    ['without the authorization token', () => fetch(endpoint.url)],
    ['with another authorization token', () => ask({ authorization: 'x'.repeat(43) })],
    [
      'with the authorization token as a bearer token',
      () => ask({ authorization: `Bearer ${endpoint.authorization}` }),
    ],
    ['of a web page', () => ask({ origin: 'https://evil.example' })],
    ['of a web page that loads it as an image', () => ask({ 'sec-fetch-site': 'cross-site' })],
    ['of a link', () => ask({ referer: 'https://evil.example/' })],
    ['with POST', () => ask({}, { method: 'POST' })],
    ['with PUT', () => ask({}, { method: 'PUT' })],
    ['with OPTIONS', () => ask({}, { method: 'OPTIONS' })],
    [
      'for another path',
      () => fetch(`${endpoint.url}keys`, { headers: { authorization: endpoint.authorization } }),
    ],
    [
      'with a query',
      () => fetch(`${endpoint.url}?x`, { headers: { authorization: endpoint.authorization } }),
    ],
  ];
  for (const [what, send] of attacks) {
    it(`refuses a request ${what}`, async () => {
      const response = await send();
      match(String(response.status), /^4/);
      equal(/secret|ASIA/.test(await response.text()), false);
      equal(asked, 0);
    });
  }

  it('refuses a host name that was rebound to this computer', async () => {
    const port = Number(new URL(endpoint.url).port);
    const head = (host: string): string =>
      `GET / HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${endpoint.authorization}\r\nConnection: close\r\n\r\n`;
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '169.254.170.2',
      `127.0.0.1:${port + 1}`,
      '',
    ]) {
      match(await sendRaw(port, head(host)), /^HTTP\/1\.1 4/);
    }
    equal(asked, 0);
    match(await sendRaw(port, head(`127.0.0.1:${port}`)), /^HTTP\/1\.1 200/);
  });

  it('has another authorization token each time, and ends', async () => {
    const other = await startAwsEndpoint({
      keys: () => Promise.resolve(keys),
      explain: () => Promise.resolve(''),
    });
    notEqual(other.authorization, endpoint.authorization);
    await other.close();
    equal(await fetch(other.url).catch(() => 'ended'), 'ended');
  });
});

describe('createAwsEndpoints', () => {
  it('ends the addresses of one profile, or all of them', async () => {
    const endpoints = createAwsEndpoints({
      keys: () => Promise.resolve(keys),
      explain: () => Promise.resolve(''),
    });
    const [dev, other] = [await endpoints.start({ name: 'dev' }), await endpoints.start({ name: 'other' })];
    const status = ({ url, authorization }: AwsEndpoint): Promise<number | string> =>
      fetch(url, { headers: { authorization } }).then(
        (response) => response.status,
        () => 'ended',
      );
    endpoints.stopOf('dev');
    await eventually('the address to end', async () => (await status(dev)) === 'ended' || undefined);
    equal(await status(other), 200);
    endpoints.dispose();
    await eventually('the address to end', async () => (await status(other)) === 'ended' || undefined);
    await other.close();
  });
});
