import { sentences } from '../core/text';
import * as l10n from '@vscode/l10n';
import { isMachine } from '../core/profile';
import type { Session } from '../core/session';
import type { Sample } from '../localPool/triggers/sampleTokens';
import type { TriggerVersion } from '../localPool/triggers/triggerEvent';
import type { Attempt } from './attempt';
import type { ShownAttempt, ShownResult } from './protocol';

const tokenTitles = { id: l10n.t('ID token'), access: l10n.t('Access token') } as const;

/** The result of an attempt as the page shows it. */
export function shownResult({ event, run, changed }: Attempt): ShownResult {
  const { result, output, duration } = run;
  return {
    event: JSON.stringify(event, null, 2),
    answer: 'answer' in result ? JSON.stringify(result.answer, null, 2) : undefined,
    output,
    duration,
    ...('failure' in changed
      ? { failure: { message: changed.failure.message, log: changed.failure.log }, notChanged: [] }
      : {
          comparison: changed.comparison,
          notChanged: changed.ignored.map((change) => ({ ...change, token: tokenTitles[change.token] })),
        }),
  };
}

/** Whose tokens a trigger is tried with, as text. @param profile the profile of a session; undefined for the sample user */
export function subjectText({ facts }: Sample, profile: string | undefined): string {
  const name = facts.user?.username ?? l10n.t`the app client ${facts.clientId}`;
  return profile === undefined
    ? l10n.t`${name}, of the local user pool`
    : l10n.t`${name}, of your session of “${profile}”`;
}

/** What limits an attempt. @param session undefined for the sample user */
export function noteOn(
  version: TriggerVersion,
  { facts }: Sample,
  session: Session | undefined,
): ShownAttempt['note'] {
  const notes = [
    facts.user === undefined &&
      version !== 'V3_0' &&
      l10n.t('Cognito runs a trigger for a machine client with V3_0 only.'),
    session !== undefined &&
      !isMachine(session) &&
      l10n.t(
        'The event has the attributes that the ID token has. The claims are those of the tokens, which the deployed trigger of the pool may have changed already.',
      ),
  ];
  return sentences(...notes) || undefined;
}
