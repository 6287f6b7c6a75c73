import type { CheckReport } from '../protocol';

/** The summary of all checks. Only `passed` may look like success. */
export interface Verdict {
  readonly tone: 'running' | 'idle' | 'passed' | 'failed' | 'unknown';
  /** A codicon. */
  readonly glyph: string;
  readonly text: string;
  readonly advice?: string | undefined;
}

/** Summarises the checks: failed when one failed, otherwise unknown when one is unknown. */
export function verdictOf({ state, checks }: CheckReport): Verdict {
  if (state === 'running') return { tone: 'running', glyph: 'loading', text: 'Checking…' };
  if (checks.length === 0) {
    return {
      tone: 'idle',
      glyph: 'circle-outline',
      text: 'Not checked yet',
      advice: 'Run the checks to find problems of this app client.',
    };
  }
  const failed = checks.filter(({ status }) => status === 'failed').length;
  const unknown = checks.filter(({ status }) => status === 'unknown').length;
  if (failed > 0) {
    return {
      tone: 'failed',
      glyph: 'error',
      text: failed === 1 ? 'One thing to fix' : `${failed} things to fix`,
      advice: unknown === 0 ? undefined : inconclusive(unknown),
    };
  }
  if (unknown > 0) {
    return {
      tone: 'unknown',
      glyph: 'warning',
      text: 'No problem was found',
      advice: inconclusive(unknown),
    };
  }
  return {
    tone: 'passed',
    glyph: 'pass-filled',
    text: `All ${checks.length} checks passed`,
    advice: 'Sign-in should work.',
  };
}

function inconclusive(count: number): string {
  return count === 1
    ? 'One check was skipped or inconclusive.'
    : `${count} checks were skipped or inconclusive.`;
}
