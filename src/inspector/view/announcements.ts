import * as l10n from '@vscode/l10n';
import type { InspectorModel } from '../protocol';
import { attributeCount } from './claims';
import { sessionState } from './header';
import { tokensOf } from './tabs';
import { verdictOf } from './verdict';
import type { Announcement } from './view';

/** The state of the session or token in words, for screen readers. @param now milliseconds since 1970 */
export function announcement({ key, heading, tokens, phase }: InspectorModel, now: number): Announcement {
  const state = tokens && sessionState(tokens, now);
  const failed = tokens && tokensOf(tokens).some((token) => verdictOf(token, now)?.status === 'failed');
  const signedOut =
    phase === 'signingIn' ? l10n.t`${heading}: waiting for the browser.` : l10n.t`${heading}: not signed in.`;
  const failure = failed === true ? l10n.t(' A token failed its verification.') : '';
  return {
    key: JSON.stringify([key, phase, tokens?.issuedAt, tokens?.ended, state?.tone, failed]),
    text: tokens === undefined ? signedOut : l10n.t`${state?.text ?? heading}.` + failure,
  };
}

/** What became of a question to USERINFO, for screen readers; undefined when nothing has changed. */
export function userInfoNews(before: InspectorModel, after: InspectorModel): string | undefined {
  const now = after.tokens?.userInfo;
  const was = before.tokens?.userInfo?.state;
  if (now === undefined || before.key !== after.key || now.state === was) return undefined;
  if (now.state === 'asking') return l10n.t('Asking USERINFO…');
  if (was !== 'asking') return undefined;
  return now.state === 'missing' ? now.reason : l10n.t`USERINFO: ${attributeCount(now.claims.total)}.`;
}
