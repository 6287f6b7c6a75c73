import * as l10n from '@vscode/l10n';
import type { ErrorCode } from '../../core/errors';
import { duration } from '../../core/duration';
import { isLoopback, parseUrl } from '../../core/issuer';
import type { Cause, Explain, Facts, Problem, TableCause } from '../problem';

const timeoutAdvice = l10n.t(
  'Check your network, and try again. If your network has a proxy that a script (PAC, WPAD) configures, set http.proxy to the address of the proxy, because scripts are not read. Your session is kept.',
);

/** No response, or one that cannot be used. */
export const networkProblems = {
  network: connectionProblem,
  timeout: ({ host, forProfile }) => ({
    what: l10n.t`${host} did not answer in time${forProfile}.`,
    why: l10n.t('No complete response arrived within 15 seconds.'),
    next: timeoutAdvice,
    remedies: ['open_proxy_settings', 'show_log'],
  }),
  response_unexpected: (facts) =>
    busyProblem(facts) ?? {
      what: l10n.t`${facts.host} sent an unexpected response${facts.forProfile}.`,
      why: unexpectedReason(facts),
      next: l10n.t('Check that the profile names the right domain. Your session is kept.'),
      remedies: ['open_settings', 'show_log'],
    },
  response_too_large: ({ host, forProfile }) => ({
    what: l10n.t`${host} sent a response${forProfile} that is far too large.`,
    why: l10n.t('The response was cut off after 2 MB. A token response has a few kilobytes.'),
    next: l10n.t('Check that the profile names the right domain.'),
    remedies: ['open_settings'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

/** A connection that could not be made, or broke. */
function connectionProblem({ context, host, text, forProfile }: Facts): Problem {
  const what = l10n.t`${host} could not be reached${forProfile}.`;
  const code = text('reason', l10n.t('unknown'));
  const here = parseUrl(`http://${host}`);
  if (code === 'ECONNREFUSED' && here && isLoopback(here.hostname)) {
    // The network and the proxy are not the cause.
    const isLocalPool = Number(here.port || 80) === context.localPoolPort;
    return isLocalPool
      ? {
          what,
          why: l10n.t('The local user pool is not running.'),
          next: l10n.t('Start it, then try again.'),
          remedies: ['start_local_pool'],
        }
      : {
          what,
          why: l10n.t('No server listens there (ECONNREFUSED).'),
          next: l10n.t(
            'Start the server that the profile names, or correct its address, then try again. Your session is kept.',
          ),
          remedies: ['edit_profile', 'show_log'],
        };
  }
  const cause: TableCause = connectionCauses(code).find(({ codes }) => codes.test(code)) ?? {
    why: l10n.t`The connection failed (${code}).`,
    next: l10n.t('Check your network and try again. Your session is kept.'),
  };
  const { why, next, remedies = ['open_proxy_settings', 'show_log'] } = cause;
  return { what, why, next, remedies };
}

/**
 * @param code of Node.js or OpenSSL, or PROXY_ and the status of the proxy
 * @returns causes and their codes. The first match counts, so the most general is last.
 */
const connectionCauses = (code: string): readonly (TableCause & { readonly codes: RegExp })[] => [
  {
    codes: /^(?:ENOTFOUND|EAI_AGAIN)$/,
    why: l10n.t('The host name could not be resolved. It may have a typo, or you may be offline.'),
    next: l10n.t('Check the host name and your network, and try again. Your session is kept.'),
  },
  {
    codes: /TIMEOUT|^ETIMEDOUT$/,
    why: l10n.t`No connection was made in time (${code}).`,
    next: timeoutAdvice,
  },
  {
    codes: /^PROXY_407$/,
    why: l10n.t('The proxy requires a user name and a password.'),
    next: l10n.t('Set http.proxyAuthorization, then try again. Kerberos and NTLM are not supported.'),
  },
  {
    codes: /^PROXY_ADDRESS$/,
    why: l10n.t('The address of the proxy is not valid. It must look like http://proxy.example.com:8080.'),
    next: l10n.t('Correct http.proxy, or the environment variable HTTPS_PROXY, then try again.'),
  },
  {
    codes: /^PROXY_/,
    why: l10n.t`The proxy refused the connection (status ${code.slice(6)}).`,
    next: l10n.t('Check http.proxy, then try again.'),
  },
  {
    codes: /^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/,
    why: l10n.t`Its certificate has expired or is not valid yet (${code}), or this computer’s clock is wrong.`,
    next: l10n.t('Check the clock. If it is right, ask the operator of the host to renew the certificate.'),
    remedies: ['show_log'],
  },
  {
    codes: /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    why: l10n.t`Its certificate is for another host name (${code}). The host may have a typo, its custom domain may not be set up, or a proxy may intercept the connection.`,
    next: l10n.t('Check the host in the profile, then the custom domain in the AWS console.'),
    remedies: ['edit_profile', 'open_settings', 'show_log'],
  },
  {
    codes: /^(?:ERR_SSL_|EPROTO)/,
    why: l10n.t`The TLS handshake failed (${code}). The server may not speak HTTPS, or a proxy intercepts the connection.`,
    next: l10n.t('Check the address in the profile and your proxy, then try again. Your session is kept.'),
  },
  {
    codes: /CERT|SELF_SIGNED|UNABLE_TO_|TLS|SSL/,
    why: l10n.t`Its certificate is not trusted on this computer (${code}). A company proxy often signs with its own certificate authority.`,
    next: l10n.t(
      'Add that certificate authority to the operating system’s certificates and turn on http.systemCertificates, or start the editor with NODE_EXTRA_CA_CERTS set to its file.',
    ),
  },
];

/** A server that cannot answer now. The profile is not the cause. */
function busyProblem(facts: Facts): Problem | undefined {
  const { detail, host, text, forProfile } = facts;
  const tooMany = detail.status === 429;
  if (!tooMany && !(Number(detail.status) >= 500)) return undefined;
  const pause = Number(detail.retryAfter ?? 0) * 1000;
  const usualNext = tooMany
    ? l10n.t('Try again in a minute. Your session is kept.')
    : l10n.t('Try again in a moment. Your session is kept.');
  return {
    what: l10n.t`${host} cannot answer${forProfile} now.`,
    why: tooMany
      ? l10n.t('It is receiving too many requests (status 429).')
      : detail.reason === 'html'
        ? unexpectedReason(facts)
        : l10n.t`The server failed (status ${text('status')}).`,
    next: pause > 0 ? l10n.t`Try again in ${duration(pause)}. Your session is kept.` : usualNext,
    remedies: ['show_log'],
  };
}

/** Cognito itself does not answer 403 here. Source: AWS, "Associate an AWS WAF web ACL with a user pool". */
export const firewallCause: Cause = {
  why: l10n.t(
    'A firewall probably refused the request (status 403): AWS WAF in front of the user pool, or one in your network.',
  ),
  next: l10n.t('Ask who runs the user pool or your network to allow these requests, then try again.'),
  remedies: ['show_log'],
};

/** Why the response of a pool’s domain cannot be used. */
function unexpectedReason({ detail, text }: Facts): string {
  const status = text('status', '');
  if (status === '403') return firewallCause.why;
  if (detail.reason === 'html') {
    return status === ''
      ? l10n.t('It sent a web page instead of JSON. A proxy or firewall may have answered.')
      : l10n.t`It sent a web page with status ${status} instead of JSON. A proxy or firewall may have answered.`;
  }
  if (detail.reason === 'page' && detail.to !== undefined) {
    return l10n.t`It redirects the sign-in to ${text('to')} (status ${status}), which a user pool does not do.`;
  }
  if (detail.reason === 'page' && status === '200') {
    return l10n.t('It shows a page, but a user pool redirects the sign-in.');
  }
  if (status === '405') {
    return l10n.t(
      'It does not accept this request (status 405), because the address is not Cognito’s token endpoint.',
    );
  }
  if (status.startsWith('3')) {
    return l10n.t`It redirects the request (status ${status}). Redirects are not followed, because the request could hold tokens.`;
  }
  return status === '' || status === '200'
    ? l10n.t('The response was cut off or does not have the required form.')
    : l10n.t`It answered with status ${status}.`;
}
