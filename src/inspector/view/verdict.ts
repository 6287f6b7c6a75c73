import { counted } from '../../webview/view/templates';
import type { Check, TokenSection } from '../protocol';
import { isPast } from './time';

/** What one token's checks come to. Only `passed` may ever look like a pass. */
export interface Verdict {
  readonly status: 'passed' | 'failed' | 'unknown';
  readonly text: string;
  readonly advice?: string;
}

function withStatus(section: TokenSection, status: Check['status']): readonly Check[] {
  return section.checks.filter((check) => check.status === status);
}

export function isExpired(section: TokenSection, now: number): boolean {
  return section.expiresAt !== undefined && isPast(section.expiresAt, now);
}

/**
 * Judges a token at `now` (milliseconds): it may have expired since the host checked it.
 * @returns undefined for a token that nobody here can read, and so nobody can check: a refresh token
 */
export function verdictOf(section: TokenSection, now: number): Verdict | undefined {
  if (section.checks.length === 0 && section.kind === 'refresh') return undefined;
  const failed = withStatus(section, 'failed');
  if (failed.length > 0) {
    return {
      status: 'failed',
      text: `${counted(failed.length, 'check')} failed`,
      advice: 'Do not rely on this token.',
    };
  }
  if (section.checks.length === 0) return { status: 'unknown', text: 'Nothing was checked' };
  const skipped = withStatus(section, 'unknown');
  if (isExpired(section, now)) {
    return {
      status: 'unknown',
      text: 'Expired since it was checked',
      advice:
        skipped.length === 0
          ? 'Every check passed before.'
          : `${counted(skipped.length, 'check')} could not be made before.`,
    };
  }
  if (skipped.length > 0) {
    const rest = section.checks.length - skipped.length;
    return {
      status: 'unknown',
      text: `${counted(skipped.length, 'check')} could not be made`,
      advice: rest === 0 ? undefined : `The other ${rest === 1 ? 'one' : rest} passed.`,
    };
  }
  const all = section.checks.length;
  return { status: 'passed', text: all === 1 ? 'The one check passed' : `All ${all} checks passed` };
}
