import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Mailbox {
  /**
   * `GET <address>/next` answers with the next address that the editor opened in the browser, as soon as there is one.
   * `POST <address>` puts one in.
   */
  address: string;
  put: (url: string) => void;
  stop: () => void;
}

/** Hands the addresses that the editor opens in the browser to the tests that run inside the editor. */
export async function startMailbox(): Promise<Mailbox> {
  const letters: string[] = [];
  const waiting: ServerResponse[] = [];
  const deliver = (): void => {
    while (letters.length > 0 && waiting.length > 0) waiting.shift()?.end(letters.shift());
  };
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      // From a program that stands in for the browser.
      void text(request).then((url) => {
        letters.push(url);
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
      letters.push(url);
      deliver();
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
