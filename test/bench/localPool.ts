import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Agent, request } from 'undici';
import { packageLocalPool } from '../../scripts/localPoolPackage/packageLocalPool';
import { jane, publicClient } from '../support/localClients';
import { temporaryFolder } from '../support/processes';
import { median, timed } from './statistics';
import type { Group } from './table';

const starts = 15;
const signIns = 1000;
const sessions = 10_000;
const requests = 100_000;
const concurrency = 16;
const callback = 'http://localhost:8400/callback';

/** How fast the packaged local user pool starts and answers, and whether its memory grows. */
export async function measureLocalPool(): Promise<Group> {
  const program = await unpack();
  const [started, node] = await measureStarts(program);
  const pool = await start(program);
  const agent = new Agent({ connections: concurrency, pipelining: 1 });
  const client = new SignInClient(pool.origin, agent);
  await client.signIn();
  const discovery = `${pool.issuer}/.well-known/openid-configuration`;
  const plain = await timed(() => together(4 * signIns, () => client.get(discovery)));
  const rate = await timed(() => together(signIns, () => client.signIn()));
  await together(sessions - signIns, () => client.signIn());
  const full = memoryOf(pool.child);
  // The lowest of ten values, because memory is given back only from time to time.
  const lowest = async (): Promise<number> => {
    const values: number[] = [];
    for (let part = 0; part < 10; part++) {
      await together(requests / 20, () => client.get(discovery));
      values.push(memoryOf(pool.child));
    }
    return Math.min(...values);
  };
  const early = await lowest();
  const late = await lowest();
  await agent.close();
  pool.child.kill('SIGTERM');
  return {
    title: 'Local user pool without an editor',
    method: [
      `Start: median of ${starts} runs, from the start of the process to its line, in turns with node -e 0.`,
      `Sign-ins: ${signIns} whole ones of four requests, ${concurrency} at a time, beside as many requests for the discovery document.`,
      `Memory: resident memory of its process with ${sessions} sessions, and by how much its lowest value grows from the first to the second half of ${requests} further requests.`,
    ],
    rows: [
      {
        what: 'start',
        unit: 'ms',
        ours: started,
        beside: { what: 'node -e 0', value: node },
        bar: { text: '300 ms', most: 300 },
      },
      {
        what: `${signIns} sign-ins`,
        unit: 'ms',
        ours: rate,
        beside: { what: `${4 * signIns} plain requests`, value: plain },
        bar: { text: '200 a second', most: (signIns / 200) * 1000 },
      },
      {
        what: `memory with ${sessions} sessions`,
        unit: 'MB',
        ours: full,
        bar: { text: '150 MB', most: 150 },
      },
      {
        what: `growth in ${requests} requests`,
        unit: 'MB',
        ours: late - early,
        bar: { text: '10 MB', most: 10 },
      },
    ],
  };
}

/** @returns the path of the program of the package */
async function unpack(): Promise<string> {
  const file = await packageLocalPool();
  const folder = temporaryFolder('bench-pool-');
  execFileSync('tar', ['xzf', file, '-C', folder]);
  await rm(file);
  return join(folder, 'package/cognito-local-user-pool.js');
}

interface Running {
  readonly child: ChildProcess;
  readonly issuer: string;
  readonly origin: string;
}

async function start(program: string): Promise<Running> {
  const child = spawn(process.execPath, [program, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { issuer } = JSON.parse(line) as { readonly issuer: string };
  return { child, issuer, origin: new URL(issuer).origin };
}

async function measureStarts(program: string): Promise<readonly [program: number, node: number]> {
  const ours: number[] = [];
  const node: number[] = [];
  for (let run = 0; run < starts; run++) {
    ours.push(
      await timed(async () => {
        (await start(program)).child.kill('SIGTERM');
      }),
    );
    node.push(await timed(() => once(spawn(process.execPath, ['-e', '0']), 'close')));
  }
  return [median(ours), median(node)];
}

/** Runs an action so many times, a fixed number of them at a time. */
async function together(times: number, action: () => Promise<unknown>): Promise<void> {
  let left = times;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await action();
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

/** The resident memory of a process, in megabytes. Source: Linux, proc(5), VmRSS. */
function memoryOf({ pid }: ChildProcess): number {
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

/** A browser and an app without a page: signs in with the requests of both. */
class SignInClient {
  constructor(
    private readonly origin: string,
    private readonly dispatcher: Agent,
  ) {}

  async get(url: string): Promise<string> {
    const { body } = await request(url, { dispatcher: this.dispatcher });
    return body.text();
  }

  async signIn(): Promise<void> {
    const { dispatcher, origin } = this;
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: publicClient,
      redirect_uri: callback,
      state: 'st4te',
      scope: 'openid email',
    });
    const authorize = await request(`${origin}/oauth2/authorize?${query.toString()}`, { dispatcher });
    await authorize.body.dump();
    const page = await request(`${origin}${pathOf(authorize.headers.location)}`, { dispatcher });
    const [, csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(await page.body.text()) ?? [];
    const login = await request(`${origin}${pathOf(authorize.headers.location)}`, {
      dispatcher,
      method: 'POST',
      headers: {
        cookie: [page.headers['set-cookie'] ?? []]
          .flat()
          .map((line) => line.split(';', 1)[0])
          .join('; '),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ ...jane, _csrf: csrf }).toString(),
    });
    await login.body.dump();
    const code = new URL(String(login.headers.location)).searchParams.get('code') ?? '';
    const token = await request(`${origin}/oauth2/token`, {
      dispatcher,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: publicClient,
        redirect_uri: callback,
        code,
      }).toString(),
    });
    await token.body.dump();
    if (token.statusCode !== 200) throw new Error(`The sign-in ended with status ${token.statusCode}.`);
  }
}

function pathOf(location: string | string[] | undefined): string {
  const { pathname, search } = new URL(String(location), 'http://127.0.0.1');
  return pathname + search;
}
