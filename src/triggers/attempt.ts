import * as l10n from '@vscode/l10n';
import { comparePairs, type Comparison } from '../inspector/model/comparison';
import type { LocalTrigger } from '../localPool/configSchema';
import { readChanges } from '../localPool/triggers/answer';
import { applyChanges, type IgnoredChange } from '../localPool/triggers/applyChanges';
import { runTrigger, type TriggerRun, type TriggerRunner } from '../localPool/triggers/runTrigger';
import type { Sample } from '../localPool/triggers/sampleTokens';
import { triggerEvent, type TriggerEvent } from '../localPool/triggers/triggerEvent';
import { TriggerFailure } from '../localPool/triggers/triggerFailure';

/** What a trigger makes of tokens. The comparison begins with the claims that differ. */
export interface Attempt {
  readonly event: TriggerEvent;
  readonly run: TriggerRun;
  readonly changed:
    | { readonly comparison: Comparison; readonly ignored: readonly IgnoredChange[] }
    | { readonly failure: TriggerFailure };
}

/**
 * Runs a trigger, and compares the tokens with and without it.
 * @param trigger with an absolute path
 */
export async function tryTrigger(
  trigger: LocalTrigger,
  { facts, tokens }: Sample,
  runner: TriggerRunner,
): Promise<Attempt> {
  const { version } = trigger;
  const event = triggerEvent({ ...facts, version });
  const run = await runTrigger(trigger, event, runner);
  if ('failure' in run.result) return { event, run, changed: run.result };
  try {
    const changes = readChanges(version, run.result.answer);
    const { id, access, ignored } = applyChanges(version, facts.clientId, tokens, changes);
    const comparison = comparePairs(
      { id: tokens.id, access: tokens.access },
      { id, access },
      [l10n.t('Original token'), l10n.t('Changed token')],
      'other',
    );
    const rows = comparison.rows.toSorted((a, b) => Number(a.mark === 'same') - Number(b.mark === 'same'));
    return { event, run, changed: { comparison: { ...comparison, rows }, ignored } };
  } catch (error) {
    if (error instanceof TriggerFailure) return { event, run, changed: { failure: error } };
    throw error;
  }
}
