import * as l10n from '@vscode/l10n';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tokenTitles } from '../freshToken';
import type { ApiProxySettings } from './apiProxySettings';
import type { OwnAnswer } from './guard';

/**
 * What an MCP client gets instead of an answer of its server.
 * @returns undefined for an answer that it gets as it is
 */
export function replacementFor(
  { name, profile, token, url }: ApiProxySettings,
  status: number,
  location = '',
): OwnAnswer | undefined {
  if (status === 401 || status === 403) {
    return {
      status: 502,
      text: l10n.t`The MCP server “${name}” refused the ${tokenTitles[token]} of “${profile}” with status ${status}. Run Cognito: Check MCP Server… in the editor to see why.`,
    };
  }
  if (status < 300 || status > 399) return undefined;
  const target = URL.canParse(location, url) ? new URL(location, url) : undefined;
  const place = target === undefined ? l10n.t('nowhere') : target.origin + target.pathname;
  return {
    status: 502,
    text: l10n.t`The MCP server “${name}” redirects to ${place} (status ${status}). Redirects are not followed, because the token could go elsewhere. If this is the right address, correct url of the entry in cognito.mcpServers.`,
  };
}

/** Whether an answer says that the token is not valid. Source: RFC 6750 section 3.1. */
export function refusesToken(status: number, headers: IncomingMessage['headers']): boolean {
  return status === 401 && /\binvalid_token\b/.test(headers['www-authenticate'] ?? '');
}

/** What a client gets when the API sent no usable answer. */
export function unreachable(host: string, error: Error): OwnAnswer {
  const code = 'code' in error ? String(error.code) : '';
  if (/TIMEOUT/.test(code)) return { status: 504, text: l10n.t`${host} took too long to answer (${code}).` };
  const isConnected = !/^(?:E[A-Z]|CERT_|DEPTH_|SELF_|UNABLE_)/.test(code);
  return {
    status: 502,
    text: isConnected
      ? l10n.t`${host} sent no usable answer.`
      : l10n.t`${host} could not be reached (${code}).`,
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
