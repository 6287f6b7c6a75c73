import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { startTokenServer } from '../../src/handover/terminal/tokenServer';
import { writeWrappers } from '../../src/handover/terminal/wrappers';
import { temporaryFolder } from '../support/processes';
import { bundleTokenProgram, runToEnd, terminalEnvironment } from '../support/tokenProgram';
import { median, timed } from './statistics';
import type { Group } from './table';

const runs = 40;
const single = 3000;
const parallel = { connections: 50, requests: 10_000 } as const;
const streamed = 1024 ** 3;

/** How fast other programs get a token and an answer: outside of the editor, with its modules. */
export async function measureHandover(): Promise<Group> {
  const [program, node] = await measureProgram();
  const proxies = await measureProxies();
  const { ours, bare } = proxies;
  return {
    title: 'Other programs',
    method: [
      `cognito-token: median of ${runs} runs of its sh wrapper that a window answers at once, in turns with node -e 0.`,
      `API proxy: beside a proxy with node:http alone that adds a header and pipes; each in a process of its own, in turns.`,
      `One request: median of ${single}, one after the other on a kept connection. Many: ${parallel.requests} on ${parallel.connections} connections.`,
      'Memory: how far the resident memory of the proxy’s process grows while 1 GB streams through it.',
    ],
    rows: [
      {
        what: 'cognito-token',
        unit: 'ms',
        ours: program,
        beside: { what: 'node -e 0', value: node },
        bar: { text: '150 ms, 3 ×', most: Math.min(150, 3 * node) },
      },
      {
        what: 'one request through an API proxy',
        unit: 'ms',
        ours: ours.one,
        beside: { what: 'bare proxy', value: bare.one },
        bar: { text: '2 ms more', most: bare.one + 2 },
      },
      {
        what: `${parallel.requests} requests through an API proxy`,
        unit: 'ms',
        ours: ours.many,
        beside: { what: 'bare proxy', value: bare.many },
        bar: { text: '1.18 × (85 % of the throughput)', most: bare.many / 0.85 },
      },
      {
        what: 'memory for 1 GB through an API proxy',
        unit: 'MB',
        ours: ours.growth,
        beside: { what: 'bare proxy', value: bare.growth },
        bar: { text: '60 MB', most: 60 },
      },
    ],
  };
}

async function measureProgram(): Promise<readonly [program: number, node: number]> {
  const folder = temporaryFolder('bench-program-');
  await writeWrappers(folder, { executable: process.execPath, program: await bundleTokenProgram() });
  const server = await startTokenServer((_, say) => {
    say({ token: 'a'.repeat(1000), kind: 'access', profile: 'bench', expiresAt: Date.now() + 3_600_000 });
    return Promise.resolve();
  });
  const env = terminalEnvironment(server);
  const program: number[] = [];
  const node: number[] = [];
  for (let run = 0; run < runs; run++) {
    program.push(await timed(() => runToEnd(join(folder, 'cognito-token'), ['--header'], env)));
    node.push(await timed(() => runToEnd(process.execPath, ['-e', '0'], env)));
  }
  server.close();
  return [median(program), median(node)];
}

interface Measured {
  /** Milliseconds. */
  readonly one: number;
  readonly many: number;
  /** Megabytes. */
  readonly growth: number;
}

async function measureProxies(): Promise<Readonly<Record<'ours' | 'bare', Measured>>> {
  const file = await bundleChild();
  const api = await startChild(file, 'api');
  const target = `http://127.0.0.1:${api.port}`;
  const proxies = {
    ours: await startChild(file, 'ours', target),
    bare: await startChild(file, 'bare', target),
  };
  const turns = 6;
  const one = { ours: [] as number[], bare: [] as number[] };
  const many = { ours: [] as number[], bare: [] as number[] };
  for (let turn = 0; turn < turns; turn++) {
    for (const name of ['ours', 'bare'] as const) {
      const { port } = proxies[name];
      // The first turn warms up.
      const times = await oneByOne(port, single / (turns - 1));
      const total = await together(port);
      if (turn === 0) continue;
      one[name].push(...times);
      many[name].push(total);
    }
  }
  const growth = { ours: await growthOf(proxies.ours), bare: await growthOf(proxies.bare) };
  for (const { child } of [api, proxies.ours, proxies.bare]) child.kill();
  const of = (name: 'ours' | 'bare'): Measured => ({
    one: median(one[name]),
    many: median(many[name]),
    growth: growth[name],
  });
  return { ours: of('ours'), bare: of('bare') };
}

interface Child {
  readonly child: ChildProcess;
  readonly port: number;
}

/** Bundles the processes as the extension is bundled. @returns the path of the file */
async function bundleChild(): Promise<string> {
  const outfile = join(temporaryFolder('bench-proxy-'), 'proxyChild.js');
  const entryPoints = [join(__dirname, 'proxyChild.ts')];
  await build({ entryPoints, outfile, bundle: true, minify: true, platform: 'node', format: 'cjs' });
  return outfile;
}

async function startChild(file: string, ...args: readonly string[]): Promise<Child> {
  const child = fork(file, args, { execArgv: [] });
  const [{ port }] = (await once(child, 'message')) as [{ readonly port: number }];
  return { child, port };
}

async function oneByOne(port: number, count: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  while (times.length < count) times.push(await timed(() => ask(port, '/orders', agent)));
  agent.destroy();
  return times;
}

/** Many requests on connections that are open already. @returns their time in milliseconds */
async function together(port: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: parallel.connections });
  const askAll = async (requests: number): Promise<void> => {
    let left = requests;
    const work = async (): Promise<void> => {
      while (left-- > 0) await ask(port, '/orders', agent);
    };
    await Promise.all(Array.from({ length: parallel.connections }, work));
  };
  await askAll(parallel.connections * 10);
  const total = await timed(() => askAll(parallel.requests));
  agent.destroy();
  return total;
}

/** Reads an answer to its end. @param read sees each part */
async function ask(
  port: number,
  path: string,
  agent: Agent,
  read: () => void = () => undefined,
): Promise<void> {
  const [answer] = (await once(get({ host: '127.0.0.1', port, path, agent }), 'response')) as [
    IncomingMessage,
  ];
  answer.on('data', read);
  await once(answer, 'end');
  if (answer.statusCode !== 200) throw new Error(`The proxy answered with ${answer.statusCode ?? 0}.`);
}

/** How far the memory of a proxy grows while a gigabyte streams through it, in megabytes. */
async function growthOf({ child, port }: Child): Promise<number> {
  const rss = async (): Promise<number> => {
    child.send('rss');
    const [{ rss: bytes }] = (await once(child, 'message')) as [{ readonly rss: number }];
    return bytes;
  };
  const before = await rss();
  let highest = before;
  const agent = new Agent();
  const sent = ask(port, `/bytes/${streamed}`, agent).then(() => true);
  const isSent = async (): Promise<boolean> => {
    highest = Math.max(highest, await rss());
    return Promise.race([sent, Promise.resolve(false)]);
  };
  while (!(await isSent()));
  return (highest - before) / 1e6;
}
