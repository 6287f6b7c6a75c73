// A web server with Auth.js, the library behind next-auth, which signs in with the client secret.
import { createServer } from 'node:http';
import { Auth } from '@auth/core';
import Cognito from '@auth/core/providers/cognito';
import { receive, send } from './lines.js';

async function main() {
  let config;
  const server = createServer((message, response) => {
    answer(message, config).then(
      async (reply) => {
        response.writeHead(reply.status, [...reply.headers].flat());
        response.end(await reply.text());
      },
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  server.listen(0, 'localhost', () => send({ port: server.address().port }));
  const { issuer, clientId, clientSecret } = await receive();
  config = {
    basePath: '/auth',
    trustHost: true,
    secret: 'only for this test',
    providers: [Cognito({ issuer, clientId, clientSecret, checks: ['pkce', 'state', 'nonce'] })],
    logger: {
      error: (error) => send({ error: String(error), cause: String(error.cause?.err ?? error.cause) }),
    },
  };
  send({ ready: true });
}

/** Answers a request of Node.js with the library, which takes and returns those of the web. */
async function answer(message, config) {
  const url = new URL(message.url, `http://${message.headers.host}`);
  if (!url.pathname.startsWith('/auth/')) return Response.redirect(new URL('/auth/session', url), 303);
  const chunks = [];
  for await (const chunk of message) chunks.push(chunk);
  const body = message.method === 'POST' ? Buffer.concat(chunks) : undefined;
  return Auth(new Request(url, { method: message.method, headers: message.headers, body }), config);
}

main();
