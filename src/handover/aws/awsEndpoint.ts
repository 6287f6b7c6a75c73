import * as l10n from '@vscode/l10n';
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { listen } from '../../loopback/listen';
import { isSameSecret } from '../../loopback/sameSecret';
import { guardSender, loopbackHosts } from '../proxy/guard';
import { isSameUser } from '../proxy/peer';
import type { AwsEndpoint, AwsKeys } from '../terminal/protocol';

/** An address that gives AWS credentials to one program, and to those that it starts. */
export interface RunningAwsEndpoint extends AwsEndpoint {
  readonly close: () => Promise<void>;
}

export interface AwsEndpointContext {
  /** @throws CognitoError as AwsCredentialsCache.get */
  readonly keys: () => Promise<AwsKeys>;
  /** What happened and what to do, in one line. */
  readonly explain: (error: unknown) => Promise<string>;
}

/** In bytes. */
const longestHead = 16 * 1024;

/**
 * Starts an endpoint of the container credential provider on 127.0.0.1. SDKs of AWS ask it again before the credentials expire.
 * @throws Error of the system, when no port is free
 * Source: AWS SDKs and Tools Reference Guide, "Container credential provider".
 */
export async function startAwsEndpoint(context: AwsEndpointContext): Promise<RunningAwsEndpoint> {
  const authorization = randomBytes(32).toString('base64url');
  let port = 0;
  const makeServer = (): Server => {
    const server = createServer({ maxHeaderSize: longestHead, insecureHTTPParser: false });
    const peers = new WeakMap<Socket, Promise<boolean>>();
    server.on('connection', (socket: Socket) => {
      peers.set(socket, isSameUser(socket));
    });
    server.on('request', (request, response) => {
      const isOwnUser = peers.get(request.socket) ?? Promise.resolve(false);
      answer(request, response, { authorization, isOwnUser, hosts: loopbackHosts(port) }, context).catch(() =>
        response.destroy(),
      );
    });
    return server;
  };
  const listening = await listen(['127.0.0.1'], port, makeServer);
  ({ port } = listening);
  // Versions of the SDKs that take no other loopback name take this one.
  return { url: `http://127.0.0.1:${port}/`, authorization, close: () => listening.close() };
}

interface Expected {
  readonly authorization: string;
  readonly isOwnUser: Promise<boolean>;
  readonly hosts: readonly string[];
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { authorization, isOwnUser, hosts }: Expected,
  { keys, explain }: AwsEndpointContext,
): Promise<void> {
  const { method = '', url: target = '', headersDistinct: headers } = request;
  const refused = guardSender({ method, target, headers }, { hosts, origins: [] });
  if (refused !== undefined || !(await isOwnUser) || method !== 'GET' || target !== '/') {
    refuse(
      response,
      refused?.status ?? 403,
      'Refused',
      refused?.text ?? l10n.t('This address is not for you.'),
    );
    return;
  }
  if (!isSameSecret(headers.authorization?.join() ?? '', authorization)) {
    refuse(
      response,
      401,
      'Unauthorized',
      l10n.t('The request lacks the value of AWS_CONTAINER_AUTHORIZATION_TOKEN.'),
    );
    return;
  }
  try {
    const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = await keys();
    respond(response, 200, {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      Token: sessionToken,
      Expiration: new Date(expiresAt).toISOString(),
    });
  } catch (error) {
    refuse(response, 400, 'NoCredentials', await explain(error));
  }
}

/** SDKs show the code and the message of a refusal. */
function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  respond(response, status, { code, message });
}

function respond(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(JSON.stringify(body));
}
