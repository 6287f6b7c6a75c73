import * as v from 'valibot';
import { CognitoError, quoted, type ErrorDetail } from '../../core/errors';
import { member } from '../../core/members';
import { bodyFault, retryAfter } from '../oauth/refusals';
import { peekJson, type Fetch } from '../oauth/tokenRequest';

/** An operation of an AWS API that needs no signature. */
export interface AwsOperation {
  /** The URL of the API. */
  readonly endpoint: string;
  /** The value of `X-Amz-Target`: the name of the service, a dot and the operation. */
  readonly target: string;
  /** The exceptions of the operation that its errors tell apart. */
  readonly exceptions: ReadonlySet<string>;
  /** Makes the error of a refusal. */
  readonly refused: (refusal: AwsRefusal) => CognitoError;
}

/** Why an AWS API refused a request. */
export interface AwsRefusal {
  /** One of the operation's exceptions. */
  readonly type: string;
  /** The text of the service, unchanged. AWS does not document these texts. */
  readonly message: string;
  /** What the error says in any case: host, status, type, description, and when to try again. */
  readonly detail: ErrorDetail;
}

/**
 * Sends one request in AWS JSON 1.1.
 * @throws CognitoError what `refused` makes, response_unexpected, network, timeout
 * Source: Smithy, "AWS JSON 1.1 protocol".
 */
export async function callAws<T>(
  { endpoint, target, exceptions, refused }: AwsOperation,
  parameters: object,
  schema: v.GenericSchema<unknown, T>,
  fetch: Fetch,
): Promise<T> {
  const { host } = new URL(endpoint);
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
    body: JSON.stringify(parameters),
  });
  const { status } = response;
  const body = await peekJson(response);
  if (status === 200) {
    const parsed = v.safeParse(schema, body);
    if (parsed.success) return parsed.output;
    throw new CognitoError('response_unexpected', { host, status, reason: bodyFault(response) });
  }
  const pause = retryAfter(response);
  const type = exceptionOf(response.headers.get('x-amzn-errortype') ?? member(body, '__type'));
  if (type === undefined || !exceptions.has(type)) {
    throw new CognitoError('response_unexpected', { host, status, reason: bodyFault(response), ...pause });
  }
  // Some AWS services write the name of this member in upper case.
  const written = member(body, 'message') ?? member(body, 'Message');
  const message = typeof written === 'string' ? written : '';
  throw refused({ type, message, detail: { host, status, type, description: quoted(message), ...pause } });
}

/** The exception in `x-amzn-errortype` or `__type`: its name can have a namespace before it and an address after it. */
function exceptionOf(written: unknown): string | undefined {
  return typeof written === 'string' ? /^(?:[^#]*#)?(\w+)/.exec(written)?.[1] : undefined;
}
