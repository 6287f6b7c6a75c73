import type { CheckReport } from '../protocol';

/** The report in a message of the host. @returns undefined for any other message */
export function readReport(message: unknown): CheckReport | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { type, report } = message as { readonly type?: unknown; readonly report?: unknown };
  if (type !== 'show' || typeof report !== 'object' || report === null) return undefined;
  return 'profile' in report && 'checks' in report && Array.isArray(report.checks)
    ? (report as CheckReport)
    : undefined;
}
