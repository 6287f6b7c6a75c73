import * as l10n from '@vscode/l10n';
import { counted } from '../../webview/view/templates';
import type { Check, TokenSection } from '../protocol';
import { isPast } from './time';

/** The result of all checks of one token. Only `passed` may look like a pass. */
export interface Verdict {
  readonly status: 'passed' | 'failed' | 'unknown';
  readonly text: string;
  readonly advice?: string;
}

export function isExpired(section: TokenSection, now: number): boolean {
  return section.expiresAt !== undefined && isPast(section.expiresAt, now);
}

/**
 * Judges a token at `now` (milliseconds): it may have expired since the host checked it.
 * @returns undefined for a refresh token, because only its pool can read it
 */
export function verdictOf(section: TokenSection, now: number): Verdict | undefined {
  const { checks, kind } = section;
  const all = checks.length;
  if (all === 0) {
    return kind === 'refresh' ? undefined : { status: 'unknown', text: l10n.t('Nothing was checked') };
  }
  const count = (status: Check['status']): number => checks.filter((check) => check.status === status).length;
  const failed = count('failed');
  if (failed > 0) {
    const advice = l10n.t('Do not rely on this token.');
    return {
      status: 'failed',
      text: counted(failed, l10n.t('1 check failed'), (many) => l10n.t`${many} checks failed`),
      advice,
    };
  }
  const skipped = count('unknown');
  const warnings = count('warning');
  const open = openText(warnings, skipped);
  if (isExpired(section, now)) {
    const advice = open === undefined ? l10n.t('Every check passed before.') : l10n.t`${open} before.`;
    return { status: 'unknown', text: l10n.t('Expired since it was checked'), advice };
  }
  if (open !== undefined) {
    const rest = all - skipped - warnings;
    const passed = counted(
      rest,
      l10n.t('The other one passed.'),
      (many) => l10n.t`The other ${many} passed.`,
    );
    return { status: 'unknown', text: open, advice: rest === 0 ? undefined : passed };
  }
  return {
    status: 'passed',
    text: all === 1 ? l10n.t('The one check passed') : l10n.t`All ${all} checks passed`,
  };
}

/** How many checks warn and how many could not be made; undefined when there are none of either. */
function openText(warnings: number, skipped: number): string | undefined {
  const warned = counted(warnings, l10n.t('1 warning'), (many) => l10n.t`${many} warnings`);
  const notMade = counted(
    skipped,
    l10n.t('1 check could not be made'),
    (many) => l10n.t`${many} checks could not be made`,
  );
  if (skipped === 0) return warnings === 0 ? undefined : warned;
  return warnings === 0 ? notMade : l10n.t`${warned}, ${notMade}`;
}
