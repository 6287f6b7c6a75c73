import type { ErrorDetail } from '../../core/errors';
import { isLoopback, parseUrl } from '../../core/issuer';
import { ifProfile, text, type Cause, type Problem, type ProblemContext } from '../problem';

/** A connection that could not be made, or broke. */
export function connectionProblem(detail: ErrorDetail, context: ProblemContext): Problem {
  const host = text(detail, 'host');
  const what = ifProfile(
    context,
    (profile) => `${host} could not be reached for ${profile}.`,
    `${host} could not be reached.`,
  );
  const reason = text(detail, 'reason', 'unknown');
  const here = parseUrl(`http://${host}`);
  if (reason === 'ECONNREFUSED' && here && isLoopback(here.hostname)) {
    return { what, ...nothingListens(Number(here.port || 80) === context.localPoolPort) };
  }
  return { what, ...connectionCause(reason) };
}

/** A refused connection on this computer. The network and the proxy are not the cause. */
function nothingListens(isLocalPool: boolean): Cause {
  return isLocalPool
    ? {
        why: 'The local user pool is not running.',
        next: 'Start it, then try again.',
        remedies: ['start_local_pool'],
      }
    : {
        why: 'No server listens there (ECONNREFUSED).',
        next: 'Start the server that the profile names, or correct its address, then try again. Your session is kept.',
        remedies: ['edit_profile', 'show_log'],
      };
}

/** @param reason a code of Node.js or OpenSSL, or PROXY_ and the status of the proxy */
function connectionCause(reason: string): Cause {
  const remedies = ['open_proxy_settings', 'show_log'] as const;
  if (reason === 'ENOTFOUND' || reason === 'EAI_AGAIN') {
    return {
      why: 'The host name could not be resolved. It may have a typo, or you may be offline.',
      next: 'Check the host name and your network, and try again. Your session is kept.',
      remedies,
    };
  }
  if (reason === 'PROXY_407') {
    return {
      why: 'The proxy requires a user name and a password.',
      next: 'Set http.proxyAuthorization, then try again.',
      remedies,
    };
  }
  if (reason === 'PROXY_ADDRESS') {
    return {
      why: 'The address of the proxy is not valid. It must look like http://proxy.example.com:8080.',
      next: 'Correct http.proxy, or the environment variable HTTPS_PROXY, then try again.',
      remedies,
    };
  }
  if (reason.startsWith('PROXY_')) {
    return {
      why: `The proxy refused the connection (status ${reason.slice(6)}).`,
      next: 'Check http.proxy, then try again.',
      remedies,
    };
  }
  if (reason === 'CERT_HAS_EXPIRED' || reason === 'CERT_NOT_YET_VALID') {
    return {
      why: `Its certificate has expired or is not valid yet (${reason}), or this computer’s clock is wrong.`,
      next: 'Check the clock. If it is right, ask the operator of the host to renew the certificate.',
      remedies: ['show_log'],
    };
  }
  if (reason === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return {
      why: `Its certificate is for another host name (${reason}). The host may have a typo, its custom domain may not be set up, or a proxy may intercept the connection.`,
      next: 'Check the host in the profile, then the custom domain in the AWS console.',
      remedies: ['edit_profile', 'open_settings', 'show_log'],
    };
  }
  if (/^(?:ERR_SSL_|EPROTO)/.test(reason)) {
    return {
      why: `The TLS handshake failed (${reason}). The server may not speak HTTPS, or a proxy intercepts the connection.`,
      next: 'Check the address in the profile and your proxy, then try again. Your session is kept.',
      remedies,
    };
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_|TLS|SSL/.test(reason)) {
    return {
      why: `Its certificate is not trusted on this computer (${reason}). A company proxy often signs with its own certificate authority.`,
      next: 'Start the editor with NODE_EXTRA_CA_CERTS set to the file of that certificate authority.',
      remedies,
    };
  }
  return {
    why: `The connection failed (${reason}).`,
    next: 'Check your network and try again. Your session is kept.',
    remedies,
  };
}
