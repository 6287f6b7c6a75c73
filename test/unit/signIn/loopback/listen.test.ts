import { equal } from 'node:assert/strict';
import { createServer, Server } from 'node:http';
import { errorCode, listen } from '../../../../src/loopback/listen';

/** A server whose port another program has, or the system itself. */
class TakenServer extends Server {
  readonly #code: string;

  constructor(code: string) {
    super();
    this.#code = code;
  }

  override listen(): this {
    process.nextTick(() => this.emit('error', Object.assign(new Error('taken'), { code: this.#code })));
    return this;
  }
}

describe('listen on two addresses', () => {
  /** Makes servers for two addresses. The port of the second is taken in the first `taken` attempts. */
  const servers = (
    taken: number,
    code = 'EADDRINUSE',
  ): { readonly create: () => Server; readonly made: () => number } => {
    let made = 0;
    return {
      made: () => made,
      create: () => {
        made += 1;
        return made % 2 === 0 && made / 2 <= taken ? new TakenServer(code) : createServer();
      },
    };
  };
  const addresses = ['127.0.0.1', '127.0.0.2'];

  // EACCES: Windows reserves ranges of ports for each kind of address.
  for (const taken of ['EADDRINUSE', 'EACCES']) {
    it(`tries another free port when the port is taken on the second address with ${taken}`, async () => {
      const { create, made } = servers(9, taken);
      const listening = await listen(addresses, 0, create);
      equal(made(), 20);
      await listening.close();
    });
  }

  it('gives up after ten attempts', async () => {
    const { create, made } = servers(10);
    const code = await listen(addresses, 0, create).catch(errorCode);
    equal(code, 'EADDRINUSE');
    equal(made(), 20);
  });

  it('tries a given port once', async () => {
    const { create, made } = servers(10);
    const free = await listen(['127.0.0.1'], 0, createServer);
    await free.close();
    equal(await listen(addresses, free.port, create).catch(errorCode), 'EADDRINUSE');
    equal(made(), 2);
  });
});

describe('errorCode', () => {
  it('is unknown for an error without a code', () => {
    equal(errorCode(new Error('a')), 'unknown');
    equal(errorCode('EADDRINUSE'), 'unknown');
  });
});
