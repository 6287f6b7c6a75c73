import * as l10n from '@vscode/l10n';
import type { CheckReport, ShownCheck } from '../protocol';

/** The summary of all checks. Only `passed` may look like success. */
export interface Verdict {
  readonly tone: 'running' | 'idle' | 'passed' | 'failed' | 'unknown';
  /** A codicon. */
  readonly glyph: string;
  readonly text: string;
  readonly advice?: string | undefined;
}

/** Summarises the checks: failed when one failed, otherwise unknown when one is unknown. */
export function verdictOf({ state, checks, conclusion }: CheckReport): Verdict {
  if (state === 'running') return { tone: 'running', glyph: 'loading', text: l10n.t('Checking…') };
  if (checks.length === 0) {
    return {
      tone: 'idle',
      glyph: 'circle-outline',
      text: l10n.t('Not checked yet'),
      advice: l10n.t('Run the checks to find problems.'),
    };
  }
  const count = (wanted: ShownCheck['status']): number =>
    checks.filter(({ status }) => status === wanted).length;
  const failed = count('failed');
  const advice = inconclusive(count('unknown'));
  if (failed > 0) {
    const text = failed === 1 ? l10n.t('One thing to fix') : l10n.t`${failed} things to fix`;
    return { tone: 'failed', glyph: 'error', text, advice };
  }
  if (advice !== undefined) {
    return { tone: 'unknown', glyph: 'warning', text: l10n.t('No problem was found'), advice };
  }
  const passed = count('passed');
  return {
    tone: 'passed',
    glyph: 'pass-filled',
    text: passed === checks.length ? l10n.t`All ${passed} checks passed` : l10n.t`${passed} checks passed`,
    advice: conclusion,
  };
}

function inconclusive(count: number): string | undefined {
  if (count === 0) return undefined;
  return count === 1
    ? l10n.t('One check was skipped or inconclusive.')
    : l10n.t`${count} checks were skipped or inconclusive.`;
}
