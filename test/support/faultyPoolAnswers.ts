import { gzipSync } from 'node:zlib';
import { send, type Answer, type Fault } from './faultyPool';

type Json = Readonly<Record<string, unknown>>;

/** A JSON response; without `body` an empty response without a content type. */
export function respond(status: number, body?: unknown, headers: Answer['headers'] = {}): Fault {
  const type: Answer['headers'] = body === undefined ? {} : { 'content-type': 'application/json' };
  return ({ response }) => {
    const bytes = Buffer.from(body === undefined ? '' : JSON.stringify(body));
    send(response, { status, headers: { ...type, ...headers }, body: bytes });
  };
}

/** The HTML page of a firewall or a captive portal. */
export function html(status = 200): Fault {
  return ({ response }) => {
    const body = Buffer.from('<!doctype html><title>Blocked</title><p>Ask your administrator.');
    send(response, { status, headers: { 'content-type': 'text/html;charset=UTF-8' }, body });
  };
}

/** Text with the content type of JSON. */
export function notJson(text: string): Fault {
  return ({ response }) => {
    send(response, {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(text),
    });
  };
}

/** The first half of the real response, after which the connection breaks. */
export const truncated: Fault = async ({ response, pass }) => {
  const { status, headers, body } = await pass();
  response.writeHead(status, { ...(headers as Record<string, string>), 'content-length': body.length });
  response.write(body.subarray(0, body.length / 2), () => response.destroy());
};

/** No response. */
export const silent: Fault = () => undefined;

/** The headers and the first character of the body, and never the rest. */
export const stalled: Fault = ({ response }) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{');
};

export function redirectTo(status: number, location: string): Fault {
  return respond(status, undefined, { location });
}

/** One JSON string of so many bytes. */
export function huge(bytes: number): Fault {
  return respond(200, 'x'.repeat(bytes));
}

/** A small response that decompresses to so many bytes. */
export function gzipBomb(bytes: number): Fault {
  // Compressed before the request, so that the time does not count towards the time-out of the request.
  const body = gzipSync(Buffer.alloc(bytes, ' '));
  return ({ response }) => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    send(response, { status: 200, headers, body });
  };
}

/** The real response, once `signal` has resolved. */
export function held(signal: Promise<unknown>): Fault {
  return async ({ response, pass }) => {
    const answer = await pass();
    await signal;
    send(response, answer);
  };
}

/** The real response. Calls `asked` when the request arrives. */
export function announced(asked: () => void): Fault {
  return async ({ response, pass }) => {
    asked();
    send(response, await pass());
  };
}

/** The real response with changed JSON. */
export function rewrite(change: (answer: Json) => Json | Promise<Json>): Fault {
  return async ({ response, pass }) => {
    const answer = await pass();
    const changed = await change(JSON.parse(answer.body.toString('utf8')) as Json);
    send(response, { ...answer, body: Buffer.from(JSON.stringify(changed)) });
  };
}
