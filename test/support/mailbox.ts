import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Mailbox {
  /**
   * `GET <address>/next` answers with the next address that the editor opened in the browser, as soon as there is one.
   * `POST <address>` adds an address.
   */
  address: string;
  put: (url: string) => void;
  stop: () => void;
}

/** Starts a server that gives the addresses that the editor opens in the browser to the tests in the editor. */
export async function startMailbox(): Promise<Mailbox> {
  const urls: string[] = [];
  const waiting: ServerResponse[] = [];
  const deliver = (): void => {
    while (urls.length > 0 && waiting.length > 0) waiting.shift()?.end(urls.shift());
  };
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      // From the script that replaces the browser.
      void text(request).then((url) => {
        urls.push(url);
        deliver();
        response.end();
      });
      return;
    }
    waiting.push(response);
    response.on('close', () => {
      const place = waiting.indexOf(response);
      if (place >= 0) waiting.splice(place, 1);
    });
    deliver();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    put: (url) => {
      urls.push(url);
      deliver();
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
