import { deepEqual, equal, match } from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CompactSign, exportSPKI, generateKeyPair, type CryptoKey } from 'jose';
import { checkLoadBalancerSignature } from '../../../../src/client/verification/loadBalancer';
import { claimsWithClient, loadBalancerKey } from '../../../../src/core/loadBalancer';
import { clientId, issuer } from '../../../support/tokens';

const kid = '7c0d1111-2222-4333-8444-555566667777';
const signer = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/0123456789abcdef';
const header = { typ: 'JWT', kid, alg: 'ES256', iss: issuer, client: clientId, signer, exp: 1_900_000_000 };

async function withServer(answer: RequestListener, use: (origin: string) => Promise<void>): Promise<void> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

describe('loadBalancerKey', () => {
  it('returns the address of the key in the Region of the load balancer', () => {
    equal(loadBalancerKey(header), `https://public-keys.auth.elb.eu-west-1.amazonaws.com/${kid}`);
    const gov = signer.replace('arn:aws:', 'arn:aws-us-gov:').replace('eu-west-1', 'us-gov-west-1');
    equal(
      loadBalancerKey({ ...header, signer: gov }),
      `https://s3-us-gov-west-1.amazonaws.com/aws-elb-public-keys-prod-us-gov-west-1/${kid}`,
    );
  });

  it('returns undefined for another signer, and for a key id that is not one path segment', () => {
    for (const other of [
      { kid, alg: 'RS256' },
      { ...header, signer: 'arn:aws:lambda:eu-west-1:123456789012:function:x' },
      { ...header, signer: signer.replace('eu-west-1', 'evil.example/x-1') },
      { ...header, kid: '../../other' },
      { ...header, kid: undefined },
    ]) {
      equal(loadBalancerKey(other), undefined);
    }
  });
});

describe('claimsWithClient', () => {
  it('takes the app client from the header of a load balancer’s token only', () => {
    deepEqual(claimsWithClient(header, { sub: 'u' }), { client_id: clientId, sub: 'u' });
    deepEqual(claimsWithClient({ alg: 'RS256', client: 'x' }, { sub: 'u' }), { sub: 'u' });
  });
});

describe('checkLoadBalancerSignature', () => {
  it('passes for a token with padding, and fails for a changed one', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const pem = await exportSPKI(publicKey);
    const pad = (part: string): string => part.padEnd(Math.ceil(part.length / 4) * 4, '=');
    // The balancer signs the padded parts, so the library's own encoding does not fit.
    const signed = await signPadded(privateKey, [header, { sub: 'u', email: 'jane@example.com' }], pad);
    await withServer(
      (_request, response) => response.end(pem),
      async (origin) => {
        const check = (token: string): ReturnType<typeof checkLoadBalancerSignature> =>
          checkLoadBalancerSignature(token, `${origin}/${kid}`, fetch);
        equal((await check(signed)).status, 'passed');
        const unpadded = await new CompactSign(Buffer.from('{"sub":"u"}'))
          .setProtectedHeader(header)
          .sign(privateKey);
        equal((await check(unpadded)).status, 'passed');
        const [first = '', , last = ''] = signed.split('.');
        const changed = [first, Buffer.from('{"sub":"root"}').toString('base64url'), last].join('.');
        equal((await check(changed)).status, 'failed');
      },
    );
  });

  it('is not checked when the key cannot be read', async () => {
    await withServer(
      (_request, response) => response.writeHead(404).end(),
      async (origin) => {
        const result = await checkLoadBalancerSignature('a.b.c', `${origin}/${kid}`, fetch);
        equal(result.status, 'unknown');
        match(result.reason, /answered with status 404/);
      },
    );
  });
});

async function signPadded(
  key: CryptoKey,
  parts: readonly [object, object],
  pad: (part: string) => string,
): Promise<string> {
  const text = parts.map((part) => pad(Buffer.from(JSON.stringify(part)).toString('base64url'))).join('.');
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, Buffer.from(text));
  return `${text}.${pad(Buffer.from(signature).toString('base64url'))}`;
}
