import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Page } from 'playwright-core';

export interface Keyboard {
  /** `POST <address>` fills the workbench's open input box with the body and accepts it. */
  readonly address: string;
  readonly stop: () => void;
}

/** Starts a server by which tests in the editor fill an input box: no API of the editor can do that. */
export async function startKeyboard(
  workbench: () => Promise<Page | undefined> | Page | undefined,
): Promise<Keyboard> {
  const answer = async (body: string): Promise<void> => {
    const page = await workbench();
    if (page === undefined) throw new Error('The workbench is not open yet.');
    const box = page.locator('.quick-input-widget input:visible');
    await box.fill(body);
    await box.press('Enter');
  };
  const server = createServer((request, response) => {
    text(request)
      .then(answer)
      .then(
        () => response.end(),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
