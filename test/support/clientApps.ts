import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build, type BuildOptions } from 'esbuild';
import { root } from './packaging';

/** An app in a page, with one library of the user's. */
export interface PageApp {
  /** The address of the page, which is the callback URL and the sign-out URL, too. */
  readonly url: string;
  /** Gives the page its settings, which are known when the pool runs. */
  readonly configure: (config: object) => void;
  readonly stop: () => Promise<void>;
}

/** Serves a page of test/clients/pages. @param clients the folder of the installed clients */
export async function servePage(clients: string, name: string): Promise<PageApp> {
  const script = await bundle(clients, `pages/${name}.js`, { platform: 'browser', format: 'esm' });
  let config: object = {};
  const server = createServer((request, response) => {
    const isScript = request.url === '/script.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(isScript ? script : html(name, config));
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    configure: (settings) => {
      config = settings;
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function html(title: string, config: object): string {
  return `<!doctype html>
<html lang="en">
<title>${title}</title>
<style>body { font: 16px sans-serif; margin: 2em } button { margin: 0 0.5em 1em 0 }</style>
<nav></nav>
<output></output>
<script>globalThis.config = ${JSON.stringify(config)};</script>
<script type="module" src="/script.js"></script>`;
}

/** A program of test/clients/servers, which exchanges lines of JSON with the test. */
export interface ServerApp {
  readonly send: (message: object) => void;
  /** The next line. */
  readonly receive: () => Promise<Readonly<Record<string, unknown>>>;
  readonly stop: () => Promise<void>;
}

/** Starts a program of test/clients/servers. @param certificateFile what the program trusts */
export async function startServerApp(
  clients: string,
  name: string,
  certificateFile: string,
): Promise<ServerApp> {
  const outfile = join(root, `out/clients/${name}.js`);
  await bundle(clients, `servers/${name}.js`, { platform: 'node', format: 'cjs', outfile, write: true });
  const env = { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: certificateFile };
  const child = spawn(process.execPath, [outfile], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    send: (message) => child.stdin.write(`${JSON.stringify(message)}\n`),
    receive: async () => {
      const next = await lines.next();
      if (next.done === true) throw new Error(`${name} has ended.`);
      return JSON.parse(next.value) as Readonly<Record<string, unknown>>;
    },
    stop: () => end(child),
  };
}

/** Ends a process, and waits for its end. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill();
  await closed;
}

async function bundle(clients: string, entry: string, options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'test/clients', entry)],
    // The libraries are not packages of the project.
    nodePaths: [join(clients, 'node_modules')],
    bundle: true,
    write: false,
    target: 'es2022',
    logLevel: 'error',
    ...options,
  });
  return outputFiles?.[0]?.text ?? '';
}
