import * as l10n from '@vscode/l10n';
import { duration } from '../../core/duration';
import type { ErrorCode } from '../../core/errors';
import { registrationScope } from '../../core/scopes';
import { sentence } from '../../core/text';
import type { Explain, Facts, TableCause } from '../problem';
import { firewallCause } from './network';

/** A user pool did not register this editor as an app client. */
export const registrationProblems = {
  registration_refused: (facts) => {
    const { host, text } = facts;
    const { why, next, remedies = [] } = causeOf(facts);
    return {
      what: l10n.t`This editor was not registered with the user pool at ${host}.`,
      why,
      next: l10n.t`${next} Or create an app client without a secret in the AWS console, allow the callback URL ${text('callbackUrl')} and enter its client ID.`,
      remedies: ['copy_callback_url', ...remedies],
    };
  },
} satisfies Partial<Record<ErrorCode, Explain>>;

/** The remedies are those beside the callback URL. Sources: RFC 7591 section 3.2.2, RFC 6750 section 3.1. */
function causeOf(facts: Facts): TableCause {
  const { detail, host, text } = facts;
  const description = text('description', '');
  const reason = description === '' ? '' : l10n.t` It says: ${sentence(description)}`;
  if (detail.reason === 'other_host') {
    return {
      why: l10n.t`The pool’s discovery document names a registration endpoint at ${text('found')}, but the pool’s tokens come from ${host}. Nothing was sent there.`,
      next: l10n.t('Ask who runs the pool to correct its discovery document.'),
    };
  }
  if (detail.error === 'invalid_redirect_uri') {
    return {
      why: l10n.t`It does not accept one of this editor’s callback URLs (invalid_redirect_uri).${reason}`,
      next: l10n.t('Ask who runs the pool whether apps may register such URLs.'),
    };
  }
  if (detail.error === 'invalid_client_metadata') {
    return {
      why: l10n.t`It does not accept what this editor asked for (invalid_client_metadata).${reason}`,
      next: l10n.t('Ask who runs the pool what apps may register.'),
    };
  }
  return causeOfStatus(facts);
}

function causeOfStatus({ detail, text }: Facts): TableCause {
  const status = text('status', '');
  const refusesToken = detail.token === 'sent' && (status === '401' || status === '403');
  if (refusesToken) {
    return {
      why: l10n.t`It did not accept the access token of your machine client (status ${status}).`,
      next: l10n.t`Check that this app client allows the scope ${registrationScope}.`,
      remedies: ['open_settings'],
    };
  }
  if (status === '401') {
    return {
      why: l10n.t`It registers apps only with an access token that has the scope ${registrationScope} (status 401), and no profile can get one.`,
      next: l10n.t`Add a profile of this pool with grant client_credentials and the scope ${registrationScope}, and add this profile again.`,
      remedies: ['open_settings'],
    };
  }
  if (status === '403') return firewallCause;
  if (status === '429') {
    const pause = Number(detail.retryAfter ?? 0) * 1000;
    return {
      why: l10n.t('It is receiving too many requests (status 429).'),
      next: l10n.t`Try again in ${pause > 0 ? duration(pause) : l10n.t('a minute')}.`,
    };
  }
  if (status.startsWith('3')) {
    return {
      why: l10n.t`It redirects the request (status ${status}). Redirects are not followed, because the request could hold an access token.`,
      next: l10n.t('Ask who runs the pool to correct its discovery document.'),
    };
  }
  if (detail.reason === 'html') {
    return {
      why: l10n.t`It sent a web page with status ${status} instead of JSON. A proxy or firewall may have answered.`,
      next: l10n.t('Try again in a moment.'),
      remedies: ['show_log'],
    };
  }
  return {
    why: l10n.t`Its answer is not one of a registration endpoint (status ${text('status', l10n.t('unknown'))}).`,
    next: l10n.t('Try again in a moment.'),
    remedies: ['show_log'],
  };
}
