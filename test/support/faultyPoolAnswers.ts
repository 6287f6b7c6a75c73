import { gzipSync } from 'node:zlib';
import { send } from './faultyPool';
import type { Answer, Fault } from './faultyPool';

type Json = Readonly<Record<string, unknown>>;

/** A JSON answer; without `body` an empty one of no type. */
export function respond(status: number, body?: unknown, headers: Answer['headers'] = {}): Fault {
  const type: Answer['headers'] = body === undefined ? {} : { 'content-type': 'application/json' };
  return ({ response }) => {
    const bytes = Buffer.from(body === undefined ? '' : JSON.stringify(body));
    send(response, { status, headers: { ...type, ...headers }, body: bytes });
  };
}

/** What a firewall or a captive portal answers. */
export function html(status = 200): Fault {
  return ({ response }) => {
    const body = Buffer.from('<!doctype html><title>Blocked</title><p>Ask your administrator.');
    send(response, { status, headers: { 'content-type': 'text/html;charset=UTF-8' }, body });
  };
}

/** Text that calls itself JSON. */
export function notJson(text: string): Fault {
  return ({ response }) => {
    send(response, {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(text),
    });
  };
}

/** The real answer's first half, then the connection breaks. */
export const truncated: Fault = async ({ response, pass }) => {
  const { status, headers, body } = await pass();
  response.writeHead(status, { ...(headers as Record<string, string>), 'content-length': body.length });
  response.write(body.subarray(0, body.length / 2), () => response.destroy());
};

/** Takes the request and never answers. */
export const silent: Fault = () => undefined;

/** Sends the headers and never the body. */
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

/** A small answer that unpacks to so many bytes. */
export function gzipBomb(bytes: number): Fault {
  // Packed at once: while an answer is awaited, this would count against its time-out.
  const body = gzipSync(Buffer.alloc(bytes, ' '));
  return ({ response }) => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    send(response, { status: 200, headers, body });
  };
}

/** Answers as the pool does once `signal` has been given. */
export function held(signal: Promise<unknown>): Fault {
  return async ({ response, pass }) => {
    const answer = await pass();
    await signal;
    send(response, answer);
  };
}

/** Answers as the pool does, and says that it has been asked. */
export function announced(asked: () => void): Fault {
  return async ({ response, pass }) => {
    asked();
    send(response, await pass());
  };
}

/** The real answer with some of its JSON changed. */
export function rewrite(change: (answer: Json) => Json | Promise<Json>): Fault {
  return async ({ response, pass }) => {
    const answer = await pass();
    const changed = await change(JSON.parse(answer.body.toString('utf8')) as Json);
    send(response, { ...answer, body: Buffer.from(JSON.stringify(changed)) });
  };
}
