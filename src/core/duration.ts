import * as l10n from '@vscode/l10n';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A length of time in words, rounded to one unit: `1 second`, `7 minutes`, `3 days`. @param length milliseconds */
export function duration(length: number): string {
  const seconds = Math.round(length / 1000);
  if (length < 2 * minute) return seconds === 1 ? l10n.t('1 second') : l10n.t('{0} seconds', seconds);
  if (length < 2 * hour) return l10n.t('{0} minutes', Math.round(length / minute));
  if (length < 2 * day) return l10n.t('{0} hours', Math.round(length / hour));
  return l10n.t('{0} days', Math.round(length / day));
}
