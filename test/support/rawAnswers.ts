import { request as httpRequest } from 'node:http';
import type { Reachable } from './localPoolRequests';

export interface RawAnswer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** Sends a request whose headers or target `fetch` would refuse. */
export function raw(
  pool: Reachable,
  options: { path: string; method?: string; headers?: Record<string, string> },
): Promise<RawAnswer> {
  const { hostname, port } = new URL(pool.origin);
  return new Promise((resolve, reject) => {
    httpRequest({ hostname, port, agent: false, ...options }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    })
      .on('error', reject)
      .end();
  });
}
