import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { request as playwright } from 'playwright-core';
import { fetch, request } from 'undici';
import { root } from './packaging';
import { installPinned } from './pinnedPackages';
import { temporaryFolder } from './processes';
import { runToEnd } from './tokenProgram';

/** How a client has ended. */
export interface ClientRun {
  /** Whether the client itself says that each of its requests was accepted. */
  readonly succeeded: boolean;
  /** What it printed, with single spaces: newman breaks lines. */
  readonly output: string;
}

/** A program or library that calls an API, and knows nothing but the URL of the API. */
export interface ApiClient {
  readonly name: string;
  /** Asks for the orders, and places one. */
  readonly run: (baseUrl: string) => Promise<ClientRun>;
}

/** How many requests a run of a client has. */
export const requestsOfRun = 2;

const source = join(root, 'test/clients');
const order = '{ "item": "tea" }';

/** Downloads httpYac, Bruno, newman and the libraries of test/clients the first time: 500 MB. @returns their folder */
export function installApiClients(): Promise<string> {
  return installPinned({ source, title: 'API clients and sign-in libraries', folderName: 'clients' });
}

/** @param folder hands in the folder of the installed clients */
export function apiClients(folder: () => string): readonly ApiClient[] {
  const home = temporaryFolder('api-clients-');
  // Without the rest of the environment: it may name a proxy for all requests, and where to write the coverage of the tests.
  const env = { PATH: process.env.PATH, HOME: home };
  const program = async (file: string, args: readonly string[], cwd = source): Promise<ClientRun> => {
    const { stdout, stderr, code } = await runToEnd(file, args, env, cwd);
    return { succeeded: code === 0, output: `${stdout}\n${stderr}`.replaceAll(/\s+/g, ' ') };
  };
  const script = (path: string, args: readonly string[], cwd?: string): Promise<ClientRun> =>
    program(process.execPath, [join(folder(), 'node_modules', path), ...args], cwd);

  const packaged: readonly ApiClient[] = [
    {
      name: 'httpYac',
      run: (baseUrl) =>
        script('httpyac/bin/httpyac.js', ['send', 'orders.http', '--all', '--var', `baseUrl=${baseUrl}`]),
    },
    {
      name: 'Bruno',
      run: (baseUrl) => {
        const args = ['run', '--env', 'proxy', '--env-var', `baseUrl=${baseUrl}`];
        return script('@usebruno/cli/bin/bru.js', args, join(source, 'bruno'));
      },
    },
    {
      name: 'newman',
      run: (baseUrl) =>
        script('newman/bin/newman.js', ['run', 'postman.json', '--env-var', `baseUrl=${baseUrl}`]),
    },
  ];
  const curl: ApiClient = {
    name: 'curl',
    run: (baseUrl) => {
      const url = `${baseUrl}/orders`;
      const flags = ['--silent', '--show-error', '--fail-with-body'];
      return program('curl', [...flags, url, '--next', ...flags, '--data', order, url]);
    },
  };
  const libraries: readonly ApiClient[] = [
    {
      name: 'undici’s fetch',
      run: (baseUrl) =>
        twice(async (options) => {
          const response = await fetch(`${baseUrl}/orders`, options);
          return { status: response.status, text: await response.text() };
        }),
    },
    {
      name: 'Playwright',
      run: async (baseURL) => {
        const context = await playwright.newContext({ baseURL });
        const run = await twice(async ({ method, body }) => {
          const response = await context.fetch('/orders', { method, ...(body && { data: body }) });
          return { status: response.status(), text: await response.text() };
        });
        await context.dispose();
        return run;
      },
    },
    {
      name: 'undici’s request',
      run: (baseUrl) =>
        twice(async (options) => {
          const { statusCode, body } = await request(`${baseUrl}/orders`, options);
          return { status: statusCode, text: await body.text() };
        }),
    },
  ];
  return [...packaged, ...(hasCurl() ? [curl] : []), ...libraries];
}

interface Options {
  readonly method: 'GET' | 'POST';
  readonly body?: string;
}

async function twice(
  send: (options: Options) => Promise<{ readonly status: number; readonly text: string }>,
): Promise<ClientRun> {
  const answers = [await send({ method: 'GET' }), await send({ method: 'POST', body: order })];
  return {
    succeeded: answers.every(({ status }) => status === 200),
    output: answers.map(({ text }) => text).join('\n'),
  };
}

/** curl is part of most systems and in no package, so a computer without it tests the other clients. */
function hasCurl(): boolean {
  return spawnSync('curl', ['--version']).status === 0;
}
