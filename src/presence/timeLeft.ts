import * as l10n from '@vscode/l10n';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A short text for a length of time: "42 min", "1 h 5 min", "2 d 3 h". @param left milliseconds */
export function timeLeft(left: number): string {
  if (left < minute) return l10n.t('<1 min');
  const days = Math.floor(left / day);
  const hours = Math.floor((left % day) / hour);
  const minutes = days > 0 ? 0 : Math.floor((left % hour) / minute);
  return [
    days > 0 && l10n.t('{0} d', days),
    hours > 0 && l10n.t('{0} h', hours),
    minutes > 0 && l10n.t('{0} min', minutes),
  ]
    .filter(Boolean)
    .join(' ');
}

/** Milliseconds until `timeLeft` says something else, or the time is over. @param left milliseconds, above 0 */
export function untilChange(left: number): number {
  // Infinity: nothing to update.
  if (!Number.isFinite(left)) return hour;
  const unit = left < day ? minute : hour;
  // Units are rounded down, so the text changes just after a whole unit, but the time is over at zero.
  return left < minute ? left : (left % unit) + 1;
}
