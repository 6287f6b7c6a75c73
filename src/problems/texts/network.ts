import type { ErrorCode, ErrorDetail } from '../../core/errors';
import { isLoopback, parseUrl } from '../../core/issuer';
import { forProfile, text } from '../problem';
import type { Cause, Explain, Problem, ProblemContext } from '../problem';

/** No answer, or one that is of no use. */
export const networkProblems = {
  network: networkProblem,
  timeout: (detail, context) => ({
    what: `${text(detail, 'host')} did not answer in time${forProfile(context)}.`,
    why: 'No complete answer came within 15 seconds.',
    next: 'Check your network or proxy and try again. Your session is kept.',
    remedies: ['open_proxy_settings', 'show_log'],
  }),
  response_unexpected: (detail, context) =>
    busyProblem(detail, context) ?? {
      what: `${text(detail, 'host')} sent an unexpected response${forProfile(context)}.`,
      why: unexpectedReason(detail),
      next: 'Check that the profile names the right domain. Your session is kept.',
      remedies: ['open_settings', 'show_log'],
    },
  response_too_large: (detail, context) => ({
    what: `${text(detail, 'host')} sent a response${forProfile(context)} that is too large.`,
    why: 'The extension stopped reading after 2 MB, because a token response has only a few kilobytes.',
    next: 'Check that the profile names the right domain.',
    remedies: ['open_settings'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

/** A server that cannot answer now: nothing is wrong with the profile. */
function busyProblem(detail: ErrorDetail, context: ProblemContext): Problem | undefined {
  const busy = detail.status === 429;
  if (!busy && !(typeof detail.status === 'number' && detail.status >= 500)) return undefined;
  const asked = detail.retryAfter;
  return {
    what: `${text(detail, 'host')} cannot respond${forProfile(context)} now.`,
    why: busy
      ? 'The server receives too many requests (status 429).'
      : detail.reason === 'html'
        ? unexpectedReason(detail)
        : `The server failed (status ${text(detail, 'status')}).`,
    next: `Try again ${asked === undefined || asked === 0 ? (busy ? 'in a minute' : 'in a moment') : `in ${seconds(asked)}`}. Your session is kept.`,
    remedies: ['show_log'],
  };
}

function seconds(count: string | number): string {
  return count === 1 ? 'a second' : `${count} seconds`;
}

/** A connection that was never made, or broke. */
function networkProblem(detail: ErrorDetail, context: ProblemContext): Problem {
  const host = text(detail, 'host');
  const reason = text(detail, 'reason', 'unknown');
  const base = {
    what: `${host} could not be reached${forProfile(context)}.`,
    remedies: ['open_proxy_settings', 'show_log'] as const,
  };
  const retry = 'Check your network and try again. Your session is kept.';
  const here = parseUrl(`http://${host}`);
  if (reason === 'ECONNREFUSED' && here && isLoopback(here.hostname)) {
    return { what: base.what, ...nothingListens(Number(here.port || 80) === context.localPoolPort) };
  }
  if (reason === 'ENOTFOUND' || reason === 'EAI_AGAIN') {
    return { ...base, why: 'The host name could not be resolved.', next: retry };
  }
  if (reason === 'PROXY_407') {
    return {
      ...base,
      why: 'The proxy requires a user name and a password (status 407).',
      next: 'Set http.proxyAuthorization, then try again.',
    };
  }
  if (reason === 'PROXY_ADDRESS') {
    return {
      ...base,
      why: 'The proxy address is not valid. A valid one looks like http://proxy.example.com:8080.',
      next: 'Correct http.proxy, or the environment variable HTTPS_PROXY, then try again.',
    };
  }
  if (reason.startsWith('PROXY_')) {
    return {
      ...base,
      why: `The proxy refused the connection (status ${reason.slice(6)}).`,
      next: 'Check http.proxy, then try again.',
    };
  }
  if (reason === 'CERT_HAS_EXPIRED' || reason === 'CERT_NOT_YET_VALID') {
    return {
      ...base,
      why: `The certificate has expired or is not valid yet (${reason}), or this computer’s clock is wrong.`,
      next: 'Check the clock. If it is right, the owner of that host has to renew the certificate.',
      remedies: ['show_log'],
    };
  }
  if (reason === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return {
      ...base,
      why: `The certificate is for another host name (${reason}). The host may be misspelled, its custom domain may not be set up, or a proxy may intercept the connection.`,
      next: `Check the spelling of ${host} in the profile, then the custom domain in the AWS console.`,
      remedies: ['edit_profile', 'open_settings', 'show_log'],
    };
  }
  if (/^(?:ERR_SSL_|EPROTO)/.test(reason)) {
    return {
      ...base,
      why: `The TLS handshake failed (${reason}). The server may not speak HTTPS, or a proxy intercepts the connection.`,
      next: 'Check the address in the profile and your proxy, then try again. Your session is kept.',
    };
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_|TLS|SSL/.test(reason)) {
    return {
      ...base,
      why: `This editor does not trust the certificate (${reason}). A company proxy often uses its own certificate authority.`,
      next: 'Start the editor with NODE_EXTRA_CA_CERTS set to the file of that certificate authority.',
    };
  }
  return { ...base, why: `The connection failed (${reason}).`, next: retry };
}

/** A refused connection on this computer, which no network or proxy has a part in. */
function nothingListens(isLocalPool: boolean): Cause {
  return isLocalPool
    ? {
        why: 'The local user pool is not running.',
        next: 'Start the local user pool, then try again.',
        remedies: ['start_local_pool'],
      }
    : {
        why: 'No program listens on that port (ECONNREFUSED).',
        next: 'Start the server that the profile names, or correct its address, then try again. Your session is kept.',
        remedies: ['edit_profile', 'show_log'],
      };
}

/** Why a discovery document is of no use. */
export function discoveryReason(detail: ErrorDetail): string {
  switch (detail.reason) {
    case 'html':
      return 'It answered with a web page. The sign-in domain does that, because the discovery document is at the issuer.';
    case 'other_issuer':
      return `It describes another issuer: ${text(detail, 'found', 'none')}.`;
    case 'other_host':
      return `Its ${text(detail, 'field')} is on another host than its other endpoints, so another server could receive a code or token.`;
    case 'endpoint':
      return `Its ${text(detail, 'field')} is missing or is not an https address.`;
    default:
      return 'Its response is empty or is not JSON.';
  }
}

/** Why an answer of a pool’s domain is of no use. */
function unexpectedReason(detail: ErrorDetail): string {
  const status = text(detail, 'status', '');
  switch (detail.reason) {
    case 'html':
      return `It was a web page${status === '' ? '' : ` with status ${status}`}, not JSON. A proxy or firewall may have answered.`;
    case 'page':
      if (detail.to !== undefined) {
        return `It redirects the sign-in to ${text(detail, 'to')} (status ${status}), which a user pool does not do.`;
      }
      if (status === '200') return 'It showed a page of its own instead of redirecting to a sign-in page.';
      break;
    default:
  }
  if (status === '405') {
    return 'It does not accept this request (status 405), because the address is not Cognito’s token endpoint.';
  }
  if (status.startsWith('3')) {
    return `It redirects the request (status ${status}), and the extension never follows a redirect with tokens.`;
  }
  return status === '' || status === '200'
    ? 'The response is incomplete or is not a valid OAuth 2.0 response.'
    : `Its status was ${status}.`;
}
