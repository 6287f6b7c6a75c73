import { createServer } from 'node:http';
import { listenOnLoopback } from './apiProxies';

/** A service of AWS that tells who calls it, as STS does. It does not check signatures. */
export interface AwsService {
  readonly url: string;
  /** The access keys of the calls, in their order. */
  readonly keys: readonly string[];
  /** The keys of calls that were refused, because their credentials had expired. */
  readonly refused: readonly string[];
  readonly hasExpired: (key: string) => boolean;
  readonly stop: () => void;
}

/** The account of the fake credentials. */
const account = '123456789012';

/** @param lifetime how long credentials can be used after their first call, in milliseconds */
export async function startAwsService(lifetime: number): Promise<AwsService> {
  const firstSeen = new Map<string, number>();
  const keys: string[] = [];
  const refused: string[] = [];
  const hasExpired = (key: string): boolean => Date.now() - (firstSeen.get(key) ?? Infinity) > lifetime;
  const server = createServer((request, response) => {
    const key = /Credential=(\w+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const isComplete = key.startsWith('ASIA') && request.headers['x-amz-security-token'] !== undefined;
    if (!firstSeen.has(key)) firstSeen.set(key, Date.now());
    keys.push(key);
    if (isComplete && !hasExpired(key)) {
      response.writeHead(200, { 'content-type': 'text/xml' }).end(identity);
    } else {
      refused.push(key);
      response.writeHead(403, { 'content-type': 'text/xml' }).end(expired);
    }
  });
  return {
    url: await listenOnLoopback(server),
    keys,
    refused,
    hasExpired,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:sts::${account}:assumed-role/user/CognitoIdentityCredentials</Arn><UserId>AROA:user</UserId><Account>${account}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
const expired = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>The security token included in the request is expired</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
