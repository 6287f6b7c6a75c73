import { deepEqual, equal, match } from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createTransport, type TransportOptions } from '../../../src/client/transport';
import { startProxiedApi } from '../../support/apiProxies';
import { createAuthority, createServerCertificate } from '../../support/certificates';
import { startProxy } from '../../support/proxyServer';

describe('API proxy in the network of a company', () => {
  it('reaches its API through the proxy and with the certificates that the editor uses', async () => {
    const authority = await createAuthority();
    const server = createServer(
      await createServerCertificate(['api.example.com'], authority),
      (request, response) => {
        response.end(request.headers.authorization);
      },
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const company = await startProxy({ 'api.example.com:443': (server.address() as AddressInfo).port });
    const url = 'https://api.example.com/';
    const ask = async (
      certificates: TransportOptions['certificates'],
    ): Promise<readonly [number, string]> => {
      const transport = createTransport({
        useProxy: true,
        proxy: company.origin,
        strictSsl: true,
        certificates,
      });
      const api = await startProxiedApi((_, response) => response.end(), {
        settings: { url },
        context: { upstream: () => Promise.resolve(transport.dispatcher(new URL(url))) },
      });
      const response = await fetch(`${api.proxy.url}/orders`);
      const answer = [response.status, await response.text()] as const;
      await api.stop();
      await transport.close();
      return answer;
    };
    deepEqual(await ask(() => [authority.cert]), [200, 'Bearer secret-token']);
    const [status, text] = await ask(() => []);
    equal(status, 502);
    match(text, /^api\.example\.com could not be reached \(/);
    deepEqual(company.connects, ['api.example.com:443', 'api.example.com:443']);
    await company.stop();
    server.closeAllConnections();
    server.close();
  });
});
