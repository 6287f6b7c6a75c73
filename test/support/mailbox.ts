import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Mailbox {
  /** `GET <address>/next` answers with the next address that the editor opened in the browser, as soon as there is one. */
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
  const server = createServer((_, response) => {
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
