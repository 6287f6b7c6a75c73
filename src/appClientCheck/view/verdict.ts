import type { CheckReport } from '../protocol';

/** What all checks come to. Only `passed` may ever look like a pass. */
export interface Verdict {
  readonly tone: 'running' | 'idle' | 'passed' | 'failed' | 'unknown';
  /** A codicon. */
  readonly glyph: string;
  readonly text: string;
  readonly advice?: string;
}

export function verdictOf({ state, checks }: CheckReport): Verdict {
  if (state === 'running') return { tone: 'running', glyph: 'loading', text: 'Checking…' };
  if (checks.length === 0) {
    return {
      tone: 'idle',
      glyph: 'circle-outline',
      text: 'Not checked yet',
      advice: 'Run the checks to see where this app client stands.',
    };
  }
  const failed = checks.filter(({ status }) => status === 'failed').length;
  const unknown = checks.filter(({ status }) => status === 'unknown').length;
  if (failed > 0) {
    return {
      tone: 'failed',
      glyph: 'error',
      text: failed === 1 ? 'One thing to fix' : `${failed} things to fix`,
      ...(unknown === 0 ? {} : { advice: `${count(unknown, 'check')} could not be made before that.` }),
    };
  }
  if (unknown > 0) {
    return {
      tone: 'unknown',
      glyph: 'warning',
      text: 'Nothing wrong was found',
      advice: `${count(unknown, 'check')} could not be made.`,
    };
  }
  return {
    tone: 'passed',
    glyph: 'pass-filled',
    text: `All ${checks.length} checks passed`,
    advice: 'A sign-in can work.',
  };
}

function count(number: number, noun: string): string {
  return number === 1 ? `One ${noun}` : `${number} ${noun}s`;
}
