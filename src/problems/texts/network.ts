import type { ErrorCode, ErrorDetail } from '../../core/errors';
import { duration } from '../../core/duration';
import { ifProfile, text, type Explain, type Problem, type ProblemContext } from '../problem';
import { connectionProblem } from './connection';

/** No response, or one that cannot be used. */
export const networkProblems = {
  network: connectionProblem,
  timeout: (detail, context) => ({
    what: ifProfile(
      context,
      (profile) => `${text(detail, 'host')} did not answer in time for ${profile}.`,
      `${text(detail, 'host')} did not answer in time.`,
    ),
    why: 'No complete response arrived within 15 seconds.',
    next: 'Check your network or proxy, and try again. Your session is kept.',
    remedies: ['open_proxy_settings', 'show_log'],
  }),
  response_unexpected: (detail, context) =>
    busyProblem(detail, context) ?? {
      what: ifProfile(
        context,
        (profile) => `${text(detail, 'host')} sent an unexpected response for ${profile}.`,
        `${text(detail, 'host')} sent an unexpected response.`,
      ),
      why: unexpectedReason(detail),
      next: 'Check that the profile names the right domain. Your session is kept.',
      remedies: ['open_settings', 'show_log'],
    },
  response_too_large: (detail, context) => ({
    what: ifProfile(
      context,
      (profile) => `${text(detail, 'host')} sent a response for ${profile} that is far too large.`,
      `${text(detail, 'host')} sent a response that is far too large.`,
    ),
    why: 'The response was cut off after 2 MB. A token response has a few kilobytes.',
    next: 'Check that the profile names the right domain.',
    remedies: ['open_settings'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

/** A server that cannot answer now. The profile is not the cause. */
function busyProblem(detail: ErrorDetail, context: ProblemContext): Problem | undefined {
  const tooMany = detail.status === 429;
  if (!tooMany && !(typeof detail.status === 'number' && detail.status >= 500)) return undefined;
  return {
    what: ifProfile(
      context,
      (profile) => `${text(detail, 'host')} cannot answer for ${profile} now.`,
      `${text(detail, 'host')} cannot answer now.`,
    ),
    why: tooMany
      ? 'It is receiving too many requests (status 429).'
      : detail.reason === 'html'
        ? unexpectedReason(detail)
        : `The server failed (status ${text(detail, 'status')}).`,
    next: retryAdvice(detail, tooMany),
    remedies: ['show_log'],
  };
}

function retryAdvice({ retryAfter }: ErrorDetail, tooMany: boolean): string {
  const seconds = Number(retryAfter ?? 0);
  if (seconds > 0) return `Try again in ${duration(seconds * 1000)}. Your session is kept.`;
  return tooMany
    ? 'Try again in a minute. Your session is kept.'
    : 'Try again in a moment. Your session is kept.';
}

/** Why the response of a pool’s domain cannot be used. */
function unexpectedReason(detail: ErrorDetail): string {
  const status = text(detail, 'status', '');
  switch (detail.reason) {
    case 'html':
      return status === ''
        ? 'It sent a web page instead of JSON. A proxy or firewall may have answered.'
        : `It sent a web page with status ${status} instead of JSON. A proxy or firewall may have answered.`;
    case 'page':
      if (detail.to !== undefined) {
        return `It redirects the sign-in to ${text(detail, 'to')} (status ${status}), which a user pool does not do.`;
      }
      if (status === '200') return 'It shows a page, but a user pool redirects the sign-in.';
      break;
    default:
  }
  if (status === '405') {
    return 'It does not accept this request (status 405), because the address is not Cognito’s token endpoint.';
  }
  if (status.startsWith('3')) {
    return `It redirects the request (status ${status}). Redirects are not followed, because the request could hold tokens.`;
  }
  return status === '' || status === '200'
    ? 'The response was cut off or is not what OAuth 2.0 requires.'
    : `It answered with status ${status}.`;
}
