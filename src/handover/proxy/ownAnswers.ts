import type { IncomingMessage, ServerResponse } from 'node:http';
import { tokenTitles } from '../freshToken';
import type { ApiProxySettings } from './apiProxySettings';
import type { OwnAnswer } from './guard';

/** What a client gets instead of an answer that refuses the token. */
export function hiddenRefusal({ name, profile, token }: ApiProxySettings, status = 401): OwnAnswer {
  return {
    status: 502,
    text: `The MCP server “${name}” refused the ${tokenTitles[token]} of “${profile}” with status ${status}. Run Cognito: Check MCP Server… in the editor to see why.`,
  };
}

/** Whether an answer says that the token is not valid. Source: RFC 6750 section 3.1. */
export function refusesToken(status: number, headers: IncomingMessage['headers']): boolean {
  return status === 401 && /\binvalid_token\b/.test(headers['www-authenticate'] ?? '');
}

/** What a client gets when the API sent no usable answer. */
export function unreachable(host: string, error: Error): OwnAnswer {
  const code = 'code' in error ? String(error.code) : '';
  if (/TIMEOUT/.test(code)) return { status: 504, text: `${host} took too long to answer (${code}).` };
  const isConnected = !/^(?:E[A-Z]|CERT_|DEPTH_|SELF_|UNABLE_)/.test(code);
  return {
    status: 502,
    text: isConnected ? `${host} sent no usable answer.` : `${host} could not be reached (${code}).`,
  };
}

/** Answers for the API. The connection ends, because the body of a refused request is not read. */
export function answerItself(
  response: ServerResponse,
  { status, text }: OwnAnswer,
  page: string | undefined,
): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    connection: 'close',
    ...(page !== undefined && { 'access-control-allow-origin': page, vary: 'Origin' }),
  });
  response.end(`${text}\n`);
}
